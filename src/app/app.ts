/** Wires both machines to one vault: actions in, one view out. */
import { asTesseraError } from '../core/errors.ts';
import { START, transition } from '../core/navigation/machine.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type {
  NavigationEffect,
  NavigationEvent,
  NavigationState,
} from '../core/navigation/types.ts';
import { within } from '../platform/within.ts';
import { DROPPED_SETTING, LANGUAGE_SETTING } from '../vault/settings.ts';
import type { VaultSnapshot } from '../vault/types.ts';
import { createActions } from './actions.ts';
import type { AppContext } from './app-context.ts';
import type { App, AppOptions } from './app-types.ts';
import type { ViewPort } from './app-view.ts';
import { INITIAL_LOCAL_STATE, projectView } from './app-view.ts';
import { createLifecycle } from './lifecycle.ts';
import { createLazyServices } from './load-services.ts';
import { runMachine } from './runner.ts';
import { createSnapshotReader } from './snapshot-reader.ts';

/** Milliseconds that the first screen waits for another language than the page began in. */
const LANGUAGE_MS = 3000;

/** Opens on what the vault contains: resumes a pending activation, else opens Home. */
export async function startApp(options: AppOptions): Promise<App> {
  const vault = await createSnapshotReader(options.vault);
  let local = INITIAL_LOCAL_STATE;
  let routeShown = START.route;

  const view: ViewPort = {
    get accounts() {
      return vault.current.accounts;
    },
    get local() {
      return local;
    },
    update(change = {}) {
      local = { ...local, ...change };
      services.current?.codePictures.follow();
      options.onView(
        projectView({
          environment: options,
          vault: vault.current,
          navigation: navigation.state,
          local,
          language: options.language.view,
          services: services.current?.state,
        }),
      );
    },
  };
  const navigation = runMachine<NavigationState, NavigationEvent, NavigationEffect>({
    start: START,
    transition,
    perform: async (effect, signal) => (await services.load()).perform(effect, signal),
    failed(thrown, { type }) {
      const { code } = asTesseraError(thrown);
      const isCheck = type === 'check-biometrics' || type === 'check-pin';
      return isCheck ? { type: 'proof-refused', problem: { code } } : { type: 'failed', code };
    },
    stage: ({ route }) => route,
    changed({ route }) {
      const moved = route !== routeShown;
      routeShown = route;
      if (moved) {
        local = { ...local, clockSet: undefined, otp: undefined };
        if (isTransferOver(route)) services.current?.transfers.left();
        services.current?.requests.moved(route);
        services.current?.earlier.moved(route);
        showOtp();
      }
      lifecycle.routeChanged();
      view.update();
      if (moved) queueMicrotask(() => services.current?.taps.moved());
    },
  });
  const services = createLazyServices({
    options,
    navigation,
    view,
    settings: () => vault.current.settings,
    pursue: (intent) => actions.pursue(intent),
  });
  const context: AppContext = { options, vault, navigation, services, view };
  const lifecycle = createLifecycle(context, showOtp);
  const actions = createActions(context, { ...lifecycle, followLanguage });

  /** Makes one-time passwords while their card is open; masked ones wait for a tap. */
  function showOtp(): void {
    if (local.otp && 'masked' in local.otp) return;
    const { route } = navigation.state;
    const account =
      route.at === 'otp'
        ? vault.current.accounts.find(({ id }) => id === route.account)
        : undefined;
    const unlocked = services.current?.authSession.current;
    const hmac = unlocked && account && (() => unlocked.otp(account.id));
    services.current?.otpClock.show(account, hmac, options.vault);
  }

  /** Resumes a pending activation directly; if that fails, opens Home. */
  async function begin(): Promise<void> {
    const { pending, settings } = vault.current;
    const resumed =
      (pending ?? settings[DROPPED_SETTING] !== undefined) &&
      (await services
        .load()
        .then(({ resume }) => resume())
        .catch(() => undefined));
    navigation.send({ type: 'vault-opened' });
    if (resumed) {
      navigation.send({ type: 'wizard-opened' });
      actions.sendActivation(resumed);
      return;
    }
    const waiting = vault.current.accounts.find(({ state }) => state === 'waiting');
    if (waiting) actions.finish(waiting.id, 'untapped');
    else if (vault.current.enrolling) actions.resume({ to: 'transfer', purpose: 'enrol' });
  }

  async function followLanguage(): Promise<void> {
    await options.language.follow(vault.current.settings[LANGUAGE_SETTING]);
    view.update();
  }

  /** Fetches again the language that did not come. */
  function fetchMissingLanguage(): void {
    if (options.language.view.missing !== undefined) void followLanguage();
  }

  /** Asks the browser what it can do; nothing waits for the answers. */
  function askBrowser(): void {
    const ignore = (): undefined => undefined;
    options.isPersisted().then((persisted) => view.update({ persisted }), ignore);
    askBiometrics();
  }

  /** Whether there are any changes while the app is away: in the system's settings. */
  function askBiometrics(): void {
    const ignore = (): undefined => undefined;
    if (!options.config.biometrics) return;
    options
      .biometricsAvailable()
      .then((biometricsAvailable) => view.update({ biometricsAvailable }), ignore);
  }

  /** The browser's data was cleared under the open app: only loading it again begins anew. */
  function cleared(): void {
    const { accounts, damaged, pending } = vault.current;
    services.current?.authSession.lock();
    if (accounts.length + damaged.length === 0 && !pending) options.reload();
    else navigation.send({ type: 'vault-unusable', code: 'STORAGE_CLEARED' });
  }

  vault.follow((before) => {
    const { accounts, pin } = vault.current;
    const { route } = navigation.state;
    const change = services.current?.clockMoved(route, before.accounts, accounts);
    if (change !== undefined) {
      local = { ...local, clockSet: change.told ?? local.clockSet };
      showOtp();
    }
    if (route.at === 'otp' && !hasAccount(before, route.account)) showOtp();
    services.current?.pendingChanged(vault.current);
    void services.current?.requests.look();
    services.current?.earlier.look();
    if (vault.current.settings[LANGUAGE_SETTING] !== before.settings[LANGUAGE_SETTING])
      void followLanguage();
    // Everything was erased in another tab: the keys unlocked here open nothing.
    if (!pin && services.current?.authSession.current) lifecycle.lock();
    view.update();
  }, cleared);
  await within(LANGUAGE_MS, followLanguage(), () => undefined);
  void begin().then(askBrowser);

  return {
    act: actions.act,
    preload: () => void services.load().then(lifecycle.catchUp, () => undefined),
    hide: lifecycle.hide,
    show(away, restored) {
      lifecycle.show(away, restored);
      fetchMissingLanguage();
      askBiometrics();
    },
    lookAgain(why) {
      if (why === 'connected') services.current?.requests.connected();
      fetchMissingLanguage();
      if (!local.concealed) void services.current?.requests.check(false);
    },
    touched: () => services.current?.requests.touched(),
    setInstallOffered: (installOffered) => view.update({ installOffered }),
    setUpdateReady: () => view.update({ updateReady: true }),
    setUpdateTaken: lifecycle.setUpdateTaken,
    readFound: (found, by = 'picture') =>
      services.use(({ intake, transfers }) =>
        navigation.state.route.at === 'transfer' ? transfers.seen(found, by) : intake.seen(found),
      ),
    offer(incoming) {
      // One thing is asked at a time: what came before would never be answered.
      if (local.incoming?.by === 'reading') local.incoming.cancel();
      view.update({ incoming, choices: [] });
    },
    bringFile: (file) => services.use(({ bringFile }) => bringFile(file)),
    openRequest: (name) => services.use(({ taps }) => taps.tapped(name)),
  };
}

function hasAccount({ accounts }: VaultSnapshot, account: string): boolean {
  return accounts.some(({ id }) => id === account);
}

/** Returns whether nothing of a transfer is to be kept: it may be locked, and ask for the PIN. */
function isTransferOver(route: Route): boolean {
  if (route.at === 'transfer') return false;
  const waits = 'then' in route && route.then.to === 'transfer';
  return !waits && !(route.at === 'forgot-pin' || route.at === 'failed');
}
