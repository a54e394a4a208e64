/**
 * Begins an activation: writes a row, and the first message that the site shows as an image
 * (docs/protocol.md §2).
 */
import { ownBytes, toHex } from '../core/codec/bytes.ts';
import type { FirstMessage } from '../core/codec/messages.ts';
import { writeFirstMessage } from '../protocol/first-message.ts';
import { sha256 } from '../protocol/hmac.ts';
import type { Context } from './context.ts';
import type { CreatedInstance, Instance, IssuerAccount, Replacement } from './instance.ts';
import type { Outcome, Refusal, RefusalReason } from './outcome.ts';
import { refusal } from './outcome.ts';
import type { OwnersPart } from './owner-counts.ts';
import { countBegun, countReplacing, NO_PART } from './owner-counts.ts';
import type { BeginReason } from './reasons.ts';
import { checkSecondMessage } from './second-message.ts';
import { publicKeyHex, signingKeyFor } from './signing-key.ts';
import type { RowChange } from './store.ts';
import { NO_TRIES } from './tries.ts';
import { MAX_ATTEMPTS, writeChanges } from './update-instance.ts';

/** What a new account is called and numbered. */
export interface BeginOptions {
  /**
   * The site's own name for whom the account belongs to (a customer number); kept for
   * {@link Issuer.list}, never sent. 1–200 code points in NFC, without control, format, private
   * and unassigned characters, line and paragraph separators, and blanks at either end.
   */
  readonly owner?: string;
  /**
   * What the account is, 0–60 code points that an authenticator shows as they are
   * (docs/protocol.md §1). Readable by whoever photographs the first image.
   */
  readonly label?: string;
  /** Like `label`, and in its place, but sealed in the second message. */
  readonly privateLabel?: string;
  /**
   * The new account's serial number, `[A-Za-z0-9-]{1,20}`. Default: 50 random bits, `XXXXX-XXXXX`.
   */
  readonly serial?: string;
  /**
   * Seconds from the first message to its expiry, up to 60 days where it goes by post. Default:
   * the issuer's `lifetime`.
   */
  readonly lifetime?: number;
}

/** An activation that has just begun. */
export interface Begun {
  /** Names the activation, and later the account instance: 16 hexadecimal digits. */
  readonly id: string;
  /** The serial number of the account. */
  readonly serial: string;
  /**
   * The first message, to be shown as an image or as text: whoever sees it sees the link secret.
   */
  readonly firstMessage: Uint8Array;
  /** Seconds since 1970 UTC. */
  readonly expiresAt: number;
}

type Labels = Pick<BeginOptions, 'label' | 'privateLabel'>;

/** Where a new instance is to stand, and what may be in its way. */
interface Place<Reason extends RefusalReason> {
  readonly serial: string;
  /** The instance that it is to replace. */
  readonly replaces?: Replacement;
  /** Why the account can have no instance more. */
  readonly check: (account: IssuerAccount | undefined) => MaybePromise<Refusal<Reason> | undefined>;
  /** Counts it at its owner. */
  readonly count: (owner: string, now: number) => Promise<OwnersPart<Reason>>;
}

type MaybePromise<T> = T | Promise<T>;

/** See {@link Issuer.begin}. @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE */
export function beginActivation(
  context: Context,
  options: BeginOptions,
): Promise<Outcome<Begun, BeginReason>> {
  const { serial = randomSerial(context) } = options;
  return enterInstance<BeginReason>(context, options, {
    serial,
    // Whoever may be given another instance of an account is decided by beginReplacement alone.
    check(account) {
      const { owner = account?.owner } = options;
      const isTaken = account && (account.current !== undefined || account.owner !== owner);
      return isTaken ? refusal('SERIAL_TAKEN') : undefined;
    },
    count: (owner, now) => countBegun(context, owner, now),
  });
}

/**
 * Begins an instance that is to replace another; WRONG_STATE when another replacement was quicker.
 * @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE
 */
export function beginSuccessor(
  context: Context,
  options: Labels,
  { serial, replaces }: { readonly serial: string; readonly replaces: Replacement },
): Promise<Outcome<Begun, SuccessorReason>> {
  return enterInstance<SuccessorReason>(context, options, {
    serial,
    replaces,
    async check(account) {
      if (account?.current === replaces.id) return undefined;
      return refusal('WRONG_STATE', await context.store.instance(replaces.id));
    },
    count: (owner, now) => countReplacing(context, owner, now),
  });
}

type SuccessorReason = 'WRONG_STATE' | 'TOO_MANY_ACTIVATIONS' | 'BUSY';

