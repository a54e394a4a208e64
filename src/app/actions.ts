/** What the app does for each action of its screens: an event of a machine, or work of its own. */
import type { Action } from '../core/action.ts';
import type { ActivationEvent } from '../core/activation/types.ts';
import type { Means } from '../core/authentication.ts';
import { asTesseraError } from '../core/errors.ts';
import type { Intent } from '../core/navigation/route-types.ts';
import type { NavigationEvent } from '../core/navigation/types.ts';
import type { Setting } from '../vault/settings.ts';
import { LANGUAGE_SETTING, MOVED_SETTING } from '../vault/settings.ts';
import type { AppContext } from './app-context.ts';
import { ASK_FIRST_SETTING, INSTALL_SETTING } from './app-view.ts';
import { neededMeans } from './auth-policy.ts';
import type { CodeIntake } from './code-intake.ts';
import type { Lifecycle } from './lifecycle.ts';

/** One handler for each type of action: one that is missing does not compile. */
type Handlers = {
  readonly [T in Action['type']]: (action: Extract<Action, { type: T }>) => void;
};

export interface Actions {
  readonly act: (action: Action) => void;
  /** Leads to an intent, past an authentication where the lock does not allow it already. */
  readonly pursue: (intent: Intent) => void;
  /** The same where nobody has tapped: no system prompt opens by itself. */
  readonly resume: (intent: Intent) => void;
  /** Shows what the page of a waiting account waits for; `untapped` as for `resume`. */
  readonly finish: (account: string, by?: 'untapped') => void;
  readonly sendActivation: (event: ActivationEvent) => void;
}

