/** A full life of a vault, recorded: activations, codes, changes of PIN, slips, kills, restarts. */
import { sha256 } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { totp } from '../../src/protocol/totp.ts';
import { pin } from '../../src/vault/pin.ts';
import type { Unlocked, Vault } from '../../src/vault/types.ts';
import type { Activation } from './activation-fixtures.ts';
import { authenticator, published, scanFirst } from './activation-fixtures.ts';
import { boot, clock, killedAt, reboot, reset } from './fake-device.ts';
import type { Recording } from './recorded-storage.ts';
import { startRecording } from './recorded-storage.ts';
import { PIN, twoEntries } from './scenarios.ts';

export interface Life {
  readonly recording: Recording;
  /** The PIN at the end. */
  readonly pin: string;
  /** Accounts that the vault has at the end. */
  readonly accounts: readonly Activation[];
}

/** `[first PIN, second PIN, last PIN]` */
const PINS = [PIN, '9163', '7305'] as const;

export async function liveFully(): Promise<Life> {
  reset();
  const { recording, stop } = startRecording();
  const biometrics = authenticator();
  const start = (): Promise<Vault> => boot({ biometrics });
  const [one, two, three] = [await published(0), await published(1), await published(4)];

  await activateFirst(start, one);
  let vault = await start();
  await vault.acceptAccount(one.id);
  await vault.history.turn(true);
  let session = await vault.unlock(pin(PINS[0]));
  await showCodes(vault, session, one);
  await slip(vault, PINS[0]);

  await vault.enableBiometrics(await twoEntries(vault, PINS[0]));
  await showCodes(vault, await vault.unlockWithBiometrics(), one);
  await vault.changePin(await twoEntries(vault, PINS[0]), pin(PINS[1]), pin(PINS[1]));
  await vault.disableBiometrics();
  vault.close();
  reboot();

  await activateFurther(start, two, PINS[1]);
  vault = await start();
  await vault.acceptAccount(two.id);
  await vault.rename(two.id, 'Household');
  await vault.setSetting('language', 'de');
  session = await vault.changePin(await twoEntries(vault, PINS[1]), pin(PINS[2]), pin(PINS[2]));
  await showCodes(vault, session, two);
  vault.close();
  reboot();

  await activateFurther(start, three, PINS[2], one.id);
  vault = await start();
  await vault.acceptAccount(three.id);
  await showCodes(vault, await vault.unlock(pin(PINS[2])), three);
  await slip(vault, PINS[2]);
  vault.close();
  stop();
  return { recording, pin: PINS[2], accounts: [two, three] };
}

/** Killed at every moment on the way, and begun again each time. */
async function activateFirst(start: () => Promise<Vault>, known: Activation): Promise<void> {
  for (let n = 1, killed = true; killed; n++) {
    const vault = await start();
    if ((await vault.snapshot()).accounts.length > 0) return vault.close();
    await scanFirst(vault, known);
    const chosen = () => vault.createPin(pin(PINS[0]), pin(PINS[0]), known.account());
    killed = await killedAt(n, chosen);
    vault.close();
  }
}

async function activateFurther(
  start: () => Promise<Vault>,
  known: Activation,
  digits: string,
  replaces?: string,
): Promise<void> {
  for (let n = 1, killed = true; killed; n++) {
    const vault = await start();
    if ((await vault.snapshot()).accounts.some(({ id }) => id === known.id)) return vault.close();
    await scanFirst(vault, known);
    const proof = await twoEntries(vault, digits);
    killed = await killedAt(n, () => vault.sealAccount(proof, known.account(replaces)));
    vault.close();
  }
}

/** One-time passwords and the code of an answered request, as a screen shows them. */
async function showCodes(vault: Vault, session: Unlocked, known: Activation): Promise<void> {
  const hmac = await session.otp(known.id);
  for (let i = 0; i < 3; i++) {
    await totp(hmac, known.policy, Math.floor(clock.now / 1000));
    clock.now += known.policy.period * 1000;
  }
  const request = {
    accountId: known.id,
    requestId: crypto.getRandomValues(new Uint8Array(8)),
    message: crypto.getRandomValues(new Uint8Array(90)),
    expiresAt: Math.floor(clock.now / 1000) + 300,
    subject: { kind: 'login', title: 'Log in to Time sheets' },
  } as const;
  await vault.keepRequest(request);
  const hash = await sha256(request.message);
  const at = Math.floor(clock.now / 1000);
  await vault.answers.record({ ...request, hash, state: 'leaving', at });
  const suite = responseSuite('OCRA-1:HOTP-SHA256-8:QH64');
  await responseCode(await session.sign(known.id), suite, request.message);
  await vault.answerRequest(request, 'approved');
  session.lock();
}

/** A person who mistypes, then does not. */
async function slip(vault: Vault, digits: string): Promise<void> {
  const mistyped = digits.slice(0, 3) + String((Number(digits[3]) + 1) % 10);
  await vault.unlock(pin(mistyped)).then(
    (session) => session.lock(),
    () => undefined,
  );
  (await vault.unlock(pin(digits))).lock();
}
