/**
 * Everything behind the first screen: the wizard, authentication, requests, code intake. Loaded
 * when first needed, so that Home stays small.
 */
import { waitingPending } from '../core/activation/loss.ts';
import { transition } from '../core/activation/machine.ts';
import { isOpenScan } from '../core/activation/selectors.ts';
import type { Activation, ActivationEffect, ActivationEvent } from '../core/activation/types.ts';
import { asTesseraError } from '../core/errors.ts';
import type { Intent } from '../core/navigation/route-types.ts';
import type {
  NavigationEffect,
  NavigationEvent,
  NavigationState,
} from '../core/navigation/types.ts';
import type { ChosenFile } from '../core/transfer/bring-in-types.ts';
import type { CodeOwner } from '../core/view.ts';
import { createServiceClient } from '../requests/service-client.ts';
import { isHistoryOn } from '../vault/history-rows.ts';
import { pin, pinWeakness } from '../vault/pin.ts';
import type { Settings } from '../vault/settings.ts';
import type { Vault, VaultSnapshot } from '../vault/types.ts';
import type { ActivationContext } from './activation-effects.ts';
import { createActivationEffects } from './activation-effects.ts';
import type { ServicesState, ViewPort } from './app-view.ts';
import { isIdle } from './app-view.ts';
import type { AuthSession } from './auth-session.ts';
import { createAuthSession } from './auth-session.ts';
import type { CodeIntake } from './code-intake.ts';
import { createCodeIntake } from './code-intake.ts';
import { codeOnScreen } from './code-on-screen.ts';
import type { CodePictures } from './code-picture.ts';
import { createCodePictures } from './code-picture.ts';
import type { Earlier } from './earlier.ts';
import { createEarlier } from './earlier.ts';
import { createNavigationEffects } from './navigation-effects.ts';
import type { BrowserNotificationsOptions } from './notifications/browser.ts';
import { createBrowserNotifications } from './notifications/browser.ts';
import type { Notifications } from './notifications/notifications.ts';
import type { Taps } from './notifications/taps.ts';
import { createTaps } from './notifications/taps.ts';
import type { OtpClock } from './otp-clock.ts';
import { clockMoved, createOtpClock } from './otp-clock.ts';
import { lossOf } from './pending-loss.ts';
import type { Requests } from './pending-requests.ts';
import { createRequests } from './pending-requests.ts';
import type { Runner } from './runner.ts';
import { runMachine } from './runner.ts';
import { enrolmentProblem } from './transfer/enrol-codes.ts';
import { createOfferedAccounts, purposeOf } from './transfer/offered-accounts.ts';
import { TRANSFER_LOADERS } from './transfer/transfer-loaders.ts';
import type { Transfers } from './transfer/transfers.ts';
import { createTransfers } from './transfer/transfers.ts';

export interface ServicesContext {
  readonly vault: Vault;
  readonly activation: Pick<ActivationContext, 'trustedIssuers' | 'biometricsOffer' | 'persist'>;
  readonly navigation: Runner<NavigationState, NavigationEvent>;
  readonly view: ViewPort;
  readonly notifications: Pick<
    BrowserNotificationsOptions,
    'allowed' | 'titles' | 'platform' | 'installed'
  >;
  /** The language in use, BCP 47. */
  readonly language: () => string;
  /** Origins of issuers' services that the Content-Security-Policy lets the app call. */
  readonly services: readonly string[];
  /** Whether the app looks for requests by itself. */
  readonly poll: boolean;
  /** Whether accounts of other servers can be added. */
  readonly otherAccounts: boolean;
  /** Days for which an answer is kept where that is switched on; 0: never. */
  readonly earlierDays: number;
  /** As the vault was last read. */
  readonly settings: () => Settings;
  /** Whether the browser has a network at all. */
  readonly isOnline: () => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Leads to an intent, past what it needs. */
  readonly pursue: (intent: Intent) => void;
}