export function createActions(
  { options, vault, navigation, services, view }: AppContext,
  lifecycle: Pick<Lifecycle, 'lock' | 'update'> & {
    /** Puts the kept choice of a language in use. */
    readonly followLanguage: () => Promise<void>;
  },
): Actions {
  function sendActivation(event: ActivationEvent): void {
    services.use(({ activation }) => activation.send(event));
  }

  /** Sends to the machine that has the screen. */
  function sendEither(event: ActivationEvent & NavigationEvent): void {
    if (navigation.state.route.at === 'wizard') sendActivation(event);
    else navigation.send(event);
  }

  /** A transfer knows itself what is behind each of its steps. */
  function goBack(action: Extract<Action, { type: 'went-back' }>): void {
    if (navigation.state.route.at !== 'transfer') navigation.send(action);
    else services.use(({ transfers }) => transfers.back());
  }

  function readText(text: string): void {
    services.use(({ intake, transfers }) => {
      if (navigation.state.route.at === 'transfer') transfers.pasted(text);
      else intake.pasted(text);
    });
  }

  function useIntake(work: (intake: CodeIntake) => void): void {
    services.use(({ intake }) => work(intake));
  }

  function pursue(intent: Intent): void {
    navigation.send({ type: 'wanted', intent, need: neededFor(intent) });
  }

  function resume(intent: Intent): void {
    navigation.send({ type: 'wanted', intent, need: neededFor(intent), untapped: true });
  }

  function finish(account: string, by?: 'untapped'): void {
    const lead = by === undefined ? pursue : resume;
    const found = vault.current.accounts.find(({ id }) => id === account);
    if (found?.kind !== 'oath') lead({ to: 'activation-code', account });
    else
      services.use(({ offerWaiting }) => {
        offerWaiting(account);
        lead({ to: 'transfer', purpose: 'enrol' });
      });
  }

  function neededFor(intent: Intent): 'nothing' | 'new-pin' | Means {
    const { pin, biometrics } = vault.current;
    return neededMeans(intent, {
      hasPin: pin !== undefined,
      biometrics,
      unlocked: services.current?.authSession.current !== undefined,
      confirmed: services.current?.authSession.current?.confirmed === true,
      pinOnly:
        intent.to === 'approve' &&
        services.current?.requests.asksForPin(navigation.state.route) === true,
    });
  }

  /** Approving or deactivating, where the screen is about a request. */
  function pursueRequest(
    action: Extract<Action, { type: 'approve' | 'number-typed' | 'deactivate' }>,
  ): void {
    services.use(({ requests }) => {
      const intent = requests.intent(action, navigation.state.route);
      if (intent) pursue(intent);
    });
  }

  function enterPin(digits: string): void {
    services.use((loaded) => {
      const { at } = navigation.state.route;
      const choosing =
        at === 'wizard'
          ? loaded.activation.state.step === 'choose-pin'
          : at === 'choose-pin' || at === 'first-pin';
      sendEither(loaded.enterPin(digits, choosing));
    });
  }

  async function copy(text: string): Promise<void> {
    view.update({ copied: { text, ok: await options.copy(text) } });
  }

  /** Asks the browser at once: it wants the tap to be recent. */
  async function paste(): Promise<void> {
    const text = (await options.paste())?.trim();
    view.update({ pasted: { is: text ? 'taken' : text === undefined ? 'refused' : 'empty' } });
    if (text) readText(text);
  }

  /** A switch that could not be kept shows what it was: nothing else is lost. */
  function keepSetting(name: string, value: Setting | undefined): void {
    options.vault.setSetting(name, value).catch(() => undefined);
  }

  const handlers: Handlers = {
    // Codes from outside
    scan: () => useIntake((intake) => intake.open()),
    'text-read': ({ text }) => readText(text),
    paste: () => void paste(),
    'incoming-used': () => useIntake((intake) => intake.useIncoming()),
    'incoming-copied': () => useIntake((intake) => void copy(intake.incomingText())),
    'incoming-dismissed': () => {
      const { incoming } = view.local;
      if (incoming?.by === 'reading') incoming.cancel();
      view.update({ incoming: undefined });
    },
    'choice-made': ({ index }) => useIntake((intake) => intake.chosen(index)),
    'choices-dismissed': () => view.update({ choices: [] }),
    'collected-used': () => useIntake((intake) => intake.useCollected()),

    // What may need an authentication first
    unlock: () => pursue({ to: 'unlock' }),
    'add-account': () => pursue({ to: 'activate', purpose: { kind: 'activate' } }),
    reactivate: ({ account }) =>
      pursue({ to: 'activate', purpose: { kind: 'reactivate', account } }),
    'show-otp': ({ account }) => pursue({ to: 'otp', account }),
    'show-activation-code': ({ account }) => finish(account),
    'start-transfer': ({ purpose }) => pursue({ to: 'transfer', purpose }),
    remove: ({ account }) => pursue({ to: 'remove', account }),
    'change-pin': () => pursue({ to: 'change-pin' }),
    'set-biometrics': ({ on }) => pursue({ to: on ? 'enable-biometrics' : 'disable-biometrics' }),
    approve: pursueRequest,
    'number-typed': pursueRequest,
    deactivate: pursueRequest,

    // The app's own work
    lock: lifecycle.lock,
    'pin-typed': ({ digits }) => enterPin(digits),
    'set-notifications': ({ on }) =>
      services.use(({ notifications }) => void notifications.turn(on)),
    'set-ask-first': ({ on }) => keepSetting(ASK_FIRST_SETTING, on || undefined),
    'set-language': ({ language }) => {
      keepSetting(LANGUAGE_SETTING, language);
      // Chosen already, it changes nothing in the vault, but may not have come the last time.
      if (language === vault.current.settings[LANGUAGE_SETTING]) void lifecycle.followLanguage();
    },
    'set-others-clock': ({ seconds }) => {
      options.vault
        .setOthersClock(seconds)
        .catch((thrown: unknown) =>
          navigation.send({ type: 'failed', code: asTesseraError(thrown).code }),
        );
    },
    'show-alarm': ({ account }) =>
      services.use(({ requests }) => {
        const approvals = requests.view.services[account]?.alarm ?? [];
        navigation.send({ type: 'clone-suspected', account, approvals });
      }),
    'set-earlier': ({ on }) => services.use(({ earlier }) => earlier.turn(on)),
    'clear-earlier': () => services.use(({ earlier }) => earlier.clear()),
    'check-requests': () => services.use(({ requests }) => void requests.check(true)),
    'count-otp': ({ which }) => services.use(({ otpClock }) => otpClock.count(which)),
    copy: ({ text }) => void copy(text),
    'hold-to-camera': ({ kind }) => services.use(({ codePictures }) => codePictures.open(kind)),
    'code-picture-closed': () => services.use(({ codePictures }) => codePictures.close()),
    install: options.install,
    'tick-moved': ({ account, on }) => keepSetting(MOVED_SETTING + account, on || undefined),
    'install-declined': () => keepSetting(INSTALL_SETTING, 'declined'),
    update: lifecycle.update,

    transfer: (action) => services.use(({ transfers }) => transfers.act(action)),

    // Events of both machines
    'pin-forgotten': sendEither,
    'picture-learnt': sendEither,
    'biometrics-chosen': sendEither,
    'pin-wanted': sendEither,
    'picture-chosen': sendEither,
    'picture-forgotten': sendEither,
    'picture-confirmed': sendEither,
    'picture-denied': sendEither,

    // Events of the navigation machine
    go: ({ to }) => navigation.send({ type: 'went', to }),
    'account-opened': navigation.send,
    'removal-asked': navigation.send,
    'rename-asked': navigation.send,
    moved: navigation.send,
    'went-back': goBack,
    'second-tapped': navigation.send,
    'picture-doubted': navigation.send,
    'erase-wanted': navigation.send,
    'erase-confirmed': navigation.send,
    'request-wanted': navigation.send,
    'request-seen': navigation.send,
    'denial-wanted': navigation.send,
    'clock-judged': navigation.send,
    acknowledged: navigation.send,
    denied: navigation.send,
    closed: navigation.send,

    // Events of the activation machine
    'replace-confirmed': sendActivation,
    'replace-denied': sendActivation,
    'second-wanted': sendActivation,
    'device-code-wanted': sendActivation,
    'choose-again-wanted': sendActivation,
    'pin-remembered': sendActivation,
    'biometrics-skipped': sendActivation,
    'page-accepted': sendActivation,
    'page-refused': sendActivation,
    'notifications-wanted': sendActivation,
    'notifications-skipped': sendActivation,
    'stop-asked': sendActivation,
    'stop-denied': sendActivation,
    'stop-confirmed': sendActivation,
    'start-over-asked': sendActivation,
    'try-again-asked': sendActivation,
  };

  return {
    // The type selects the handler that takes this very action, which the compiler cannot follow.
    act: (action) => (handlers[action.type] as (action: Action) => void)(action),
    pursue,
    resume,
    finish,
    sendActivation,
  };
}
