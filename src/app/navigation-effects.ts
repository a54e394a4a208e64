/** Performs the effects outside the wizard: accounts, PIN, biometrics, erasing (docs/vault.md). */
import type { Purpose } from '../core/activation/step-parts.ts';
import type { ProofHandle } from '../core/authentication.ts';
import { asTesseraError } from '../core/errors.ts';
import { needsConfirmedPin } from '../core/navigation/moves.ts';
import type { Intent } from '../core/navigation/route-types.ts';
import type { NavigationEffect, NavigationEvent } from '../core/navigation/types.ts';
import type { TransferPurpose } from '../core/transfer/types.ts';
import { toPin } from '../vault/pin.ts';
import { PICTURE_DUE_SETTING } from '../vault/settings.ts';
import type { Vault } from '../vault/types.ts';
import type { AuthSession } from './auth-session.ts';
import { acknowledge } from './clone-alarm.ts';
import type { Requests } from './pending-requests.ts';

export interface NavigationEffectsContext {
  readonly vault: Vault;
  readonly authSession: AuthSession;
  readonly requests: Pick<Requests, 'perform'>;
  /** Called before an account is removed: tells its issuer, if that takes only a moment. */
  readonly leaving: (account: string) => Promise<void>;
  /** What the present authentication is for. */
  readonly intent: () => Intent | undefined;
  readonly startActivation: (purpose: Purpose, proof: ProofHandle | undefined) => void;
  readonly startTransfer: (
    purpose: TransferPurpose,
    proof: ProofHandle | undefined,
  ) => Promise<void>;
  readonly showActivationCode: (account: string) => Promise<void>;
  /** Called after everything was erased: an activation cannot be sealed without the PIN. */
  readonly erased: () => void;
}

export interface NavigationEffects {
  /** Never rejects: what fails is an event too. */
  readonly perform: (
    effect: NavigationEffect,
    signal: AbortSignal,
  ) => Promise<NavigationEvent | undefined>;
}

export function createNavigationEffects(context: NavigationEffectsContext): NavigationEffects {
  const { vault, authSession } = context;

  /** Biometrics need no confirmed PIN, and reset the count of wrong PINs: they replace it. */
  async function changePin(
    effect: Extract<NavigationEffect, { type: 'change-pin' }>,
  ): Promise<NavigationEvent> {
    const [chosen, confirmed] = [toPin(effect.chosen), toPin(effect.confirmed)];
    try {
      const opened = authSession.unlocked(effect.proof);
      authSession.adopt(
        opened.by === 'biometrics'
          ? await vault.resetPin(opened, chosen, confirmed)
          : await vault.changePin(await authSession.confirmedPin(effect.proof), chosen, confirmed),
      );
      return { type: 'done' };
    } catch (thrown) {
      if (asTesseraError(thrown).code === 'PIN_DISAGREES')
        return { type: 'pin-mismatched', proof: effect.proof };
      throw thrown;
    } finally {
      chosen.wipe();
      confirmed.wipe();
    }
  }

  async function createPin(
    effect: Extract<NavigationEffect, { type: 'create-pin' }>,
  ): Promise<NavigationEvent> {
    const [chosen, confirmed] = [toPin(effect.chosen), toPin(effect.confirmed)];
    try {
      const opened = await vault.beginPin(chosen, confirmed);
      const { picture } = opened;
      return { type: 'first-pin-created', proof: authSession.adopt(opened), picture };
    } catch (thrown) {
      if (asTesseraError(thrown).code === 'PIN_DISAGREES') return { type: 'first-pin-mismatched' };
      throw thrown;
    } finally {
      chosen.wipe();
      confirmed.wipe();
    }
  }

  async function enableBiometrics(
    proof: ProofHandle,
    signal: AbortSignal,
  ): Promise<NavigationEvent> {
    try {
      await vault.enableBiometrics(await authSession.confirmedPin(proof), { signal });
      return { type: 'done' };
    } catch (thrown) {
      if (asTesseraError(thrown).code === 'BIOMETRICS_SECOND_TAP')
        return { type: 'second-tap-needed', proof };
      throw thrown;
    }
  }

  async function removeAccount(account: string): Promise<NavigationEvent> {
    await context.leaving(account);
    const { accounts, damaged, pending, enrolling } = await vault.snapshot();
    const others = [...accounts, ...damaged].map(({ id }) => id).filter((id) => id !== account);
    const last = others.length === 0 && !pending && !enrolling;
    // A PIN that protects nothing need not be remembered: both are erased at once, or neither.
    if (last) await erase();
    else await vault.removeAccount(account);
    return { type: 'done' };
  }

  async function erase(): Promise<void> {
    authSession.lock();
    await vault.erase();
    context.erased();
  }

  async function perform(
    effect: NavigationEffect,
    signal: AbortSignal,
  ): Promise<NavigationEvent | undefined> {
    switch (effect.type) {
      case 'start-activation':
        context.startActivation(effect.purpose, effect.proof);
        return undefined;
      case 'start-transfer':
        await context.startTransfer(effect.purpose, effect.proof);
        return undefined;
      case 'create-pin':
        return createPin(effect);
      case 'keep-picture-learnt':
        // A picture that could not be noted as learnt is shown once more.
        await vault.setSetting(PICTURE_DUE_SETTING, undefined).catch(() => undefined);
        return undefined;
      case 'show-activation-code':
        await context.showActivationCode(effect.account);
        return { type: 'wizard-opened' };
      case 'open-request':
      case 'answer-request':
        return context.requests.perform(effect);
      case 'acknowledge-approvals':
        await acknowledge(vault, effect.account, effect.approvals);
        return undefined;
      case 'remove-account':
        return removeAccount(effect.account);
      case 'rename-account':
        await vault.rename(effect.account, effect.name);
        return undefined;
      case 'reorder-accounts':
        await vault.reorder(effect.accounts);
        return undefined;
      case 'change-pin':
        return changePin(effect);
      case 'enable-biometrics':
        return enableBiometrics(effect.proof, signal);
      case 'disable-biometrics':
        await vault.disableBiometrics();
        return { type: 'done' };
      case 'authorise-new-pin':
        return {
          type: 'new-pin-allowed',
          proof: authSession.adopt(await vault.unlockWithBiometrics(signal)),
        };
      case 'erase':
        await erase();
        return { type: 'done' };
      case 'wipe-pin':
        toPin(effect.pin).wipe();
        return undefined;
      case 'lock':
        authSession.lock();
        return undefined;
      case 'check-pin':
      case 'check-biometrics':
      case 'confirm-picture':
      case 'forget-proof':
        return authSession.perform(effect, isForWrite(context.intent()), signal);
      default:
        return effect satisfies never;
    }
  }

  return {
    perform: (effect, signal) =>
      perform(effect, signal).catch((thrown: unknown) => toFailure(thrown, effect)),
  };
}

function isForWrite(intent: Intent | undefined): boolean {
  return intent !== undefined && needsConfirmedPin(intent);
}

function toFailure(thrown: unknown, effect: NavigationEffect): NavigationEvent {
  const { code } = asTesseraError(thrown);
  if (effect.type === 'rename-account')
    return { type: 'account-refused', account: effect.account, code };
  if (effect.type === 'confirm-picture') return { type: 'proof-refused', problem: { code } };
  return { type: 'failed', code };
}
