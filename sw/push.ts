/** A push opened, kept and told of (docs/protocol.md §7 and §8). Every push shows a notification, whatever it carries: browsers take the permission from those who stay silent. */
import type { Account } from '../src/core/account.ts';
import { toHex } from '../src/core/codec/bytes.ts';
import { parseText } from '../src/core/codec/parse-message.ts';
import { TesseraError } from '../src/core/errors.ts';
import type { Request } from '../src/core/codec/messages.ts';
import type { RequestName } from '../src/core/request-ref.ts';
import { requestAge } from '../src/protocol/clock.ts';
import { openChannelMessage } from '../src/protocol/request.ts';
import type { WorkerVault } from '../src/vault/worker-vault.ts';
import WORDS from '../src/i18n/locales/en/worker.json';

export type PushVault = Pick<
  WorkerVault,
  'accounts' | 'channelKey' | 'keepRequest' | 'requests' | 'close'
>;

export interface PushWorld {
  readonly open: () => Promise<PushVault>;
  readonly show: (title: string, options: NoticeOptions) => Promise<void>;
  /** How many requests wait for an answer. */
  readonly badge: (count: number) => Promise<void>;
  /** Resolves when something must be shown, whatever is known by then: storage may hang. */
  readonly patience: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The product's name. */
  readonly name: string;
  /** Whether a request's title may be shown on a lock screen. */
  readonly showsTitles: boolean;
}

/** The options of the Notifications API that are used here; compilers' libraries lack some of them. */
export interface NoticeOptions extends NotificationOptions {
  readonly timestamp?: number;
}

interface Arrived {
  readonly account: Account;
  readonly request: Request;
}

/** Beside the worker's script, whatever the registration's scope. */
const PICTURES = { icon: 'icons/icon-192.png', badge: 'icons/badge.png' };

/** `text` is the push's payload, undefined for none. Never rejects. */
export async function receivePush(text: string | undefined, world: PushWorld): Promise<void> {
  const reading = readPush(text, world).catch(() => undefined);
  const inTime = await Promise.race([reading, world.patience().then(() => undefined)]);
  await tell(inTime, world);
  if (inTime) return;
  const late = await reading;
  if (late) await tell(late, world);
}

/** Opens and keeps a request. Rejects, or resolves to undefined, for anything that is none, or not a live one. */
async function readPush(text: string | undefined, world: PushWorld): Promise<Arrived | undefined> {
  const vault = await world.open();
  try {
    const arrived = await take(text, vault, world.now());
    await countWaiting(vault, world);
    return arrived;
  } finally {
    vault.close();
  }
}

async function take(
  text: string | undefined,
  vault: PushVault,
  now: number,
): Promise<Arrived | undefined> {
  const message = parseText(text ?? '');
  if (message.kind !== 'channel') return undefined;
  const id = toHex(message.envelope.activationId);
  const account = (await vault.accounts()).find((held) => held.id === id);
  if (!account) return undefined;
  const payload = await openChannelMessage(message, await vault.channelKey(id));
  if (payload.kind !== 'request') return undefined;
  const { request } = payload;
  if (requestAge(request, now / 1000 + account.clockOffset) !== 'current') return undefined;
  const { requestId, expiresAt } = request;
  try {
    const kept = await vault.keepRequest({
      accountId: id,
      requestId,
      message: message.bytes,
      expiresAt,
    });
    // Answered already: there is nothing to be asked about it any more.
    return kept.decision === undefined ? { account, request } : undefined;
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'REQUEST_REUSED') return undefined;
    // Not kept, for want of space: it can still be fetched or scanned.
    return { account, request };
  }
}

async function countWaiting(vault: PushVault, world: PushWorld): Promise<void> {
  try {
    const waiting = (await vault.requests()).filter(({ decision }) => decision === undefined);
    await world.badge(waiting.length);
  } catch {
    // An ornament: nothing depends on it.
  }
}

async function tell(arrived: Arrived | undefined, world: PushWorld): Promise<void> {
  const [title, options] = arrived ? notice(arrived, world.showsTitles) : neutral(world.name);
  await world
    .show(title, options)
    .catch(() => world.show(title, {}))
    .catch(() => undefined);
}

function notice(
  { account, request }: Arrived,
  showsTitles: boolean,
): [title: string, options: NoticeOptions] {
  const data: RequestName = { account: account.id, request: toHex(request.requestId) };
  const kind = WORDS.kinds[request.kind];
  const options = {
    ...PICTURES,
    body: showsTitles ? WORDS.titled({ kind, title: request.title }) : kind,
    data,
    // The same request pushed again takes the place of its notification.
    tag: `${data.account}/${data.request}`,
    // Somebody waits at a page: it stays until it is seen to, where the system lets it.
    requireInteraction: true,
    timestamp: (request.issuedAt - account.clockOffset) * 1000,
    lang: WORDS.locale,
  };
  return [account.issuerName, options];
}

function neutral(name: string): [title: string, options: NoticeOptions] {
  return [name, { ...PICTURES, body: WORDS.neutral, tag: 'waiting', lang: WORDS.locale }];
}