/** In turn, since each that is overtaken would sign its message in vain. */
async function enterInstance<Reason extends RefusalReason>(
  context: Context,
  options: BeginOptions,
  place: Place<Reason>,
): Promise<Outcome<Begun, Reason | 'BUSY'>> {
  const { serial, replaces } = place;
  // The key that an instance began under never changes: it is read once.
  const replaced = replaces && (await context.store.instance(replaces.id));
  const owner = options.owner ?? replaced?.owner;
  const key = owner === undefined ? `serial ${serial}` : `owner ${owner}`;
  return context.turns.run(key, () => enterInTurn(context, options, place, replaced));
}

async function enterInTurn<Reason extends RefusalReason>(
  context: Context,
  options: BeginOptions,
  { serial, replaces, check, count }: Place<Reason>,
  replaced: Instance | undefined,
): Promise<Outcome<Begun, Reason | 'BUSY'>> {
  const labels = labelsFor(options, replaced);
  const key = signingKeyFor(context, replaced);
  for (let round = 0; round < MAX_ATTEMPTS; round++) {
    const now = context.now();
    const account = await context.store.account(serial);
    const refused = await check(account);
    if (refused) return refused;
    const { owner = account?.owner, lifetime = context.lifetime } = options;
    const owned = owner === undefined ? NO_PART : await count(owner, now);
    if (!owned.ok) return owned;
    const next = nextInstanceOf(account, serial, owner);
    const facts = { ...labels, name: replaced?.name, lifetime, replaces };
    const row = await createInstance({ ...context, key }, next, facts, now);
    const { id, expiresAt, secrets } = row;
    const { firstMessage } = secrets;
    const outcome = { ok: true, id, serial, firstMessage, expiresAt } as const;
    const changes: RowChange[] = [
      { table: 'accounts', row: next },
      { table: 'instances', row },
      ...owned.changes,
    ];
    if (await writeChanges(context, changes, { outcome })) return outcome;
  }
  return refusal('BUSY');
}

/** An account keeps the labels that it has, unless it is given another one. */
function labelsFor(options: Labels, replaced: Labels | undefined): Labels {
  const isLabelled = options.label !== undefined || options.privateLabel !== undefined;
  return isLabelled ? options : (replaced ?? {});
}

/** The account with one more sequence number given out. */
function nextInstanceOf(
  account: IssuerAccount | undefined,
  serial: string,
  owner: string | undefined,
): IssuerAccount {
  if (account === undefined)
    return { serial, version: 1, sequence: 1, ...(owner !== undefined && { owner }) };
  return { ...account, version: account.version + 1, sequence: account.sequence + 1 };
}

/** What an instance begins with beside its account. */
interface Beginning extends Labels {
  readonly name: string | undefined;
  readonly lifetime: number;
  readonly replaces: Replacement | undefined;
}

async function createInstance(
  context: Context,
  { serial, sequence, owner }: IssuerAccount,
  { label, privateLabel, name, lifetime, replaces }: Beginning,
  createdAt: number,
): Promise<CreatedInstance> {
  const id = context.randomBytes(8);
  const expiresAt = createdAt + lifetime;
  const row: CreatedInstance = {
    id: toHex(id),
    version: 1,
    state: 'CREATED',
    serial,
    sequence,
    ...(owner !== undefined && { owner }),
    ...(name !== undefined && { name }),
    ...(label !== undefined && { label }),
    ...(privateLabel !== undefined && { privateLabel }),
    issuerKey: publicKeyHex(context.key),
    otpPolicy: context.otp,
    ocraSuite: context.ocraSuite,
    createdAt,
    expiresAt,
    ...(replaces && { replaces }),
    wrongDeviceCodes: 0,
    wrongActivationCodes: 0,
    tries: NO_TRIES,
    lastStep: -1,
    secrets: await createLink(context, {
      activationId: id,
      expiresAt,
      issuedAt: createdAt,
      ...(label !== undefined && { label }),
      ...(replaces && { replaces: serial }),
    }),
  };
  await checkSecondMessage(context, row);
  return row;
}

/** The link secret, the first message that carries it, and that message's hash. */
async function createLink(
  { key, name, randomBytes }: Context,
  fields: Omit<FirstMessage, 'secret' | 'issuerKey' | 'issuerName'>,
): Promise<CreatedInstance['secrets']> {
  const linkSecret = randomBytes(16);
  const issuer = { issuerKey: ownBytes(key.publicKey), issuerName: name };
  const firstMessage = await writeFirstMessage(
    { ...fields, ...issuer, secret: linkSecret },
    'sign' in key ? (data) => key.sign(data) : key.privateKey,
  );
  return { firstMessage, linkSecret, h1: await sha256(firstMessage) };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function randomSerial(context: Context): string {
  const symbols = Array.from(context.randomBytes(10), (byte) => CROCKFORD[byte & 31]!);
  return `${symbols.slice(0, 5).join('')}-${symbols.slice(5).join('')}`;
}
