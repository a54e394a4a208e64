/** An app on a fake device that enrols at other servers: the runs, a vault, and a person. */
import { createAuthSession } from '../../../src/app/auth-session.ts';
import { createEnrolRun } from '../../../src/app/transfer/enrol.ts';
import { createSignRun } from '../../../src/app/transfer/enrol-sign.ts';
import { createOfferedAccounts } from '../../../src/app/transfer/offered-accounts.ts';
import type { TransferContext } from '../../../src/app/transfer/transfers.ts';
import type { Intent } from '../../../src/core/navigation/route-types.ts';
import type { Signing } from '../../../src/core/transfer/enrol-sign.ts';
import type { Enrolment } from '../../../src/core/transfer/enrol-types.ts';
import { hotp } from '../../../src/protocol/hotp.ts';
import { totp } from '../../../src/protocol/totp.ts';
import { pin } from '../../../src/vault/pin.ts';
import type { Unlocked, Vault } from '../../../src/vault/types.ts';
import { clock } from '../../vault/fake-device.ts';
import { PIN } from '../../vault/scenarios.ts';

export type At<S, Step> = Extract<S, { step: Step }>;

/** Chooses the PIN of an empty vault. */
export async function choosePin(vault: Vault): Promise<void> {
  (await vault.beginPin(pin(PIN), pin(PIN))).lock();
}

/** An app that runs on the vault. */
export function createScene(vault: Vault) {
  const authSession = createAuthSession(vault, () => undefined);
  const offered = createOfferedAccounts();
  const pursued: Intent[] = [];
  const left: string[] = [];
  const waiters: (() => void)[] = [];

  function changed(): void {
    for (const waiter of waiters.splice(0)) waiter();
  }

  const context: TransferContext = {
    vault,
    authSession,
    offered,
    persist: () => Promise.resolve(),
    now: () => clock.now,
    changed,
    leave: (to) => {
      left.push(to);
      changed();
    },
    pursue: (intent) => {
      pursued.push(intent);
      changed();
    },
  };
  const enrolRun = createEnrolRun(context);
  const signRun = createSignRun(context);

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => waiters.push(resolve));
  }

  /** A proof of the confirmed PIN, as the authentication gives it. */
  async function prove(): Promise<number> {
    const unlocked = await vault.unlock(pin(PIN));
    const second = await vault.unlock(pin(PIN));
    await vault.confirmPin({ first: unlocked, second, pictureConfirmed: true });
    return authSession.adopt(unlocked);
  }

  return {
    vault,
    authSession,
    enrolRun,
    signRun,
    pursued,
    left,
    prove,
    until,
    /** Scans a code anywhere, and authenticates. */
    async scan(text: string): Promise<void> {
      offered.keep({ is: text.startsWith('lseqr') ? 'ocra2' : 'two-step', text });
      enrolRun.start(await prove());
    },
    /** Taps the waiting account on Home, and authenticates. */
    async open(account: string): Promise<void> {
      offered.keep({ is: 'waiting', account });
      enrolRun.start(await prove());
    },
    async resume(): Promise<void> {
      enrolRun.start(await prove());
    },
    /** Waits for a step, past the notice before the first account. */
    async at<Step extends Enrolment['step']>(step: Step): Promise<At<Enrolment, Step>> {
      await until(() => [step, 'enrol-notice'].includes(enrolRun.state.step));
      if (enrolRun.state.step === 'enrol-notice' && step !== 'enrol-notice') {
        enrolRun.act({ type: 'notice-read' });
        await until(() => enrolRun.state.step === step);
      }
      return enrolRun.state as At<Enrolment, Step>;
    },
    /** **The page took it**, until Home is there. */
    async accept(): Promise<void> {
      const before = left.length;
      enrolRun.act({ type: 'page-accepted' });
      await until(() => left.length > before || enrolRun.state.step === 'enrol-failed');
    },
    /** Scans a question, reads it, authenticates, and sees the code or why there is none. */
    async sign(text: string): Promise<At<Signing, 'sign-code' | 'sign-failed'>> {
      offered.keep({ is: 'ocra2', text });
      signRun.start(undefined);
      if (signRun.state.step === 'sign-question') {
        const before = pursued.length;
        signRun.act({ type: 'sign-wanted' });
        await until(() => pursued.length > before || signRun.state.step === 'sign-failed');
        if (signRun.state.step === 'sign-question') signRun.start(await prove());
      }
      await until(() => ['sign-code', 'sign-failed'].includes(signRun.state.step));
      return signRun.state as At<Signing, 'sign-code' | 'sign-failed'>;
    },
  };
}

export type Scene = ReturnType<typeof createScene>;

/** The one-time password of an account, as Home shows it. */
export async function codeOf(opened: Unlocked, vault: Vault, id: string): Promise<string> {
  const account = (await vault.snapshot()).accounts.find((each) => each.id === id);
  if (account?.kind !== 'oath' || !account.otp) throw new Error('no such account');
  const hmac = await opened.otp(id);
  const { digits, period } = account.otp;
  return period === undefined
    ? hotp(hmac, await vault.nextCounter(id), digits)
    : totp(hmac, { digits, period }, clock.now / 1000);
}
