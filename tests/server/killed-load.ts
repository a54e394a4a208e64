/**
 * Load for a service that is killed: a site's journeys over every POST of the API, each call with
 * or without an Idempotency-Key and repeated until it is answered, and what was acknowledged.
 */
import { randomUUID } from 'node:crypto';

import { readText } from '../../src/core/codec/message-text.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Account } from '../issuer/issuer-fixture.ts';
import { phone, wrongOtp } from '../issuer/issuer-fixture.ts';

const RETRY_MS = 100;
/** Within it no activation and no request expires. */
const SHORTEST_LIFETIME_MS = 300_000;
/** Answers that say nothing of the call: it is to come again. */
const AGAIN = [429, 503];

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** It had an Idempotency-Key. */
  readonly isKeyed: boolean;
  /** How many tries of it were sent and not answered: each may have been done. */
  readonly unheard: number;
}

/** What must be there at the end. */
interface Fact {
  readonly path: string;
  readonly answer: Answered;
  /** What the site calls it. */
  readonly name: string;
}

export interface Journey {
  readonly owner: string;
  /** Devices that became active, the last one of them still so. */
  readonly devices: string[];
  /** Requests that were approved. */
  readonly approved: { readonly id: string; readonly reference: string }[];
  readonly facts: Fact[];
}

export interface Site {
  /** Where a call may go, one of them at random; some may be down. */
  readonly origins: readonly string[];
  readonly key: string;
  /** 0 to 1. */
  readonly random: () => number;
  /** The routes that were called. */
  readonly routes: Set<string>;
}

const seconds = () => Math.floor(Date.now() / 1000);
const pause = () => new Promise((resolve) => setTimeout(resolve, RETRY_MS));

