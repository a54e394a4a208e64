/** Everything behind the first screen: the wizard, authentication, accounts, codes that were seen. Loaded when it is first needed, so that Home stays small. */
import type { Activation, ActivationEffect, ActivationEvent } from '../core/activation/types.ts';
import { transition } from '../core/activation/machine.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { asTesseraError } from '../core/errors.ts';
import type {
  Intent,
  NavigationState,
  NavigationEffect,
  NavigationEvent,
} from '../core/navigation/types.ts';
import type { OtpView } from '../core/view.ts';
import { pin, weakness } from '../vault/pin.ts';
import type { Vault } from '../vault/vault.ts';
import { activationEffects, type ActivationContext } from './activation-effects.ts';
import type { Notifications } from './notifications/notifications.ts';
import { notificationsHere, type NotificationsHere } from './notifications/browser.ts';
import { clockMoved, createOtpClock, type OtpClock } from './otp-clock.ts';
import { createTaps, type Taps } from './notifications/taps.ts';
import { createAuthSession, type AuthSession } from './auth-session.ts';
import { createCodeIntake, type CodeIntake, type CodeIntakeContext } from './code-intake.ts';
import { createRequests, type Requests } from './pending-requests.ts';
import { run, type Runner } from './runner.ts';
import { sessionEffects } from './navigation-effects.ts';

export interface ServicesContext
  extends
    Omit<ActivationContext, 'proofs' | 'notifications' | 'openRequest'>,
    Pick<CodeIntakeContext, 'route' | 'waiting' | 'show'> {
  readonly vault: Vault;
  /** What the present authentication is for. */
  readonly intent: () => Intent | undefined;
  readonly sendSession: (event: NavigationEvent) => void;
  readonly session: () => Runner<NavigationState, NavigationEvent>;
  /** The one-time password on the screen, whenever it becomes another one. */
  readonly onOtp: (otp: OtpView | undefined) => void;
  /** Trying has told that the authenticator keeps no keys. */
  readonly biometricsMissing: () => void;
  readonly changed: () => void;
  /** What notifications need to know of where they are. */
  readonly here: Pick<
    NotificationsHere,
    'allowed' | 'titles' | 'services' | 'platform' | 'installed'
  >;
}

export interface Services {
  readonly proofs: AuthSession;
  readonly otpClock: OtpClock;
  readonly clockMoved: typeof clockMoved;
  readonly reading: CodeIntake;
  readonly notifications: Notifications;
  readonly taps: Taps;
  readonly requests: Requests;
  readonly activation: Runner<Activation, ActivationEvent>;
  /** Performs an effect of the navigation machine. */
  perform(effect: NavigationEffect, signal: AbortSignal): Promise<NavigationEvent | undefined>;
  /** What was pending when the app was closed, if anything. */
  resume(): Promise<ActivationEvent | undefined>;
  /** A PIN as it was typed; the event for whichever machine asked for it. `choosing` refuses weak ones. */
  pinTyped(
    digits: string,
    choosing: boolean,
  ): Extract<NavigationEvent, { type: 'pin-entered' | 'pin-weak' }>;
}

export function createServices(context: ServicesContext): Services {
  const { sendSession } = context;
  const vault: Vault = {
    ...context.vault,
    enableBiometrics: (by, options) =>
      context.vault.enableBiometrics(by, options).catch((thrown: unknown) => {
        if (asTesseraError(thrown).code === 'BIOMETRICS_MISSING') context.biometricsMissing();
        throw thrown;
      }),
  };
  const proofs = createAuthSession(vault, (picture) =>
    sendSession({ type: 'session-unlocked', picture }),
  );
  const notifications = notificationsHere({ ...context, ...context.here, vault });
  const requests = createRequests({
    vault,
    services: context.here.services,
    fetch: fetch.bind(globalThis),
    now: context.now,
    unlocked: proofs.unlocked,
    changed: context.changed,
  });
  const openRequest = async (message: MessageOf<'channel'>, signal: AbortSignal): Promise<void> => {
    const opened = await requests.scanned(message);
    if (!signal.aborted) sendSession(opened);
  };
  const wizard = activationEffects({ ...context, vault, proofs, notifications, openRequest });
  const activation = run<Activation, ActivationEvent, ActivationEffect>({
    start: { step: 'idle' },
    transition,
    perform: wizard.perform,
    failed: (thrown) => ({ type: 'failed', code: asTesseraError(thrown).code }),
    stage: (state) => state,
    changed: context.changed,
  });
  const session = sessionEffects({
    vault,
    proofs,
    requests,
    leaving: notifications.leaving,
    intent: context.intent,
    startActivation: (purpose, proof) =>
      activation.send({ type: 'started', purpose, ...(proof !== undefined && { proof }) }),
    showActivationCode: async (account) => activation.send(await wizard.waiting(account)),
    erased: () => activation.send({ type: 'erased' }),
  });

  const otpClock = createOtpClock(
    context.onOtp,
    (thrown) => sendSession({ type: 'failed', code: asTesseraError(thrown).code }),
    context.now,
  );

  return {
    proofs,
    otpClock,
    clockMoved,
    reading: createCodeIntake({
      ...context,
      step: () => activation.state.step,
      sendActivation: activation.send,
    }),
    notifications,
    taps: createTaps(context.session),
    requests,
    activation,
    perform: session.perform,
    resume: wizard.resume,
    pinTyped(digits, choosing) {
      const entered = pin(digits);
      const weak = choosing ? weakness(entered) : undefined;
      if (!weak) return { type: 'pin-entered', pin: entered };
      entered.wipe();
      return { type: 'pin-weak', why: weak };
    },
  };
}
