/** The app's state, and the view that it projects to: a pure function, called for every change. */
import type { Activation } from '../core/activation/types.ts';
import { START } from '../core/navigation/machine.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { NavigationState } from '../core/navigation/types.ts';
import type { TransferView } from '../core/transfer/types.ts';
import type {
  About,
  Browser,
  Choice,
  CodePicture,
  Copied,
  CountedOtp,
  EarlierView,
  LanguageView,
  MaskedOtp,
  NotificationsView,
  OtpView,
  Pasted,
  Platform,
  RequestsView,
  RequestView,
  View,
} from '../core/view.ts';
import { MOVED_SETTING } from '../vault/settings.ts';
import type { VaultSnapshot } from '../vault/types.ts';
import type { ClassifiedCode } from './classify-code.ts';
import type { WaitingCodes } from './code-intake.ts';

/** What does not change while the app runs. */
export interface ViewEnvironment {
  readonly config: {
    readonly pinLength: number;
    readonly biometrics: boolean;
    /** Whether Home's cards say what a request is about before the app is unlocked. */
    readonly homeDetails: boolean;
    /** Whether accounts of other servers can be added. */
    readonly otherAccounts: boolean;
  };
  readonly about: Omit<About, 'persisted'>;
  readonly platform: Platform;
  readonly browser: Browser;
  readonly installed: boolean;
  readonly canPaste: boolean;
}

/** What the app knows besides its vault, its machines and its services. */
export interface LocalState extends WaitingCodes {
  readonly otp: OtpView | CountedOtp | MaskedOtp | undefined;
  /** Seconds; see `View`. */
  readonly clockSet: number | undefined;
  readonly concealed: boolean;
  readonly installOffered: boolean;
  readonly updateReady: boolean;
  readonly updateHeld: boolean;
  readonly copied: Copied | undefined;
  readonly pasted: Pasted | undefined;
  readonly persisted: boolean | undefined;
  /** Whether the system has an authenticator that can unlock the vault (WebAuthn PRF). */
  readonly biometricsAvailable: boolean;
  /** Trying has shown that it keeps no keys, whatever the browser says. */
  readonly keepsNoKeys: boolean;
}

/** What services add to the view once they are loaded. */
export interface ServicesState {
  readonly activation: Activation;
  readonly transfer: TransferView | undefined;
  readonly requests: RequestsView;
  readonly earlier: EarlierView;
  readonly request: RequestView | undefined;
  readonly notifications: NotificationsView;
  readonly codePicture: CodePicture | undefined;
}

export interface AppState {
  readonly environment: ViewEnvironment;
  readonly vault: Pick<VaultSnapshot, 'accounts' | 'damaged' | 'pin' | 'biometrics' | 'settings'>;
  readonly navigation: NavigationState;
  readonly local: LocalState;
  readonly language: LanguageView;
  /** Undefined until they are loaded. */
  readonly services: ServicesState | undefined;
}

/** Reads and changes the local state; every change is shown. */
export interface ViewPort {
  /** The vault's accounts as last read. */
  readonly accounts: VaultSnapshot['accounts'];
  readonly local: LocalState;
  readonly update: (change?: Partial<LocalState>) => void;
}

/** The setting that says whether the person wants to be told about installing. */
export const INSTALL_SETTING = 'install';

/** The setting that says whether the last digit of a PIN or number waits for **Continue**. */
export const ASK_FIRST_SETTING = 'ask-first';

export const INITIAL_LOCAL_STATE: LocalState = {
  otp: undefined,
  clockSet: undefined,
  concealed: false,
  installOffered: false,
  updateReady: false,
  updateHeld: false,
  copied: undefined,
  pasted: undefined,
  persisted: undefined,
  biometricsAvailable: false,
  keepsNoKeys: false,
  incoming: undefined,
  choices: [],
  collecting: undefined,
};

const EMPTY_VAULT: AppState['vault'] = {
  accounts: [],
  damaged: [],
  biometrics: false,
  settings: {},
};

const NOT_LOADED: ServicesState = {
  activation: { step: 'idle' },
  transfer: undefined,
  requests: { is: 'unknown', items: [], services: {} },
  earlier: { is: 'not-allowed' },
  request: undefined,
  notifications: { is: 'unknown', titles: false, accounts: {} },
  codePicture: undefined,
};

/** Routes on which nothing is under way that a new version could interrupt. */
const IDLE_ROUTES: ReadonlySet<Route['at']> = new Set<Route['at']>([
  'unusable',
  'home',
  'requests',
  'menu',
  'accounts',
  'biometrics',
  'notifications',
  'language',
  'new-phone',
  'help',
  'about',
]);

/** Returns true if a new version may take over: nothing is under way. */
export function isIdle(route: Route): boolean {
  return IDLE_ROUTES.has(route.at);
}

/** Returns the view before the vault was opened. */
export function initialView(environment: ViewEnvironment, language: LanguageView): View {
  return projectView({
    environment,
    vault: EMPTY_VAULT,
    navigation: START,
    local: INITIAL_LOCAL_STATE,
    language,
    services: undefined,
  });
}

/** Returns what every screen is drawn from. */
export function projectView(state: AppState): View {
  const { environment, vault, navigation, local } = state;
  const { activation, transfer, requests, earlier, request, notifications, codePicture } =
    state.services ?? NOT_LOADED;
  return {
    navigation,
    activation,
    transfer,
    accounts: vault.accounts,
    moved: movedAccounts(vault),
    damaged: vault.damaged,
    pinLength: vault.pin?.length ?? environment.config.pinLength,
    hasPin: vault.pin !== undefined,
    askFirst: vault.settings[ASK_FIRST_SETTING] === true,
    biometrics: biometricsOf(state),
    platform: environment.platform,
    browser: environment.browser,
    installed: environment.installed,
    installOffered: local.installOffered && vault.settings[INSTALL_SETTING] !== 'declined',
    otp: local.otp,
    clockSet: local.clockSet,
    requests,
    earlier,
    requestsDetailed: environment.config.homeDetails || navigation.lock.is === 'unlocked',
    request,
    codePicture,
    concealed: local.concealed,
    updateReady: local.updateReady && isIdle(navigation.route),
    updateHeld: local.updateHeld,
    copied: local.copied,
    otherAccounts: environment.config.otherAccounts,
    canPaste: environment.canPaste,
    pasted: local.pasted,
    language: state.language,
    about: { ...environment.about, persisted: local.persisted },
    notifications,
    incoming: local.incoming?.by,
    choices: local.choices.map(choiceOf),
    collecting: local.collecting,
  };
}

function movedAccounts({ accounts, settings }: AppState['vault']): readonly string[] {
  return accounts.map(({ id }) => id).filter((id) => settings[MOVED_SETTING + id] === true);
}

function choiceOf(code: ClassifiedCode): Choice {
  return 'of' in code ? { ...code.choice, of: code.of } : code.choice;
}

/** Returns true if trying to turn biometrics on may succeed. */
export function canOfferBiometrics(local: LocalState): boolean {
  return local.biometricsAvailable && !local.keepsNoKeys;
}

function biometricsOf({ environment, vault, local }: AppState): View['biometrics'] {
  if (!environment.config.biometrics) return 'not-allowed';
  if (vault.biometrics) return 'on';
  return canOfferBiometrics(local) ? 'off' : 'missing';
}