/** One call of the API; undefined where no answer came. */
async function call(
  { origins, key, random }: Site,
  method: string,
  path: string,
  more: { readonly body?: object; readonly once?: string } = {},
): Promise<{ status: number; body: Record<string, unknown> } | undefined> {
  const origin = origins[Math.floor(random() * origins.length)]!;
  try {
    const answer = await fetch(`${origin}/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(more.body && { 'Content-Type': 'application/json' }),
        ...(more.once !== undefined && { 'Idempotency-Key': more.once }),
      },
      ...(more.body && { body: JSON.stringify(more.body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Reads until somebody answers. */
export async function read(site: Site, path: string): Promise<Record<string, unknown>> {
  for (;;) {
    const answer = await call(site, 'GET', path);
    if (answer?.status === 200) return answer.body;
    if (answer && !AGAIN.includes(answer.status))
      throw new Error(`${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    await pause();
  }
}

/** What an answer says, but for the id of the HTTP request. */
const said = ({ status, body: { instance: _, ...body } }: Pick<Answered, 'status' | 'body'>) =>
  JSON.stringify([status, body]);

/**
 * Posts until an answer comes. With a key it is posted once more, and has to get the same answer.
 * @throws Error where a second answer is another one
 */
async function post(site: Site, path: string, body: object): Promise<Answered> {
  site.routes.add(path.replace(/(?<=\/)(?:[0-9a-f]{16}|load-[^/]+)/g, '{}'));
  const once = site.random() < 0.5 ? randomUUID() : undefined;
  const more = { body, ...(once !== undefined && { once }) };
  let unheard = 0;
  const heard = async () => {
    for (;;) {
      const answer = await call(site, 'POST', path, more);
      if (answer === undefined) unheard++;
      else if (!AGAIN.includes(answer.status) && answer.body['reason'] !== 'IDEMPOTENCY_BUSY')
        return answer;
      await pause();
    }
  };
  const first = await heard();
  const answered = { ...first, isKeyed: once !== undefined, unheard };
  if (once !== undefined) {
    const again = await heard();
    if (said(again) !== said(first))
      throw new Error(`${path} was answered ${said(first)}, then ${said(again)}`);
  }
  return answered;
}

/**
 * One person's way through everything that a site may post; undefined where the machine was so slow
 * that something expired.
 */
export async function travel(site: Site): Promise<Journey | undefined> {
  const startedAt = Date.now();
  try {
    return await travelWithin(site);
  } catch (thrown) {
    if (thrown instanceof Expired && Date.now() - startedAt > SHORTEST_LIFETIME_MS)
      return undefined;
    throw thrown;
  }
}

/** An answer told that the time of something has run out. */
class Expired extends Error {}

async function travelWithin(site: Site): Promise<Journey> {
  const owner = `load-${randomUUID()}`;
  const journey: Journey = { owner, devices: [], approved: [], facts: [] };
  const does = async (name: string, path: string, body: object): Promise<Answered> => {
    const answer = await post(site, path, body);
    journey.facts.push({ path, answer, name });
    return answer;
  };

  const begun = granted(await does('begun', `/owners/${owner}/activations`, { label: owner }));
  const { device, account } = await activate(does, journey, begun);

  const wrong = await wrongOtp(account, seconds());
  await does('wrong', `/devices/${device}/verify-otp`, { code: wrong });
  const otp = { code: await account.otpAt(seconds()) };
  // Each way at least once, however few the journeys are.
  const wasAsked = site.routes.has('/owners/{}/verify-otp');
  const way = wasAsked && site.random() < 0.5 ? `/devices/${device}` : `/owners/${owner}`;
  expectOnce(await does('right', `${way}/verify-otp`, otp), 'CODE_USED');
  granted(await does('unpaused', `/devices/${device}/unpause`, {}));

  for (const whom of [`/owners/${owner}`, `/devices/${device}`]) {
    const reference = randomUUID();
    const payment = { amount: '129.90', currency: 'EUR', payee: 'Kato Bikes' };
    const ask = { kind: 'transaction', payment, reference, locale: 'en' };
    const { id, text } = granted(await does(reference, `${whom}/requests`, ask));
    const code = await responseTo(account, readText(String(text)));
    granted(await does('approved', `/requests/${String(id)}/response-code`, { code }));
    journey.approved.push({ id: String(id), reference });
  }

  granted(await does('deactivation', `/devices/${device}/deactivation`, {}));
  const next = granted(
    await does('begun', `/devices/${device}/replacement`, { by: 'identification' }),
  );
  await activate(does, journey, next);
  await serveItself(does);
  return journey;
}

type Does = (name: string, path: string, body: object) => Promise<Answered>;

async function activate(
  does: Does,
  journey: Journey,
  begun: Answered['body'],
): Promise<{ device: string; account: Account }> {
  const at = `/activations/${String(begun['id'])}`;
  const holder = await phone(readText(String(begun['text'])));
  const bound = granted(await does('bound', `${at}/device-code`, { code: holder.deviceCode }));
  const account = await holder.scan(readText(String(bound['text'])));
  const confirmed = await does('confirmed', `${at}/activation-code`, {
    code: account.activationCode,
  });
  expectOnce(confirmed, 'WRONG_STATE');
  const device = String(begun['id']);
  journey.devices.push(device);
  return { device, account };
}

/** What a site posts for its own machinery. */
async function serveItself(does: Does): Promise<void> {
  const ticket = { may: ['otp'], origin: 'https://shop.example', lifetime: 600 };
  granted(await does('ticket', '/tickets', { ...ticket, owner: 'load-ticket' }));
  const name = randomUUID();
  granted(await does(name, '/keys', { name, scopes: ['devices'] }));
  const url = `https://hooks.example/${randomUUID()}`;
  const made = await does(url, '/endpoints', { url, types: ['owner.erased'] });
  if (!isOneTooMany(made)) granted(made);
  await does('retried', '/deliveries/0123456789abcdef/retry', {});
}

/** An endpoint more than may be: a long run comes to so many. */
export function isOneTooMany({ body }: Answered): boolean {
  return body['reason'] === 'ENDPOINT_LIMIT';
}

function granted(answered: Answered): Answered['body'] {
  if (answered.body['reason'] === 'EXPIRED') throw new Expired('too early');
  if (answered.status >= 300) throw new Error(`refused: ${JSON.stringify(answered)}`);
  return answered.body;
}

/** Granted, or refused as done before where an answer got lost of a call without a key. */
function expectOnce(answer: Answered, reason: string): void {
  const mayBeDone = answer.unheard > 0 && !answer.isKeyed;
  if (mayBeDone && answer.body['reason'] === reason) return;
  granted(answer);
}
