/** Runs both machines over one vault: actions in, one view out. The state is written here and nowhere else. */
import type { Activation, ActivationEvent } from '../core/activation/types.ts';
import { asTesseraError } from '../core/errors.ts';
import type { RequestName } from '../core/request-ref.ts';
import type {
  Intent,
  Route,
  NavigationState,
  NavigationEffect,
  NavigationEvent,
} from '../core/navigation/types.ts';
import { START, transition } from '../core/navigation/machine.ts';
import type { About, Action, Browser, Copied, OtpView, Platform, View } from '../core/view.ts';
import type { Found } from '../symbology/reader.ts';
import { loadWithin } from '../platform/load-within.ts';
import type { Vault, VaultSnapshot } from '../vault/vault.ts';
import { needsFresh } from './auth-policy.ts';
import type { Arrival, CodeIntake, Waiting } from './code-intake.ts';
import { run } from './runner.ts';
import type { Services } from './services.ts';

export interface AppOptions {
  readonly vault: Vault;
  readonly config: {
    readonly pinLength: number;
    readonly graceSeconds: number;
    readonly biometrics: boolean;
    readonly notifications: boolean;
    readonly notificationTitles: boolean;
    /** Origins of issuers' services that the policy lets us call. */
    readonly services: readonly string[];
    readonly trustedIssuers: readonly { readonly key: string }[];
  };
  readonly about: Omit<About, 'persisted'>;
  readonly platform: Platform;
  readonly browser: Browser;
  readonly installed: boolean;
  /** Whether the system has an authenticator that can unlock the vault (WebAuthn PRF). */
  readonly biometricsAvailable: () => Promise<boolean>;
  readonly persist: () => Promise<boolean | undefined>;
  readonly isPersisted: () => Promise<boolean | undefined>;
  /** Resolves to whether the clipboard took it. */
  readonly copy: (text: string) => Promise<boolean>;
  readonly install: () => void;
  /** Resolves to whether the new version may take over: no other window is in the middle of something. */
  readonly update: () => Promise<boolean>;
  /** Tells the other windows whether something is under way in this one. */
  readonly busy: (busy: boolean) => void;
  readonly reload: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onView: (view: View) => void;
}

export interface App {
  act(action: Action): void;
  /** Loads what Home does not need, so that the next tap finds it. */
  warm(): void;
  /** The page was hidden, or shown again after `away` milliseconds. */
  hidden(): void;
  shown(away: number, restored: boolean): void;
  setInstallOffered(offered: boolean): void;
  setUpdateReady(): void;
  /** A new version has taken over: what is not loaded yet may be gone, so the page is loaded anew once nothing is under way. */
  setUpdateTaken(): void;
  /** What the camera or a picture showed: one code is read, several are offered, none is said; `undefined` where nobody could look. */
  seen(found: readonly Found[] | undefined): void;
  /** A link's code, or a picture that another app shared: it waits for a tap. */
  arrived(arrival: Arrival): void;
  /** The notification of a request was tapped. */
  tapped(name: RequestName): void;
}

const IDLE: Activation = { step: 'idle' };

/** Where nothing is under way that a new version could disturb. */
const QUIET: ReadonlySet<Route['at']> = new Set<Route['at']>([
  'unusable',
  'home',
  'requests',
  'menu',
  'accounts',
  'biometrics',
  'notifications',
  'language',
  'help',
  'about',
]);

/** The setting that says whether the person wants to hear of installing. */
const INSTALL = 'install';
/** Until the work is loaded. */
const UNKNOWN: View['notifications'] = { is: 'unknown', titles: false, accounts: {} };
const NO_REQUESTS: View['requests'] = { is: 'unknown', items: [], services: {} };

