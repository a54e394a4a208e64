/** Performs the wizard's effects: messages read and sealed; every failure is an event. */
import type { BiometricsOffer, PendingView, WaitingView } from '../core/activation/step-parts.ts';
import type { ActivationEffect, ActivationEvent } from '../core/activation/types.ts';
import { toHex } from '../core/codec/bytes.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { asTesseraError, TesseraError } from '../core/errors.ts';
import type { VerifiedFirstMessage } from '../protocol/first-message.ts';
import { toPin } from '../vault/pin.ts';
import { DROPPED_SETTING, PICTURE_DUE_SETTING } from '../vault/settings.ts';
import type { NewAccount, Vault } from '../vault/types.ts';
import type { FirstMessageContext } from './accept-first-message.ts';
import { keepFirst, pendingView, readFirst } from './accept-first-message.ts';
import type { Opening } from './accept-second-message.ts';
import { openSecond, wipeNewAccount } from './accept-second-message.ts';
import { toFailure } from './activation-failure.ts';
import type { AuthSession } from './auth-session.ts';
import { HandleTable } from './handle-table.ts';
import { createKeptFirstMessage } from './kept-first-message.ts';
import type { Notifications } from './notifications/notifications.ts';
import { droppedLoss, findLoss } from './pending-loss.ts';
import { createPinEffects } from './pin-effects.ts';
import type { TrustedIssuer } from './trusted-issuers.ts';

export interface ActivationContext {
  readonly vault: Vault;
  readonly authSession: AuthSession;
  readonly notifications: Pick<Notifications, 'offered' | 'allow' | 'decline'>;
  readonly trustedIssuers: readonly TrustedIssuer[];
  readonly now: () => number;
  /** What the biometrics step may offer. */
  readonly biometricsOffer: () => BiometricsOffer;
  /** Asks the browser to keep what is stored. */
  readonly persist: () => Promise<unknown>;
  /** Opens a request that was scanned instead of an activation, and shows it. */
  readonly openRequest: (message: MessageOf<'channel'>, signal: AbortSignal) => Promise<void>;
  /** The wizard has ended: Home is shown. */
  readonly leave: () => void;
}

export interface ActivationEffects {
  /** Never rejects: what fails is an event too. */
  readonly perform: (
    effect: ActivationEffect,
    signal: AbortSignal,
  ) => Promise<ActivationEvent | undefined>;
  /** Returns the event that resumes the pending activation, or says that it was dropped. */
  readonly resume: () => Promise<ActivationEvent | undefined>;
  /** Returns the event that shows a waiting account's code again. */
  readonly waiting: (account: string) => Promise<ActivationEvent>;
}

