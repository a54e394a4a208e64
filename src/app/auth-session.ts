/** Performs authentications, confirms PINs, keeps the unlocked session (docs/vault.md, rule 2). */
import type {
  AuthenticationEffect,
  AuthenticationEvent,
  ProofHandle,
} from '../core/authentication.ts';
import { asTesseraError, TesseraError } from '../core/errors.ts';
import { PinError } from '../vault/attempts.ts';
import { drawPictures } from '../vault/picture-choice.ts';
import { Pin } from '../vault/pin.ts';
import type { ConfirmedPin } from '../vault/pin-confirmation.ts';
import type { Vault } from '../vault/types.ts';
import type { Unlocked } from '../vault/unlocked.ts';
import { haveSameRoot } from '../vault/unlocked.ts';
import { HandleTable } from './handle-table.ts';

interface Proof {
  readonly unlocked: Unlocked;
  /** Another entry that agrees with it; absent once the person confirmed the picture. */
  readonly second?: Unlocked;
}

export interface AuthSession {
  /** The unlocked vault, while the session lasts. */
  readonly current: Unlocked | undefined;
  /** Takes over what `createPin` or `changePin` returned: its PIN is confirmed already. */
  readonly adopt: (unlocked: Unlocked) => ProofHandle;
  /** `needsConfirmedPin`: something is written under the PIN, or keys are read out with it. */
  readonly perform: (
    effect: AuthenticationEffect,
    needsConfirmedPin: boolean,
    signal: AbortSignal,
  ) => Promise<AuthenticationEvent | undefined>;
  /** A proof of the unlocked session, where its PIN is confirmed. */
  readonly confirmedSession: () => ProofHandle | undefined;
  /** Returns true while an earlier proof is valid. */
  readonly isValid: (handle: ProofHandle | undefined) => boolean;
  /** @throws TesseraError LOCKED if the proof is gone, WRONG_STATE if the PIN is not confirmed */
  readonly confirmedPin: (handle: ProofHandle) => Promise<ConfirmedPin>;
  /** The unlocked vault of a proof. @throws TesseraError LOCKED */
  readonly unlocked: (handle: ProofHandle) => Unlocked;
  /** Drops every key. */
  readonly lock: () => void;
}

