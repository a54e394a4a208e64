/** Performs those of the wizard's effects that choose a PIN, replace it or turn biometrics on. */
import type { BiometricsOffer, WaitingView } from '../core/activation/step-parts.ts';
import type { ActivationEffect, ActivationEvent } from '../core/activation/types.ts';
import { asTesseraError, TesseraError } from '../core/errors.ts';
import type { Pin } from '../vault/pin.ts';
import { toPin } from '../vault/pin.ts';
import type { NewAccount, Vault } from '../vault/types.ts';
import type { AuthSession } from './auth-session.ts';

type EffectOf<T extends ActivationEffect['type']> = Extract<ActivationEffect, { readonly type: T }>;

interface PinContext {
  readonly vault: Vault;
  readonly authSession: AuthSession;
  readonly biometricsOffer: () => BiometricsOffer;
}

/** The accounts whose second message was read, by their handles. */
interface OpenedAccounts {
  readonly opened: (handle: number) => NewAccount;
  /** Returns what is shown of one that is in the vault, and drops its handle. */
  readonly sealed: (handle: number) => Promise<WaitingView>;
}

/** What another entry of the PIN mends is an event, everything else is thrown. */
export interface PinEffects {
  readonly createVault: (effect: EffectOf<'create-vault'>) => Promise<ActivationEvent>;
  readonly authoriseNewPin: (signal: AbortSignal) => Promise<ActivationEvent | undefined>;
  readonly renewPin: (effect: EffectOf<'renew-pin'>) => Promise<ActivationEvent>;
  readonly enableBiometrics: (signal: AbortSignal) => Promise<ActivationEvent>;
}

export function createPinEffects(
  { vault, authSession, biometricsOffer }: PinContext,
  { opened, sealed }: OpenedAccounts,
): PinEffects {
  return {
    createVault: (effect) =>
      withPins(effect, async (chosen, confirmed) => {
        const unlocked = await vault.createPin(chosen, confirmed, opened(effect.opened));
        authSession.adopt(unlocked);
        const first = { picture: unlocked.picture, biometrics: biometricsOffer() };
        return { type: 'sealed', waiting: await sealed(effect.opened), first };
      }),
    async authoriseNewPin(signal) {
      const unlocked = await vault.unlockWithBiometrics(signal);
      if (signal.aborted) {
        unlocked.lock();
        return undefined;
      }
      return { type: 'new-pin-allowed', proof: authSession.adopt(unlocked) };
    },
    renewPin: (effect) =>
      withPins(effect, async (chosen, confirmed) => {
        const renewed = await vault.resetPin(authSession.unlocked(effect.proof), chosen, confirmed);
        return { type: 'pin-renewed', proof: authSession.adopt(renewed) };
      }),
    async enableBiometrics(signal) {
      if (!authSession.current) throw new TesseraError('LOCKED');
      await vault.enableBiometrics(await vault.confirmPin({ first: authSession.current }), {
        signal,
      });
      return { type: 'biometrics-enabled' };
    },
  };
}

/** Overwrites both entries in the end. */
async function withPins(
  effect: EffectOf<'create-vault' | 'renew-pin'>,
  use: (chosen: Pin, confirmed: Pin) => Promise<ActivationEvent>,
): Promise<ActivationEvent> {
  const [chosen, confirmed] = [toPin(effect.chosen), toPin(effect.confirmed)];
  try {
    return await use(chosen, confirmed);
  } catch (thrown) {
    const { code } = asTesseraError(thrown);
    if (code === 'PIN_DISAGREES') return { type: 'pin-mismatched' };
    if (code === 'PIN_WRONG' && effect.type === 'create-vault')
      return { type: 'pin-mismatched', earlier: true };
    throw thrown;
  } finally {
    chosen.wipe();
    confirmed.wipe();
  }
}
