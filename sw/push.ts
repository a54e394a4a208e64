/** Opens a push, shows it and counts what waits (Push API; docs/protocol.md §7, §8). */
import type { IssuerAccount } from '../src/core/account.ts';
import { toHex } from '../src/core/codec/bytes.ts';
import type { Request } from '../src/core/codec/messages.ts';
import { parseText } from '../src/core/codec/parse-message.ts';
import { asTesseraError, TesseraError } from '../src/core/errors.ts';
import { paymentOf } from '../src/core/payment.ts';
import type { RequestRef } from '../src/core/request-ref.ts';
import type { WorkerStrings } from '../src/i18n/worker-strings.ts';
import type { IntakeVault } from '../src/requests/open-message.ts';
import { openMessage, requestToKeep } from '../src/requests/open-message.ts';
import type { KeptRequest } from '../src/vault/request-rows.ts';
import { LANGUAGE_SETTING } from '../src/vault/settings.ts';
import type { WorkerVault } from '../src/vault/worker-vault.ts';

export type PushVault = Pick<
  WorkerVault,
  'accounts' | 'channelKey' | 'keepRequest' | 'requests' | 'settings' | 'close'
>;

export interface PushContext {
  readonly open: () => Promise<PushVault>;
  readonly show: (title: string, options: NoticeOptions) => Promise<void>;
  /** Shows how many requests wait for an answer. */
  readonly badge: (count: number) => Promise<void>;
  /** Resolves when something must be shown, whatever is known by then: storage may hang. */
  readonly deadline: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Returns the words, by the language's setting: whatever it holds. */
  readonly words: (setting: unknown) => WorkerStrings;
  /** The product's name. */
  readonly name: string;
  /** Whether a request's title may be shown on a lock screen. */
  readonly showsTitles: boolean;
}

/** Options of the Notifications API; the compiler's libraries lack `timestamp`. */
export interface NoticeOptions extends NotificationOptions {
  readonly timestamp?: number;
}

interface PushedRequest {
  readonly account: IssuerAccount;
  readonly request: Request;
}

/** Beside the worker's script, whatever the registration's scope. */
const PICTURES = { icon: 'icons/icon-192.png', badge: 'icons/badge.png' };

/**
 * Shows a notification for every push, whatever it carries: browsers withdraw the permission from
 * apps that stay silent. Never rejects.
 * @param text the push's payload, undefined for none
 */
export async function receivePush(text: string | undefined, context: PushContext): Promise<void> {
  let words = context.words(undefined);
  const speak = (setting: unknown): void => void (words = context.words(setting));
  const opening = openPush(text, context, speak).catch(() => undefined);
  const inTime = await Promise.race([opening, context.deadline().then(() => undefined)]);
  await showPush(inTime, words, context);
  if (inTime) return;
  const late = await opening;
  if (late) await showPush(late, words, context);
}

/** Opens and keeps a request. Rejects, or resolves to undefined, for what is none, or over. */
async function openPush(
  text: string | undefined,
  context: PushContext,
  speak: (setting: unknown) => void,
): Promise<PushedRequest | undefined> {
  const vault = await context.open();
  try {
    speak((await vault.settings())[LANGUAGE_SETTING]);
    const pushed = await openRequest(text ?? '', vault, context.now());
    await showCount(vault, context);
    return pushed;
  } finally {
    vault.close();
  }
}

async function openRequest(
  text: string,
  vault: PushVault,
  now: number,
): Promise<PushedRequest | undefined> {
  const message = parseText(text);
  const opened = await openMessage(intakeOf(vault), message, now);
  if (opened.kind !== 'request' || opened.age === 'late') return undefined;
  const { account, request } = opened;
  try {
    const kept = await vault.keepRequest(requestToKeep(account, request, message));
    return isAnswered(kept) ? undefined : { account, request };
  } catch (thrown) {
    if (asTesseraError(thrown).code === 'REQUEST_REUSED') return undefined;
    // Not kept, for want of space: it can still be fetched or scanned.
    return { account, request };
  }
}

function intakeOf(vault: PushVault): IntakeVault {
  return {
    async account(id) {
      const account = (await vault.accounts()).find((each) => each.id === id);
      if (!account) throw new TesseraError('UNKNOWN_ACCOUNT');
      return account;
    },
    channelKey: vault.channelKey,
  };
}

/**
 * Returns true also for an approval on its way: there is nothing left to ask about the request, and
 * the open app says what has become of it.
 */
function isAnswered({ decision, answer }: KeptRequest): boolean {
  return (decision ?? answer) !== undefined;
}

async function showCount(vault: PushVault, { badge }: PushContext): Promise<void> {
  try {
    const waiting = (await vault.requests()).filter((each) => !isAnswered(each));
    await badge(waiting.length);
  } catch {
    // The badge is optional: nothing depends on it.
  }
}

async function showPush(
  pushed: PushedRequest | undefined,
  words: WorkerStrings,
  context: PushContext,
): Promise<void> {
  const [title, options] = pushed
    ? requestNotice(pushed, words, context.showsTitles)
    : neutralNotice(context.name, words);
  await context
    .show(title, options)
    .catch(() => context.show(title, {}))
    .catch(() => undefined);
}

function requestNotice(
  { account, request }: PushedRequest,
  words: WorkerStrings,
  showsTitles: boolean,
): [title: string, options: NoticeOptions] {
  const data: RequestRef = { account: account.id, request: toHex(request.requestId) };
  const kind = words.kinds[request.kind];
  const options = {
    ...PICTURES,
    body: showsTitles ? words.titled({ kind, title: shownTitle(request) }) : kind,
    data,
    // The same request pushed again replaces its notification.
    tag: `${data.account}/${data.request}`,
    // Somebody waits at a page: it stays until it is answered, where the system allows that.
    requireInteraction: true,
    timestamp: (request.issuedAt - account.clockOffset) * 1000,
    lang: words.locale,
  };
  return [account.issuerName, options];
}

/** Returns what is asked: of a payment, its amount, wherever its title takes one from. */
function shownTitle(request: Request): string {
  return paymentOf(request)?.amount ?? request.title;
}

function neutralNotice(
  name: string,
  words: WorkerStrings,
): [title: string, options: NoticeOptions] {
  return [name, { ...PICTURES, body: words.neutral, tag: 'waiting', lang: words.locale }];
}
