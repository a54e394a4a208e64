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
import type { ChosenFile } from '../core/transfer/bring-in-types.ts';
import type { CodeOwner } from '../core/view.ts';
import { createServiceClient } from '../requests/service-client.ts';
import { isHistoryOn } from '../vault/history-rows.ts';
import { pin, pinWeakness } from '../vault/pin.ts';
import type { Vault } from '../vault/types.ts';
import { createActivationEffects } from './activation-effects.ts';
import { isIdle } from './app-view.ts';
import { createAuthSession } from './auth-session.ts';
import { createCodeIntake } from './code-intake.ts';
import { codeOnScreen } from './code-on-screen.ts';
import { createCodePictures } from './code-picture.ts';
import { createEarlier } from './earlier.ts';
import { createNavigationEffects } from './navigation-effects.ts';
import { createBrowserNotifications } from './notifications/browser.ts';
import { createTaps } from './notifications/taps.ts';
import { clockMoved, createOtpClock } from './otp-clock.ts';
import { lossOf } from './pending-loss.ts';
import { createRequests } from './pending-requests.ts';
import { runMachine } from './runner.ts';
import type { Services, ServicesContext } from './services-types.ts';
import { enrolmentProblem } from './transfer/enrol-codes.ts';
import { createOfferedAccounts, purposeOf } from './transfer/offered-accounts.ts';
import { TRANSFER_LOADERS } from './transfer/transfer-loaders.ts';
import { createTransfers } from './transfer/transfers.ts';

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