export function createActivationEffects(context: ActivationContext): ActivationEffects {
  const { vault, authSession } = context;
  const candidates = new HandleTable<VerifiedFirstMessage>();
  const kept = createKeptFirstMessage();
  const openedMessages = new HandleTable<Opening>(({ account }) => wipeNewAccount(account));
  const messages: FirstMessageContext = { ...context, candidates, kept };

  async function waitingView(id: string): Promise<WaitingView> {
    const account = (await vault.snapshot()).accounts.find((each) => each.id === id);
    if (!account) throw new TesseraError('UNKNOWN_ACCOUNT');
    return { account: id, issuerName: account.issuerName, code: await vault.activationCode(id) };
  }

  function openingOf(handle: number): Opening {
    const opening = openedMessages.see(handle);
    if (!opening) throw new TesseraError('UNKNOWN_ACTIVATION');
    return opening;
  }

  const opened = (handle: number): NewAccount => openingOf(handle).account;
  async function sealed(handle: number): Promise<WaitingView> {
    const { account, clocks } = openingOf(handle);
    const view = await waitingView(toHex(account.first.activationId));
    openedMessages.drop(handle);
    kept.forget();
    return { ...view, ...(clocks && { clocks }) };
  }

  async function readSecond(
    effect: Extract<ActivationEffect, { type: 'read-second' }>,
    signal: AbortSignal,
  ): Promise<ActivationEvent | undefined> {
    const opening = await openSecond(messages, effect.message);
    const { pin, accounts, damaged, biometrics } = await vault.snapshot();
    if (signal.aborted) {
      wipeNewAccount(opening.account);
      return undefined;
    }
    const means = biometrics ? 'biometrics-or-pin' : 'pin';
    return {
      type: 'second-accepted',
      opened: openedMessages.keep(opening),
      // A PIN without an account: the app was killed before anybody saw the PIN's picture.
      unlock:
        !pin || accounts.length + damaged.length === 0
          ? 'create-pin'
          : authSession.isValid(effect.proof)
            ? 'proven'
            : means,
    };
  }

  const pins = createPinEffects(context, { opened, sealed });

  /** Even if notifications cannot be offered, the account is active. */
  const accepted = async (account: string): Promise<ActivationEvent> => ({
    type: 'accepted',
    notify: await context.notifications.offered(account).catch(() => false),
  });
  /** Keeps the activation's id with the step: the step of an earlier activation does not count. */
  async function rememberStep(at: 'device-code' | 'scan-second'): Promise<undefined> {
    const { pending } = await vault.snapshot();
    if (pending) await vault.setSetting('step', `${at} ${pending.id}`);
    return undefined;
  }
  /** Forgets a lost activation; what another tab has begun stays as it is. */
  async function forgetLost(): Promise<undefined> {
    openedMessages.clear();
    candidates.clear();
    kept.forget();
    await vault.setSetting(DROPPED_SETTING, undefined);
    return undefined;
  }
  /** Leaves no trace: without any account the PIN protects nothing and is erased too. */
  async function discard(account: string | undefined): Promise<ActivationEvent> {
    if (account !== undefined) await vault.discardAccount(account);
    else await vault.dropPending();
    await vault.setSetting('step', undefined);
    openedMessages.clear();
    candidates.clear();
    kept.forget();
    const { accounts, damaged, pin } = await vault.snapshot();
    if (pin && accounts.length === 0 && damaged.length === 0) {
      authSession.lock();
      await vault.erase();
    }
    return { type: 'stopped' };
  }

  async function perform(
    effect: ActivationEffect,
    signal: AbortSignal,
  ): Promise<ActivationEvent | undefined> {
    switch (effect.type) {
      case 'read-first':
        return readFirst(messages, effect.message, effect.purpose);
      case 'keep-candidate': {
        const candidate = candidates.take(effect.candidate);
        if (!candidate) throw new TesseraError('UNKNOWN_ACTIVATION');
        return keepFirst(messages, candidate);
      }
      case 'forget-candidate':
        candidates.drop(effect.candidate);
        return undefined;
      case 'remember-step':
        return rememberStep(effect.at);
      case 'read-request':
        await context.openRequest(effect.message, signal);
        return { type: 'request-opened' };
      case 'read-second':
        return readSecond(effect, signal);
      case 'create-vault':
        return pins.createVault(effect);
      case 'seal-account':
        await vault.sealAccount(
          await authSession.confirmedPin(effect.proof),
          opened(effect.opened),
        );
        return { type: 'sealed', waiting: await sealed(effect.opened) };
      case 'authorise-new-pin':
        return pins.authoriseNewPin(signal);
      case 'renew-pin':
        return pins.renewPin(effect);
      case 'forget-opened':
        openedMessages.drop(effect.opened);
        return undefined;
      case 'keep-picture-learnt':
        // Lost, it is shown once more.
        await vault.setSetting(PICTURE_DUE_SETTING, undefined).catch(() => undefined);
        return undefined;
      case 'enable-biometrics':
        return pins.enableBiometrics(signal);
      case 'accept-account':
        await vault.acceptAccount(effect.account);
        // Not waited for: a browser may ask the person first.
        void context.persist().catch(() => undefined);
        return accepted(effect.account);
      case 'allow-notifications':
        await context.notifications.allow();
        return { type: 'notifications-allowed' };
      case 'decline-notifications':
        void context.notifications.decline().catch(() => undefined);
        return undefined;
      case 'discard':
        return discard(effect.account);
      case 'forget-lost':
        return forgetLost();
      case 'leave':
        context.leave();
        return undefined;
      case 'wipe-pin':
        toPin(effect.pin).wipe();
        return undefined;
      case 'check-pin':
      case 'check-biometrics':
      case 'confirm-picture':
      case 'forget-proof':
        return authSession.perform(effect, true, signal);
      default:
        return effect satisfies never;
    }
  }

  return {
    perform: (effect, signal) =>
      perform(effect, signal).catch(async (thrown: unknown) => {
        const isUnknown = asTesseraError(thrown).code === 'UNKNOWN_ACTIVATION';
        const loss = isUnknown ? await findLoss(vault).catch(() => undefined) : undefined;
        return loss ?? toFailure(thrown, effect);
      }),
    async resume() {
      const snapshot = await vault.snapshot();
      const { pending, settings } = snapshot;
      const loss = droppedLoss(snapshot);
      if (!pending) return loss && { type: 'pending-lost', lost: loss };
      const view: PendingView = await pendingView(messages, pending);
      return {
        type: 'resumed',
        pending: view,
        at: settings.step === `scan-second ${pending.id}` ? 'scan-second' : 'device-code',
      };
    },
    async waiting(account) {
      const waiting = await waitingView(account);
      const { settings } = await vault.snapshot();
      const unlocked = authSession.current;
      if (!unlocked || settings[PICTURE_DUE_SETTING] !== true)
        return { type: 'resumed-waiting', waiting };
      // One entry of the PIN is not enough to turn biometrics on: the menu asks for more.
      const biometrics = unlocked.confirmed ? context.biometricsOffer() : 'missing';
      return {
        type: 'resumed-waiting',
        waiting,
        first: { picture: unlocked.picture, biometrics },
      };
    },
  };
}
