/** Runs both machines over one vault: actions and events in, one view out. The state is written here and nowhere else. */
import { transition as transitionActivation } from '../core/activation/transition.ts';
import type { Activation, ActivationEffect, ActivationEvent } from '../core/activation/steps.ts';
import { messageKind, readText } from '../core/carriers.ts';
import { asTesseraError } from '../core/errors.ts';
import type { Intent, Session, SessionEvent } from '../core/session/places.ts';
import { START, transition as transitionSession } from '../core/session/transition.ts';
import type { About, Action, OtpView, Platform, View } from '../core/view.ts';
import { pin, weakness } from '../vault/pin.ts';
import type { Vault, VaultSnapshot } from '../vault/vault.ts';
import type { ActivationEffects } from './activation.ts';
import { createOtpClock } from './otp.ts';
import { createProofs } from './proofs.ts';
import { run } from './runner.ts';
import { needsFresh, sessionEffects } from './session.ts';
import { sighting } from './sighting.ts';

export interface AppOptions {
  readonly vault: Vault;
  readonly studio: {
    readonly pinLength: number;
    readonly graceSeconds: number;
    readonly biometrics: boolean;
    readonly trustedIssuers: readonly { readonly key: string }[];
  };
  readonly about: Omit<About, 'persisted'>;
  readonly platform: Platform;
  /** Whether the system has an authenticator that can unlock the vault (WebAuthn PRF). */
  readonly biometricsAvailable: () => Promise<boolean>;
  readonly persist: () => Promise<boolean | undefined>;
  readonly isPersisted: () => Promise<boolean | undefined>;
  readonly installed: boolean;
  readonly copy: (text: string) => void;
  readonly install: () => void;
  readonly update: () => void;
  readonly now: () => number;
  readonly onView: (view: View) => void;
}

export interface App {
  act(action: Action): void;
  /** The page was hidden, or shown again after `away` milliseconds. */
  hidden(): void;
  shown(away: number, restored: boolean): void;
  setInstallOffered(offered: boolean): void;
  setUpdateReady(): void;
  /** Whether a new version may take over now: nothing is under way. */
  readonly idle: boolean;
}