export interface Services {
  readonly authSession: AuthSession;
  readonly otpClock: OtpClock;
  readonly codePictures: CodePictures;
  readonly clockMoved: typeof clockMoved;
  readonly intake: CodeIntake;
  readonly notifications: Notifications;
  readonly taps: Taps;
  readonly requests: Requests;
  readonly earlier: Earlier;
  readonly activation: Runner<Activation, ActivationEvent>;
  readonly transfers: Transfers;
  /** Before an enrolment begins: it shows what the page of a waiting account waits for. */
  readonly offerWaiting: (account: string) => void;
  /** What the services add to the view. */
  readonly state: ServicesState;
  /** Performs an effect of the navigation machine. */
  readonly perform: (
    effect: NavigationEffect,
    signal: AbortSignal,
  ) => Promise<NavigationEvent | undefined>;
  /** Tells the wizard if its pending activation is gone. */
  readonly pendingChanged: (kept: VaultSnapshot) => void;
  /** The clock may have been moved: drops a pending activation whose time is over. */
  readonly dropExpired: () => void;
  /** Returns the event that resumes the activation that was pending, or says it was dropped. */
  readonly resume: () => Promise<ActivationEvent | undefined>;
  /** Leads to the screens that bring a file's accounts in. */
  readonly bringFile: (file: ChosenFile) => void;
  /** Returns the event for the machine that asked for a PIN; `choosing` refuses weak ones. */
  readonly enterPin: (
    digits: string,
    choosing: boolean,
  ) => Extract<NavigationEvent, { type: 'pin-entered' | 'pin-weak' }>;
}

