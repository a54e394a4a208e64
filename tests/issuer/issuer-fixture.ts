/**
 * An issuer under test with a clock that stands still, and an authenticator that answers it through
 * the protocol's other side.
 */
import type { SecondMessage } from '../../src/core/codec/messages.ts';
import type { Begun } from '../../src/issuer/begin.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import type { IssuerOptions } from '../../src/issuer/issuer-options.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { Granted, Outcome, Refusal } from '../../src/issuer/outcome.ts';
import { generateIssuerKey } from '../../src/issuer/signing-key.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { NO_TRIES } from '../../src/issuer/tries.ts';
import { activationCode, formatActivationCode } from '../../src/protocol/activation-code.ts';
import { createDeviceCode, formatDeviceCode } from '../../src/protocol/device-code.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { hashOf, webHmac } from '../../src/protocol/hmac.ts';
import type { ActivationKeys } from '../../src/protocol/key-schedule.ts';
import { readSecondMessage } from '../../src/protocol/second-message.ts';
import { totp } from '../../src/protocol/totp.ts';
import { withCheapDerivations } from './cheap-derivations.ts';
import { checkingReasons } from './reasons.ts';
import { independentHotp } from './simulated-phone.ts';

export const START = 1_790_000_010;

export const issuerKey = await generateIssuerKey();

export interface IssuerFixture {
  readonly issuer: Issuer;
  readonly store: IssuerStore;
  readonly clock: { now: number };
}

/** Its derivations are cheap, unless options say how they are made. */
export function createIssuerFixture(options: Partial<IssuerOptions> = {}): IssuerFixture {
  const clock = { now: START };
  const store = atClock(options.store ?? createMemoryStore(), () => clock.now);
  const make = () =>
    createIssuer({
      name: 'Northwind Bank',
      key: issuerKey,
      now: () => clock.now,
      ...options,
      store,
    });
  const issuer = options.derivations === undefined ? withCheapDerivations(make) : make();
  return { issuer: checkingReasons(issuer), store, clock };
}

/** The same store, whose clock is the issuer's. */
function atClock<Store extends IssuerStore>(store: Store, now: () => number): Store {
  return new Proxy(store, {
    get: (of, name, self) =>
      name === 'clock' ? () => Promise.resolve(now()) : (Reflect.get(of, name, self) as unknown),
  });
}

/** What a phone holds after the second scan. */
export interface Phone {
  readonly deviceCode: string;
  readonly otherDeviceCode: string;
  readonly scan: (secondMessage: Uint8Array) => Promise<Account>;
}

export interface Account {
  readonly message: SecondMessage;
  readonly keys: ActivationKeys;
  readonly activationCode: string;
  readonly otpAt: (unixSeconds: number) => Promise<string>;
}

/** Scans a first message; shows one device code, and knows another that would be valid too. */
export async function phone(firstMessage: Uint8Array): Promise<Phone> {
  const { message: first, h1 } = await readFirstMessage(firstMessage);
  const { c9, code } = await createDeviceCode(first.secret, h1);
  const other = await createDeviceCode(first.secret, h1);
  return {
    deviceCode: formatDeviceCode(code),
    otherDeviceCode: formatDeviceCode(other.code),
    async scan(secondMessage) {
      const { message, keys } = await readSecondMessage(secondMessage, { first, h1, c9 });
      const hmac = await webHmac(hashOf(message.otp.algorithm), keys.otp);
      return {
        message,
        keys,
        activationCode: formatActivationCode(await activationCode(keys.confirm, h1, secondMessage)),
        otpAt: (seconds) => totp(hmac, message.otp, seconds),
      };
    },
  };
}

/** Another code of the same form: the last symbol turned by one. */
export function mistyped(code: string): string {
  const last = code.at(-1)!;
  const symbols = /^\d[\d ]*$/.test(code) ? '01234567890' : '0123456789ABCDEFGHJKMNPQRSTVWXYZ0';
  return code.slice(0, -1) + symbols[symbols.indexOf(last) + 1]!;
}

export function granted<T extends object>(outcome: Outcome<T>): Granted & T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome;
}

export function refused(outcome: Outcome): Refusal {
  if (outcome.ok) throw new Error('was granted');
  return outcome;
}

export interface Bound {
  readonly id: string;
  readonly phone: Phone;
  readonly account: Account;
  readonly secondMessage: Uint8Array;
}

/** An activation up to CODE_BOUND. */
export async function bind(
  { issuer }: Pick<IssuerFixture, 'issuer'>,
  begun: Begun,
): Promise<Bound> {
  const holder = await phone(begun.firstMessage);
  const { secondMessage } = granted(await issuer.acceptDeviceCode(begun.id, holder.deviceCode));
  return { id: begun.id, phone: holder, account: await holder.scan(secondMessage), secondMessage };
}

/** An activation up to ACTIVE. */
export async function activate(at: Pick<IssuerFixture, 'issuer'>, begun?: Begun): Promise<Bound> {
  const bound = await bind(at, begun ?? granted(await at.issuer.begin({ owner: 'customer' })));
  granted(await at.issuer.confirm(bound.id, bound.account.activationCode));
  return bound;
}

/** Sets the number of wrong answers in all; none of them is in a row. */
export async function setTotal(
  { store }: Pick<IssuerFixture, 'store'>,
  id: string,
  total: number,
): Promise<void> {
  const instance = (await store.instance(id))!;
  const row = { ...instance, version: instance.version + 1, tries: { ...NO_TRIES, total } };
  if (!(await store.commit([{ table: 'instances', row }]))) throw new Error('was overtaken');
}

/** A code of the right length that is of no step that a clock is looked for in. */
export function wrongOtp(account: Account, now: number): Promise<string> {
  return Promise.resolve(wrongOtpOfAll([account], now));
}

/** Such a code of several accounts with one policy. */
export function wrongOtpOfAll(accounts: readonly Account[], now: number): string {
  const right = new Set(accounts.flatMap((account) => rightOtps(account, now)));
  const { digits } = accounts[0]!.message.otp;
  for (let number = 0; ; number++) {
    const code = String(number).padStart(digits, '0');
    if (!right.has(code)) return code;
  }
}

/** Codes within 61 steps of 30 s of `now`, by node:crypto: WebCrypto takes four times as long. */
function rightOtps({ message, keys }: Account, now: number): readonly string[] {
  return Array.from({ length: 2 * 61 + 1 }, (_, i) => {
    const step = Math.floor((now + (i - 61) * 30) / message.otp.period);
    return independentHotp(message.otp, keys.otp, step);
  });
}