/** Opens on what the vault holds: an activation that was left goes on, else Home. */
export async function startApp(options: AppOptions): Promise<App> {
  const { vault, studio } = options;
  let snapshot: VaultSnapshot = await vault.snapshot();
  const surroundings = {
    otp: undefined as OtpView | undefined,
    concealed: false,
    installOffered: false,
    updateReady: false,
    persisted: await options.isPersisted(),
    biometricsAvailable: studio.biometrics && (await options.biometricsAvailable()),
  };
  const biometrics = () =>
    !studio.biometrics
      ? 'not-allowed'
      : snapshot.biometrics
        ? 'on'
        : surroundings.biometricsAvailable
          ? 'off'
          : 'missing';

  const proofs = createProofs(vault, (picture) =>
    session.send({ type: 'session-unlocked', picture }),
  );
  const otpClock = createOtpClock(
    (otp) => show({ otp }),
    (thrown) => session.send({ type: 'failed', code: asTesseraError(thrown).code }),
    options.now,
  );

  /** The wizard's work is loaded when it is first needed: Home stays small. */
  let loading: Promise<ActivationEffects> | undefined;
  const wizard = (): Promise<ActivationEffects> =>
    (loading ??= import('./activation.ts').then(({ activationEffects }) =>
      activationEffects({
        vault,
        proofs,
        trustedKeys: studio.trustedIssuers.map(({ key }) => key),
        now: options.now,
        biometrics: async () =>
          !studio.biometrics
            ? 'not-allowed'
            : surroundings.biometricsAvailable
              ? 'offered'
              : 'missing',
        persist: async () => show({ persisted: await options.persist() }),
        leave: () => session.send({ type: 'wizard-left' }),
      }),
    ));
  const activation = run<Activation, ActivationEvent, ActivationEffect>({
    start: { step: 'idle' },
    transition: transitionActivation,
    perform: async (effect, signal) => (await wizard()).perform(effect, signal),
    failed: (thrown) => ({ type: 'failed', code: asTesseraError(thrown).code }),
    stage: (state) => state,
    changed: () => show(),
  });

  const effects = sessionEffects({
    vault,
    proofs,
    intent: () =>
      session.state.place.at === 'authenticate' ? session.state.place.then : undefined,
    startActivation: (purpose, proof) =>
      activation.send({ type: 'started', purpose, ...(proof !== undefined && { proof }) }),
    showActivationCode: async (account) => activation.send(await (await wizard()).waiting(account)),
  });
  const session = run<Session, SessionEvent, Parameters<typeof effects.perform>[0]>({
    start: START,
    transition: transitionSession,
    perform: effects.perform,
    failed: effects.failed,
    stage: ({ place }) => place,
    changed: sessionChanged,
  });

  let placeShown: Session['place'] = START.place;
  function sessionChanged({ place }: Session): void {
    const before = placeShown;
    placeShown = place;
    if (place !== before) showCodes(place);
    show();
  }

  /** Codes are made while their screen is open, and only then. */
  function showCodes(place: Session['place']): void {
    const account =
      place.at === 'otp' ? snapshot.accounts.find(({ id }) => id === place.account) : undefined;
    const unlocked = proofs.current;
    otpClock.show(account, unlocked && account && (() => unlocked.otp(account.id)));
  }

  function show(change: Partial<typeof surroundings> = {}): void {
    Object.assign(surroundings, change);
    const { otp, concealed, installOffered, updateReady, persisted } = surroundings;
    options.onView({
      session: session.state,
      activation: activation.state,
      accounts: snapshot.accounts,
      pinLength: snapshot.pin?.length ?? studio.pinLength,
      hasPin: snapshot.pin !== undefined,
      biometrics: biometrics(),
      platform: options.platform,
      installed: options.installed,
      installOffered,
      otp,
      concealed,
      updateReady: updateReady && isIdle(),
      about: { ...options.about, persisted },
    });
  }

  function isIdle(): boolean {
    const { at } = session.state.place;
    return activation.state.step === 'idle' && at !== 'working' && at !== 'authenticate';
  }

  /** Leads to an intent, past an authentication where the lock does not allow it already. */
  function want(intent: Intent): void {
    const means = snapshot.biometrics ? 'biometrics-or-pin' : 'pin';
    const free =
      snapshot.pin === undefined || (!needsFresh(intent) && proofs.current !== undefined);
    session.send({ type: 'wanted', intent, need: free ? 'nothing' : means });
  }

  /** To whichever machine has the screen. */
  function sendBoth(event: ActivationEvent & SessionEvent): void {
    if (session.state.place.at === 'wizard') activation.send(event);
    else session.send(event);
  }

  function pinTyped(digits: string): void {
    const { place } = session.state;
    const choosing =
      place.at === 'wizard' ? activation.state.step === 'choose-pin' : place.at === 'choose-pin';
    const entered = pin(digits);
    const weak = choosing ? weakness(entered) : undefined;
    if (weak) {
      entered.wipe();
      sendBoth({ type: 'pin-weak', why: weak });
    } else sendBoth({ type: 'pin-entered', pin: entered });
  }

  function messageSeen(message: Uint8Array): void {
    try {
      openWizard();
      activation.send({ type: 'message-read', kind: messageKind(message), message });
    } catch (thrown) {
      activation.send({ type: 'code-refused', notice: { code: asTesseraError(thrown).code } });
    }
  }

  function textSeen(text: string): void {
    let message: Uint8Array;
    try {
      message = readText(text);
    } catch (thrown) {
      const { code } = asTesseraError(thrown);
      openWizard();
      activation.send({
        type: 'code-refused',
        notice: { code, ...(code === 'NOT_OURS' && { seen: sighting(text) }) },
      });
      return;
    }
    messageSeen(message);
  }

  /** Text that is pasted on Home begins where **Scan Code** begins. */
  function openWizard(): void {
    if (session.state.place.at !== 'home') return;
    session.send({ type: 'wizard-opened' });
    if (activation.state.step === 'idle')
      activation.send({ type: 'started', purpose: { kind: 'activate' } });
  }

  function lock(): void {
    proofs.lock();
    session.send({ type: 'session-locked' });
  }

  function act(action: Action): void {
    switch (action.type) {
      case 'scan':
        return openWizard();
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
      case 'unlock':
        return want({ to: 'unlock' });
      case 'lock':
        return lock();
      case 'go':
        return session.send({ type: 'went', to: action.to });
      case 'pin-typed':
        return pinTyped(action.digits);
      case 'text-read':
        return textSeen(action.text);
      case 'bytes-read':
        return messageSeen(action.message);
      case 'unreadable':
        return activation.send({ type: 'code-refused', notice: { code: action.code } });
      case 'copy':
        return options.copy(action.text);
      case 'install':
        return options.install();
      case 'update':
        return isIdle() ? options.update() : undefined;
      case 'biometrics-chosen':
      case 'picture-confirmed':
      case 'picture-denied':
        return sendBoth(action);
      case 'account-opened':
      case 'removal-asked':
      case 'rename-asked':
      case 'moved':
      case 'went-back':
      case 'second-tapped':
      case 'pin-forgotten':
      case 'erase-wanted':
      case 'erase-confirmed':
        return session.send(action);
      default:
        return activation.send(action);
    }
  }

  vault.onChange(() => void refresh().catch(() => undefined));
  async function refresh(): Promise<void> {
    snapshot = await vault.snapshot();
    show();
  }

  session.send({ type: 'vault-opened' });
  await resume();

  async function resume(): Promise<void> {
    const pending = snapshot.pending && (await (await wizard()).resume().catch(() => undefined));
    if (pending) {
      session.send({ type: 'wizard-opened' });
      return activation.send(pending);
    }
    const waiting = snapshot.accounts.find(({ state }) => state === 'waiting');
    if (waiting) want({ to: 'activation-code', account: waiting.id });
  }

  return {
    act,
    hidden: () => show({ concealed: true }),
    shown(away, restored) {
      if (restored || away > studio.graceSeconds * 1000) lock();
      show({ concealed: false });
      showCodes(session.state.place);
    },
    setInstallOffered: (installOffered) => show({ installOffered }),
    setUpdateReady: () => show({ updateReady: true }),
    get idle() {
      return isIdle();
    },
  };
}
