/**
 * Begins an activation: writes a row, and the first message that the site shows as an image
 * (docs/protocol.md §2).
 */
import { toHex } from '../core/codec/bytes.ts';
import type { FirstMessage } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';
import { writeFirstMessage } from '../protocol/first-message.ts';
import { sha256 } from '../protocol/hmac.ts';
import type { Context } from './context.ts';
import type { CreatedInstance, IssuerAccount, Replacement } from './instance.ts';
import { checkSecondMessage } from './second-message.ts';
import { publicKeyHex, signingKeyFor } from './signing-key.ts';
import { NO_TRIES } from './tries.ts';

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

/** The instance that a new one is to replace. */
export interface Successor {
  readonly serial: string;
  readonly replaces: Replacement;
}

/** Begins the first instance of an account. @throws see {@link Issuer.begin} */
export function beginActivation(context: Context, options: BeginOptions): Promise<Begun> {
  const { serial = randomSerial(context) } = options;
  return enterInstance(context, options, serial, (account) => {
    // Whoever may be given another instance of an account is decided by beginReplacement alone.
    if (account?.current !== undefined)
      throw new TesseraError('WRONG_STATE', { field: 'serial', detail: 'belongs to an account' });
  });
}

/**
 * Begins an instance that is to replace another.
 * @throws TesseraError WRONG_STATE when another replacement was quicker
 */
export function beginSuccessor(
  context: Context,
  options: Omit<BeginOptions, 'serial'>,
  { serial, replaces }: Successor,
): Promise<Begun> {
  function allow(account: IssuerAccount | undefined): void {
    if (account?.current !== replaces.id) throw new TesseraError('WRONG_STATE');
  }

  return enterInstance(context, options, serial, allow, replaces);
}

async function enterInstance(
  context: Context,
  options: BeginOptions,
  serial: string,
  allow: (account: IssuerAccount | undefined) => void,
  replaces?: Replacement,
): Promise<Begun> {
  // The key that an instance began under never changes: it is read once.
  const replaced = replaces && (await context.store.instance(replaces.id));
  const key = signingKeyFor(context, replaced);
  for (;;) {
    const account = await context.store.account(serial);
    allow(account);
    const next = nextInstanceOf(account, serial, options.owner);
    const named = { ...next, name: replaced?.name };
    const labels = labelsFor(options, replaced);
    const row = await createInstance({ ...context, key }, labels, named, replaces);
    const written = await context.store.commit([
      { table: 'accounts', row: next },
      { table: 'instances', row },
    ]);
    const { id, expiresAt, secrets } = row;
    if (written) return { id, serial, firstMessage: secrets.firstMessage, expiresAt };
  }
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
  owner: string | undefined = account?.owner,
): IssuerAccount {
  if (account === undefined)
    return { serial, version: 1, sequence: 1, ...(owner !== undefined && { owner }) };
  if (account.owner !== owner)
    throw new TesseraError('WRONG_STATE', { field: 'serial', detail: 'belongs to another owner' });
  return { ...account, version: account.version + 1, sequence: account.sequence + 1 };
}

async function createInstance(
  context: Context,
  { label, privateLabel }: Labels,
  { serial, sequence, owner, name }: IssuerAccount & { readonly name: string | undefined },
  replaces?: Replacement,
): Promise<CreatedInstance> {
  const id = context.randomBytes(8);
  const createdAt = context.now();
  const expiresAt = createdAt + context.lifetime;
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
  const issuer = { issuerKey: key.publicKey, issuerName: name };
  const firstMessage = await writeFirstMessage(
    { ...fields, ...issuer, secret: linkSecret },
    key.privateKey,
  );
  return { firstMessage, linkSecret, h1: await sha256(firstMessage) };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function randomSerial(context: Context): string {
  const symbols = Array.from(context.randomBytes(10), (byte) => CROCKFORD[byte & 31]!);
  return `${symbols.slice(0, 5).join('')}-${symbols.slice(5).join('')}`;
}