/** `onUnlocked` is called when a session begins or changes. */
export function createAuthSession(
  vault: Vault,
  onUnlocked: (session: Pick<Unlocked, 'picture' | 'by'>) => void,
): AuthSession {
  let current: Unlocked | undefined;
  /** A picture of a PIN has been on the screen since the lock: finding it is no test. */
  let pictureShown = false;
  /** Entries that another one disagreed with: they confirm nothing. */
  const doubtful = new WeakSet<Unlocked>();
  const handles = new HandleTable<Proof>();

  function adopt(unlocked: Unlocked): void {
    if (current && current !== unlocked) current.lock();
    current = unlocked;
    pictureShown = true;
    onUnlocked(unlocked);
  }

  function proofOf(handle: ProofHandle): Proof {
    const proof = handles.see(handle);
    if (!proof || proof.unlocked.locked) throw new TesseraError('LOCKED');
    return proof;
  }

  function given(proof: Proof, lacking: 'nothing' | 'entry' | 'picture'): AuthenticationEvent {
    if (lacking === 'nothing') adopt(proof.unlocked);
    return {
      type: 'proof-given',
      proof: handles.keep(proof),
      picture: proof.unlocked.picture,
      lacking,
    };
  }

  /** Asks which picture is the person's, once until the lock. */
  function askWhich(unlocked: Unlocked): AuthenticationEvent {
    pictureShown = true;
    const pictures = drawPictures(unlocked.picture);
    return { type: 'proof-given', proof: handles.keep({ unlocked }), pictures, lacking: 'choice' };
  }

  /** Confirms an entry by the picture that was chosen among nine; a wrong choice ends it. */
  async function judgeChoice(
    handle: ProofHandle,
    chosenPicture: number,
  ): Promise<AuthenticationEvent> {
    const { unlocked } = proofOf(handle);
    handles.take(handle);
    try {
      await vault.confirmPin({ first: unlocked, chosenPicture });
      return given({ unlocked }, 'nothing');
    } catch (thrown) {
      unlocked.lock();
      const problem = problemOf(thrown);
      const wrong = problem.code === 'PIN_DISAGREES';
      return { type: 'proof-refused', problem: wrong ? { ...problem, by: 'picture' } : problem };
    }
  }

  /** Compares an entry with an earlier one of this authentication, or with the session's. */
  async function compare(
    unlocked: Unlocked,
    earlier: Unlocked | undefined,
  ): Promise<AuthenticationEvent> {
    const session = current && !current.locked && !doubtful.has(current) ? current : undefined;
    const second = earlier ?? session;
    if (unlocked.confirmed) return given({ unlocked }, 'nothing');
    if (!second) return pictureShown ? given({ unlocked }, 'entry') : askWhich(unlocked);
    if (await haveSameRoot(unlocked, second)) {
      if (!second.confirmed) return given({ unlocked, second }, 'picture');
      await vault.confirmPin({ first: unlocked, second });
      return given({ unlocked }, 'nothing');
    }
    doubtful.add(second);
    if (second.by !== 'biometrics') {
      unlocked.lock();
      return { type: 'proof-refused', problem: { code: 'PIN_DISAGREES' } };
    }
    // PIN and biometric slot disagree: the vault drops the slot and reports it.
    await vault.confirmPin({ first: unlocked, second }).finally(() => unlocked.lock());
    return { type: 'proof-refused', problem: { code: 'BIOMETRICS_CHANGED' } };
  }

  async function check(
    unlock: () => Promise<Unlocked>,
    effect: { readonly needsConfirmedPin: boolean; readonly agreeWith?: ProofHandle | undefined },
    signal: AbortSignal,
  ): Promise<AuthenticationEvent | undefined> {
    let unlocked: Unlocked | undefined;
    try {
      unlocked = await unlock();
      if (signal.aborted) {
        unlocked.lock();
        return undefined;
      }
      if (!effect.needsConfirmedPin) return given({ unlocked }, 'nothing');
      const earlier =
        effect.agreeWith === undefined ? undefined : proofOf(effect.agreeWith).unlocked;
      return await compare(unlocked, earlier);
    } catch (thrown) {
      unlocked?.lock();
      return { type: 'proof-refused', problem: problemOf(thrown) };
    }
  }

  return {
    get current() {
      return current && !current.locked ? current : undefined;
    },
    adopt(unlocked) {
      adopt(unlocked);
      return handles.keep({ unlocked });
    },
    async perform(effect, needsConfirmedPin, signal) {
      switch (effect.type) {
        case 'check-pin': {
          const { pin, agreeWith } = effect;
          if (!(pin instanceof Pin)) throw new TesseraError('UNEXPECTED');
          return check(
            () => vault.unlock(pin).finally(() => pin.wipe()),
            { needsConfirmedPin, agreeWith },
            signal,
          );
        }
        case 'check-biometrics':
          return check(() => vault.unlockWithBiometrics(signal), { needsConfirmedPin }, signal);
        case 'confirm-picture': {
          if (effect.chosen !== undefined) return judgeChoice(effect.proof, effect.chosen);
          const { unlocked, second } = proofOf(effect.proof);
          if (second) await vault.confirmPin({ first: unlocked, second, pictureConfirmed: true });
          handles.take(effect.proof);
          return given({ unlocked }, 'nothing');
        }
        case 'forget-proof': {
          const proof = handles.take(effect.proof);
          if (proof && proof.unlocked !== current) proof.unlocked.lock();
          if (proof?.second) doubtful.add(proof.second);
          return undefined;
        }
      }
    },
    confirmedSession: () =>
      current?.confirmed === true && !current.locked
        ? handles.keep({ unlocked: current })
        : undefined,
    isValid: (handle) => handle !== undefined && handles.see(handle)?.unlocked.locked === false,
    async confirmedPin(handle) {
      return vault.confirmPin({ first: proofOf(handle).unlocked });
    },
    unlocked: (handle) => proofOf(handle).unlocked,
    lock() {
      for (const { unlocked, second } of handles.everything()) {
        unlocked.lock();
        second?.lock();
      }
      handles.clear();
      pictureShown = false;
      current?.lock();
      current = undefined;
    },
  };
}

function problemOf(thrown: unknown) {
  if (thrown instanceof PinError)
    return thrown.code === 'PIN_WAIT'
      ? ({ code: 'PIN_WAIT', until: thrown.until } as const)
      : ({ code: 'PIN_WRONG', left: thrown.left } as const);
  return { code: asTesseraError(thrown).code };
}