/** Opens on what the vault holds: an activation that was left goes on, else Home. */
export async function startApp(options: AppOptions): Promise<App> {
  const { vault, config } = options;
  let snapshot: VaultSnapshot = await vault.snapshot();
  const around = {
    otp: undefined as OtpView | undefined,
    clockSet: undefined as number | undefined,
    concealed: false,
    installOffered: false,
    updateReady: false,
    updateHeld: false,
    updateTaken: false,
    copied: undefined as Copied | undefined,
    persisted: undefined as boolean | undefined,
    biometricsAvailable: false,
    ...({ arrival: undefined, choices: [] } as Waiting),
  };

  let services: Services | undefined;
  let loading: Promise<Services> | undefined;
  const load = (): Promise<Services> =>
    (loading ??= loadWithin(import('./services.ts')).then(
      ({ createServices }) =>
        (services = createServices({
          vault,
          trustedKeys: config.trustedIssuers.map(({ key }) => key),
          now: options.now,
          biometrics: async () =>
            !config.biometrics ? 'not-allowed' : around.biometricsAvailable ? 'offered' : 'missing',
          persist: async () => show({ persisted: await options.persist() }),
          leave: () => navigation.send({ type: 'wizard-left' }),
          intent: () =>
            navigation.state.route.at === 'authenticate' ? navigation.state.route.then : undefined,
          sendSession: (event) => navigation.send(event),
          session: () => navigation,
          route: () => navigation.state.route,
          waiting: () => around,
          show: (waiting) => show(waiting),
          onOtp: (otp) => show({ otp }),
          biometricsMissing: () => show({ biometricsAvailable: false }),
          changed: () => show(),
          here: {
            allowed: config.notifications,
            titles: config.notificationTitles,
            services: config.services,
            platform: options.platform,
            installed: options.installed,
          },
        })),
      (thrown: unknown) => {
        // No network and not kept yet: the next tap tries again.
        loading = undefined;
        throw thrown;
      },
    ));
  /** In order, whether or not the work is loaded yet. */
  const withServices = (use: (services: Services) => void): void => {
    if (services) use(services);
    else
      void load().then(use, (thrown: unknown) =>
        navigation.send({ type: 'failed', code: asTesseraError(thrown).code }),
      );
  };
  const sendActivation = (event: ActivationEvent): void =>
    withServices(({ activation }) => activation.send(event));

  let routeShown: Route = START.route;
  const navigation = run<NavigationState, NavigationEvent, NavigationEffect>({
    start: START,
    transition,
    perform: async (effect, signal) => (await load()).perform(effect, signal),
    failed: (thrown) => ({ type: 'failed', code: asTesseraError(thrown).code }),
    stage: ({ route }) => route,
    changed({ route }) {
      const moved = route !== routeShown;
      routeShown = route;
      if (moved) {
        around.clockSet = undefined;
        services?.requests.moved(route);
        showCodes(route);
      }
      options.busy(!isIdle());
      if (around.updateTaken && isIdle()) options.reload();
      show();
      if (moved) queueMicrotask(() => services?.taps.moved());
    },
  });

  /** Codes are made while their screen is open, and only then. */
  function showCodes(route: Route): void {
    const account =
      route.at === 'otp' ? snapshot.accounts.find(({ id }) => id === route.account) : undefined;
    const unlocked = services?.proofs.current;
    services?.otpClock.show(account, unlocked && account && (() => unlocked.otp(account.id)));
  }

  function biometrics(): View['biometrics'] {
    if (!config.biometrics) return 'not-allowed';
    if (snapshot.biometrics) return 'on';
    return around.biometricsAvailable ? 'off' : 'missing';
  }

  function show(change: Partial<typeof around> = {}): void {
    Object.assign(around, change);
    options.onView({
      navigation: navigation.state,
      activation: services?.activation.state ?? IDLE,
      accounts: snapshot.accounts,
      damaged: snapshot.damaged,
      pinLength: snapshot.pin?.length ?? config.pinLength,
      hasPin: snapshot.pin !== undefined,
      biometrics: biometrics(),
      platform: options.platform,
      browser: options.browser,
      installed: options.installed,
      installOffered: around.installOffered && snapshot.settings[INSTALL] !== 'declined',
      otp: around.otp,
      clockSet: around.clockSet,
      requests: services?.requests.view ?? NO_REQUESTS,
      request: services?.requests.see(navigation.state.route),
      concealed: around.concealed,
      updateReady: around.updateReady && isIdle(),
      updateHeld: around.updateHeld,
      copied: around.copied,
      about: { ...options.about, persisted: around.persisted },
      notifications: services?.notifications.view ?? UNKNOWN,
      arrival: around.arrival?.by,
      choices: around.choices.map(({ choice }) => choice),
    });
  }

  /** Whether a new version may take over: nothing is under way. */
  function isIdle(): boolean {
    return QUIET.has(navigation.state.route.at);
  }

  /** Other windows would be left with a version that is half gone. */
  async function update(): Promise<void> {
    show({ updateHeld: !(await options.update()) });
  }

  async function copy(text: string): Promise<void> {
    show({ copied: { text, ok: await options.copy(text) } });
  }

  /** Leads to an intent, past an authentication where the lock does not allow it already. */
  function want(intent: Intent): void {
    const pinOnly =
      intent.to === 'approve' && services?.requests.asksForPin(navigation.state.route);
    const means = snapshot.biometrics && !pinOnly ? 'biometrics-or-pin' : 'pin';
    const free =
      snapshot.pin === undefined || (!needsFresh(intent) && services?.proofs.current !== undefined);
    navigation.send({ type: 'wanted', intent, need: free ? 'nothing' : means });
  }

  /** To whichever machine has the screen. */
  function sendEither(event: ActivationEvent & NavigationEvent): void {
    if (navigation.state.route.at === 'wizard') sendActivation(event);
    else navigation.send(event);
  }

  function pinTyped(digits: string): void {
    withServices(({ activation, pinTyped: typed }) => {
      const { at } = navigation.state.route;
      const choosing =
        at === 'wizard' ? activation.state.step === 'choose-pin' : at === 'choose-pin';
      sendEither(typed(digits, choosing));
    });
  }

  /** What was seen, pasted or sent from outside. */
  const withReading = (use: (reading: CodeIntake) => void): void =>
    withServices(({ reading }) => use(reading));

  function lock(): void {
    services?.proofs.lock();
    navigation.send({ type: 'session-locked' });
  }

  function act(action: Action): void {
    switch (action.type) {
      case 'scan':
        return withReading((reading) => reading.open());
      case 'text-read':
        return withReading((reading) => reading.pasted(action.text));
      case 'arrival-used':
        return withReading((reading) => reading.useArrival());
      case 'arrival-copied':
        return withReading((reading) => void copy(reading.arrivalText()));
      case 'arrival-dismissed':
        return show({ arrival: undefined });
      case 'choice-made':
        return withReading((reading) => reading.chosen(action.index));
      case 'choices-dismissed':
        return show({ choices: [] });
      case 'add-account':
        return want({ to: 'activate', purpose: { kind: 'activate' } });
      case 'reactivate':
        return want({ to: 'activate', purpose: { kind: 'reactivate', account: action.account } });
      case 'show-otp':
        return want({ to: 'otp', account: action.account });
      case 'show-activation-code':
        return want({ to: 'activation-code', account: action.account });
      case 'remove':
        return want({ to: 'remove', account: action.account });
      case 'change-pin':
        return want({ to: 'change-pin' });
      case 'set-biometrics':
        return want({ to: action.on ? 'enable-biometrics' : 'disable-biometrics' });
      case 'set-notifications':
        return withServices(({ notifications }) => void notifications.turn(action.on));
      case 'approve':
      case 'deactivate':
        return withServices(({ requests }) => {
          const intent = requests.intent(action, navigation.state.route);
          if (intent) want(intent);
        });
      case 'check-requests':
        return withServices(({ requests }) => void requests.check(true));
      case 'unlock':
        return want({ to: 'unlock' });
      case 'lock':
        return lock();
      case 'go':
        return navigation.send({ type: 'went', to: action.to });
      case 'pin-typed':
        return pinTyped(action.digits);
      case 'copy':
        return void copy(action.text);
      case 'install':
        return options.install();
      case 'install-declined':
        return void vault.setSetting(INSTALL, 'declined').catch(() => undefined);
      case 'update':
        return isIdle() ? void update() : undefined;
      case 'pin-forgotten':
      case 'biometrics-chosen':
      case 'picture-confirmed':
      case 'picture-denied':
        return sendEither(action);
      case 'account-opened':
      case 'removal-asked':
      case 'rename-asked':
      case 'moved':
      case 'went-back':
      case 'second-tapped':
      case 'erase-wanted':
      case 'erase-confirmed':
      case 'request-wanted':
      case 'request-seen':
      case 'denied':
      case 'closed':
        return navigation.send(action);
      default:
        return sendActivation(action);
    }
  }

  /** What was left goes on where it was, without Home in between; what cannot be gone on with keeps nobody from Home. */
  async function begin(): Promise<void> {
    const left =
      snapshot.pending &&
      (await load()
        .then(({ resume }) => resume())
        .catch(() => undefined));
    navigation.send({ type: 'vault-opened' });
    if (left) {
      navigation.send({ type: 'wizard-opened' });
      return sendActivation(left);
    }
    const waiting = snapshot.accounts.find(({ state }) => state === 'waiting');
    if (waiting) want({ to: 'activation-code', account: waiting.id });
  }

  /** Nothing waits for these answers: a browser may take its time. */
  function lookAround(): void {
    const quietly = () => undefined;
    options.isPersisted().then((persisted) => show({ persisted }), quietly);
    if (!config.biometrics) return;
    options
      .biometricsAvailable()
      .then((biometricsAvailable) => show({ biometricsAvailable }), quietly);
  }

  /** Subscriptions change behind an app that is closed or hidden, and requests arrive. */
  const lookOutside = ({ notifications, requests }: Services): void => {
    void notifications.start();
    void requests.look().then(() => requests.check(false));
  };

  /** Runs while the page is hidden. */
  let locking: ReturnType<typeof setTimeout> | undefined;

  let looks = 0;
  async function refresh(): Promise<void> {
    const look = ++looks;
    const seen = await vault.snapshot();
    // A later look has seen more, and may be done before.
    if (look !== looks) return;
    const before = snapshot;
    snapshot = seen;
    const { route } = navigation.state;
    const by = services?.clockMoved(route, before.accounts, seen.accounts);
    if (by !== undefined) {
      around.clockSet = by.told ?? around.clockSet;
      showCodes(route);
    }
    void services?.requests.look();
    // Another tab erased everything: what is unlocked here opens nothing any more.
    if (!seen.pin && services?.proofs.current) lock();
    show();
  }

  vault.onChange(() => void refresh().catch(() => undefined));
  void begin().then(lookAround);

  return {
    act,
    warm: () => void load().then(lookOutside, () => undefined),
    hidden() {
      show({ concealed: true });
      clearTimeout(locking);
      locking = setTimeout(lock, config.graceSeconds * 1000);
    },
    shown(away, restored) {
      clearTimeout(locking);
      // A page that was frozen missed its timer.
      if (restored || away > config.graceSeconds * 1000) lock();
      show({ concealed: false });
      if (services) lookOutside(services);
      showCodes(navigation.state.route);
    },
    setInstallOffered: (installOffered) => show({ installOffered }),
    setUpdateReady: () => show({ updateReady: true }),
    setUpdateTaken() {
      around.updateTaken = true;
      if (isIdle()) options.reload();
    },
    seen: (found) => withReading((reading) => reading.seen(found)),
    arrived: (arrival) => show({ arrival }),
    tapped: (name) => withServices(({ taps }) => taps.tapped(name)),
  };
}