export function createServices(context: ServicesContext): Services {
  const { navigation, view, now } = context;
  const vault: Vault = {
    ...context.vault,
    enableBiometrics: (by, options) =>
      context.vault.enableBiometrics(by, options).catch((thrown: unknown) => {
        // Only trying shows that the authenticator keeps no keys.
        if (asTesseraError(thrown).code === 'BIOMETRICS_MISSING')
          view.update({ keepsNoKeys: true });
        throw thrown;
      }),
  };
  const changed = (): void => view.update();
  let stepShown: Activation['step'] = 'idle';
  const authSession = createAuthSession(vault, ({ picture, by }) =>
    navigation.send({ type: 'session-unlocked', picture, byPin: by === 'pin' }),
  );
  const service = createServiceClient({
    serviceKey: vault.serviceKey,
    fetch: fetch.bind(globalThis),
    now,
    language: context.language,
    allowedOrigins: context.services,
    setClockOffset: vault.setClockOffset,
  });
  const notifications = createBrowserNotifications({
    ...context.notifications,
    vault,
    service,
    changed,
  });
  const requests = createRequests({
    vault,
    service,
    now,
    isOnline: context.isOnline,
    poll: context.poll,
    suspected: (account, approvals) =>
      navigation.send({ type: 'clone-suspected', account, approvals }),
    unlocked: authSession.unlocked,
    changed,
  });
  const earlier = createEarlier({
    vault,
    days: context.earlierDays,
    isUnlocked: () => authSession.current !== undefined,
    isOn: () => isHistoryOn(context.settings()),
    changed,
  });
  const wizard = createActivationEffects({
    ...context.activation,
    vault,
    authSession,
    notifications,
    now,
    openRequest: (message, signal) => intake.openRequest(message, signal),
    leave: () => navigation.send({ type: 'wizard-left' }),
  });
  const activation = runMachine<Activation, ActivationEvent, ActivationEffect>({
    start: { step: 'idle' },
    transition,
    perform: wizard.perform,
    failed: (thrown) => ({ type: 'failed', code: asTesseraError(thrown).code }),
    stage: (state) => state,
    changed: stepped,
  });
  const offered = createOfferedAccounts();
  const intake = createCodeIntake({
    route: () => navigation.state.route,
    sendNavigation: navigation.send,
    step: () => activation.state.step,
    isOpenScan: () => isOpenScan(activation.state),
    sendActivation: activation.send,
    ownerOf,
    openRequest: requests.scanned,
    enrolmentProblem,
    takesFile,
    otherAccounts: context.otherAccounts,
    offer(what) {
      if (navigation.state.route.at === 'wizard') navigation.send({ type: 'wizard-left' });
      offered.keep(what);
      const intent: Intent = { to: 'transfer', purpose: purposeOf(what) };
      // What is asked is read before anybody authenticates for it.
      if (intent.purpose === 'sign') navigation.send({ type: 'wanted', intent, need: 'nothing' });
      else context.pursue(intent);
    },
    waiting: () => view.local,
    show: view.update,
  });
  const transfers = createTransfers(
    {
      vault,
      authSession,
      offered,
      persist: context.activation.persist,
      now,
      changed,
      leave: (to) => navigation.send({ type: 'transfer-left', to }),
      pursue: context.pursue,
    },
    TRANSFER_LOADERS,
    (code) => navigation.send({ type: 'failed', code }),
  );
  const navigationEffects = createNavigationEffects({
    vault,
    authSession,
    requests,
    leaving: notifications.leaving,
    intent() {
      const { route } = navigation.state;
      return route.at === 'authenticate' ? route.then : undefined;
    },
    startActivation: (purpose, proof) =>
      activation.send({ type: 'started', purpose, ...(proof !== undefined && { proof }) }),
    startTransfer: transfers.start,
    showActivationCode: async (account) => activation.send(await wizard.waiting(account)),
    erased: () => activation.send({ type: 'erased' }),
  });

  const otpClock = createOtpClock(
    (otp) => view.update({ otp }),
    (thrown) => navigation.send({ type: 'failed', code: asTesseraError(thrown).code }),
    now,
  );

  const codePictures = createCodePictures({
    find: (kind) =>
      codeOnScreen(kind, {
        navigation: navigation.state,
        activation: activation.state,
        accounts: view.accounts,
        otp: view.local.otp,
        request: requests.see(navigation.state.route),
        concealed: view.local.concealed,
      }),
    changed,
    now,
  });

  /** Nothing is under way that another app's file would interrupt, or it is waited for. */
  function takesFile(): boolean {
    const { route } = navigation.state;
    return route.at === 'transfer' ? transfers.takesFile : isIdle(route) || route.at === 'otp';
  }

  function bringFile(file: ChosenFile): void {
    if (!takesFile()) return;
    const purpose = 'bring-in';
    if (navigation.state.route.at === 'transfer') {
      transfers.act({ type: 'transfer', purpose, event: { type: 'file-picked', file } });
      return;
    }
    offered.keep({ is: 'file', file });
    context.pursue({ to: 'transfer', purpose });
  }

  function stepped({ step }: Activation): void {
    const from = stepShown;
    stepShown = step;
    intake.stepped(step);
    if (step !== from) navigation.send({ type: 'wizard-stepped', from });
    changed();
  }

  /** Who has an activation: the account that came of it, or the page that waits for it. */
  function ownerOf(id: string): CodeOwner | undefined {
    const account = view.accounts.find((each) => each.id === id);
    if (account) return { issuer: account.issuerName, label: account.ownName || account.label };
    const { state } = activation;
    if (!('pending' in state) || state.pending.id !== id) return undefined;
    return { issuer: state.pending.issuerName, label: state.pending.label };
  }

  return {
    authSession,
    otpClock,
    codePictures,
    clockMoved,
    intake,
    notifications,
    taps: createTaps(navigation),
    requests,
    earlier,
    activation,
    transfers,
    offerWaiting: (account) => offered.keep({ is: 'waiting', account }),
    get state() {
      return {
        activation: activation.state,
        transfer: transfers.view,
        requests: requests.view,
        earlier: earlier.view,
        request: requests.see(navigation.state.route),
        notifications: notifications.view,
        codePicture: codePictures.view,
      };
    },
    perform: navigationEffects.perform,
    pendingChanged(kept) {
      const pending = waitingPending(activation.state);
      const lost = pending && lossOf(pending.id, kept);
      if (lost) activation.send({ type: 'pending-lost', lost });
    },
    dropExpired() {
      if (waitingPending(activation.state)) void vault.dropExpired().catch(() => undefined);
    },
    resume: wizard.resume,
    bringFile,
    enterPin(digits, choosing) {
      const entered = pin(digits);
      const weak = choosing ? pinWeakness(entered) : undefined;
      if (!weak) return { type: 'pin-entered', pin: entered };
      entered.wipe();
      return { type: 'pin-weak', why: weak };
    },
  };
}
