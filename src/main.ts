/** The composition root: opens the vault, runs the app, and puts the screens on the page. */
/// <reference types="vite/client" />
import { startApp } from './app/app.ts';
import type { App } from './app/app-types.ts';
import type { ViewEnvironment } from './app/app-view.ts';
import { initialView } from './app/app-view.ts';
import type { CameraSession } from './app/camera-session.ts';
import { createSupport } from './app/support.ts';
import { config, version } from './config.ts';
import type { Action } from './core/action.ts';
import { codeAccepted } from './core/activation/selectors.ts';
import type { ErrorCode } from './core/errors.ts';
import { asTesseraError, TesseraError } from './core/errors.ts';
import { START } from './core/navigation/machine.ts';
import { isExportFile } from './core/transfer/export-file.ts';
import type { View } from './core/view.ts';
import { languageChoice, loadWords } from './language.ts';
import { canReadClipboard, copyText, readClipboard } from './platform/clipboard.ts';
import { watchDropAndPaste } from './platform/drop-and-paste.ts';
import { isFramed } from './platform/framing.ts';
import { vibrate } from './platform/haptics.ts';
import { detectBrowser, detectPlatform, isInstalled, watchInstall } from './platform/install.ts';
import type { Launch } from './platform/launch.ts';
import { watchLaunch } from './platform/launch.ts';
import { loadWithin } from './platform/load-within.ts';
import { createBusyLock, ifNobodyIsBusy } from './platform/locks.ts';
import { takeSharedFile } from './platform/shared-file.ts';
import {
  isBrowserTooOld,
  putBehindStartPage,
  tellFramed,
  tellUnloaded,
} from './platform/start-page.ts';
import { askToPersist, isPersisted } from './platform/storage.ts';
import { scriptUrl } from './platform/trusted-urls.ts';
import type { Updates } from './platform/updates.ts';
import { watchReturn, watchTouches, watchVisibility } from './platform/visibility.ts';
import { keepAwake } from './platform/wake-lock.ts';
import decoderUrl from './symbology/decoder.worker.ts?worker&url';
import type { Found } from './symbology/reader.ts';
import { followLanguage } from './ui/follow-language.ts';
import { TesseraApp } from './ui/tessera-app.ts';
import type { Vault } from './vault/types.ts';
import { eraseDamagedVault, openVault } from './vault/vault.ts';

/** Steps that use the camera. It stays on while a code is read, so that nothing asks again. */
const SCAN_STEPS: ReadonlySet<View['activation']['step']> = new Set([
  'scan-first',
  'reading-first',
  'scan-second',
  'reading-second',
] as const);

/** Those of them, of another server's enrolment too, at which a code is read. */
const READING_STEPS: ReadonlySet<string> = new Set([
  'reading-first',
  'reading-second',
  'enrol-reading',
]);

/** The setting that keeps the chosen camera. */
const CAMERA_SETTING = 'camera';

/** The name of the lock that a busy window has. */
const BUSY_LOCK = 'tessera/busy';

/** Never aborted: the app lives as long as its page. */
const forever = new AbortController().signal;
const { name, logo } = config;
const environment: ViewEnvironment = {
  config,
  about: { name, version, licences: './licences.js', ...(logo !== undefined && { logo }) },
  platform: detectPlatform(),
  browser: detectBrowser(),
  installed: isInstalled(),
  canPaste: canReadClipboard(),
};
followLanguage();
const screen = new TesseraApp();
let app: App | undefined;
let vault: Vault | undefined;
let cameraSession: Promise<CameraSession<HTMLVideoElement>> | undefined;
let updates: Updates | undefined = undefined;
let watching: Promise<void> | undefined;

screen.act = (action) => (app ? app.act(action) : withoutApp(action));
screen.onVideo = (video) => withCamera((session) => session.setVideo(video));
screen.onCamera = (command) => withCamera((session) => session.command(command));
screen.onPicture = (file) => void readPicture(file);
screen.support = createSupport(environment);

const install = watchInstall(() => app?.setInstallOffered(install.offered));
let leaveStartPage: () => void = () => undefined;
// Not awaited here: chunks that are loaded later import this one, and would wait for it for ever.
if (isFramed()) tellFramed();
else if (!isBrowserTooOld()) void startUp();

async function startUp(): Promise<void> {
  if (!(await loadWords())) {
    tellUnloaded();
    return;
  }
  screen.view = initialView(environment, languageChoice.view);
  leaveStartPage = putBehindStartPage(screen);
  await openApp();
  watchDropAndPaste(
    {
      onPicture: (file) => void readPicture(file),
      onText: (text) => app?.act({ type: 'text-read', text }),
      ...(config.otherAccounts && { onExport: (file: Blob) => app?.bringFile(file) }),
    },
    forever,
  );
  watchLaunch(handleLaunch, forever);
  // After the first screen: registering fetches the whole app, and must not stand in its way.
  app?.preload();
  await watchWorker();
}

/** If the code cannot be fetched, the next time that the page is shown tries again. */
function watchWorker(): Promise<void> {
  watching ??= startWatching().catch(() => {
    watching = undefined;
  });
  return watching;
}

async function startWatching(): Promise<void> {
  const [{ watchUpdates }, { watchNotificationTaps }] = await loadWithin(
    Promise.all([import('./platform/updates.ts'), import('./platform/notification-taps.ts')]),
  );
  watchNotificationTaps((name) => app?.openRequest(name), forever);
  updates = await watchUpdates(
    scriptUrl('./service-worker.js'),
    () => app?.setUpdateReady(),
    () => app?.setUpdateTaken(),
  );
}

async function openApp(): Promise<void> {
  try {
    // Without it there is no WebCrypto, and the first failure would be reported as UNEXPECTED.
    if (!isSecureContext) throw new TesseraError('NO_SECURE_CONTEXT');
    const opened = await openVault({
      pinLength: config.pinLength,
      name: config.name,
      historyDays: config.earlierDays,
      ...(config.wipeAfter > 0 && { wipeAfter: config.wipeAfter }),
    });
    vault = opened;
    app = await startApp({
      ...environment,
      language: languageChoice,
      vault: opened,
      config,
      biometricsAvailable: async () => (await opened.biometricsAvailability()).is === 'available',
      persist: askToPersist,
      isPersisted,
      copy: copyText,
      paste: readClipboard,
      install: () => void install.ask(),
      update: () => ifNobodyIsBusy(BUSY_LOCK, () => updates?.apply()),
      busy: createBusyLock(BUSY_LOCK),
      reload: () => location.reload(),
      isOnline: () => navigator.onLine,
      now: Date.now,
      onView: render,
    });
  } catch (thrown) {
    showUnusable(asTesseraError(thrown).code);
    return;
  }
  app.setInstallOffered(install.offered);
  watchTouches(() => app?.touched(), forever);
  watchReturn((why) => app?.lookAgain(why), forever);
  watchVisibility(
    {
      hidden() {
        app?.hide();
        withCamera((session) => session.setVisible(false));
      },
      shown(away, restored) {
        app?.show(away, restored);
        withCamera((session) => session.setVisible(true));
        void watchWorker().then(() => updates?.check());
      },
    },
    forever,
  );
}

function showUnusable(error: ErrorCode): void {
  screen.view = {
    ...initialView(environment, languageChoice.view),
    navigation: { route: { at: 'unusable', error }, lock: START.lock },
  };
  leaveStartPage();
}

/** A vault that does not open can only be erased, after the usual typed word. */
function withoutApp(action: Action): void {
  const at = screen.view?.navigation.route.at;
  if (at !== 'unusable' && at !== 'erase') return;
  if (action.type === 'erase-wanted')
    screen.view = {
      ...initialView(environment, languageChoice.view),
      navigation: { route: { at: 'erase' }, lock: START.lock },
    };
  if (action.type === 'went-back') showUnusable('VAULT_DAMAGED');
  if (action.type === 'erase-confirmed')
    void eraseDamagedVault().then(openApp, (thrown: unknown) =>
      showUnusable(asTesseraError(thrown).code),
    );
}

/** Handles a shortcut, a link or a share; a link acts only after a tap. */
function handleLaunch(launch: Launch): void {
  switch (launch.by) {
    case 'scan':
      return app?.act({ type: 'scan' });
    case 'otp': {
      const account = screen.view?.accounts[0];
      return account && app?.act({ type: 'show-otp', account: account.id });
    }
    case 'shared':
      return void takeSharedFile().then((file) => file && offerShared(file));
    case 'link':
      return app?.offer({ by: 'link', address: launch.address });
    case 'request':
      return app?.openRequest(launch.name);
  }
}

/** What another app shared waits for a tap: another site can send it as well. */
function offerShared(file: Blob): void {
  const isExport = config.otherAccounts && (isExportFile(file) || file.type.startsWith('text/'));
  app?.offer(
    isExport
      ? { by: 'export', read: () => app?.bringFile(file) }
      : { by: 'picture', read: () => void readPicture(file) },
  );
}

function render(view: View): void {
  if (codeAccepted(screen.view?.activation, view.activation) || wasScanned(screen.view, view))
    vibrate();
  screen.view = view;
  if (view.navigation.route.at !== 'starting') leaveStartPage();
  const { step } = view.activation;
  const onScreen = view.navigation.route.at === 'wizard';
  const transfer = view.navigation.route.at === 'transfer' ? view.transfer : undefined;
  keepAwake(
    (onScreen && (step === 'device-code' || step === 'activation-code')) ||
      view.navigation.route.at === 'response-code' ||
      view.codePicture !== undefined ||
      // Nobody touches a phone while they write on paper, or hold it to another.
      transfer?.purpose === 'back-up' ||
      transfer?.purpose === 'send' ||
      transfer?.purpose === 'receive',
  );
  const scans = (onScreen && SCAN_STEPS.has(step)) || transfer?.scans === true;
  // Camera and decoder are loaded for the first scan: Home stays small.
  if (scans) cameraSession ??= startCamera().catch(withoutCamera);
  withCamera((session) => {
    session.setReading(READING_STEPS.has(transfer?.state.step ?? step));
    session.setWanted(scans);
  });
}

/** Returns true if a request's image was just read, and its request is shown. */
function wasScanned(before: View | undefined, { navigation: { route } }: View): boolean {
  const scanned = route.at === 'request' || route.at === 'deactivation';
  return scanned && before?.navigation.route.at === 'wizard';
}

function withCamera(use: (session: CameraSession<HTMLVideoElement>) => void): void {
  void cameraSession?.then(use, () => undefined);
}

/** Reports that the scanner could not be loaded; the next visit of the screen tries again. */
function withoutCamera(thrown: unknown): never {
  cameraSession = undefined;
  screen.camera = { problem: 'UNEXPECTED' };
  throw thrown;
}

async function startCamera(): Promise<CameraSession<HTMLVideoElement>> {
  const [
    { createCameraSession },
    { openCamera, cameraPermission },
    { captureFrames },
    { openDecoder, roundTripOn },
    { contextOf },
    device,
  ] = await loadWithin(
    Promise.all([
      import('./app/camera-session.ts'),
      import('./platform/camera.ts'),
      import('./platform/frames.ts'),
      import('./symbology/decoder.ts'),
      import('./platform/pixels.ts'),
      rememberedCamera(),
    ]),
  );
  return createCameraSession<HTMLVideoElement>({
    permission: cameraPermission,
    openCamera,
    device,
    onDevice: (id) => void vault?.setSetting(CAMERA_SETTING, id).catch(() => undefined),
    capture: captureFrames,
    openDecoder: () => openDecoder(decoderWorker(), roundTripOn(contextOf)),
    onCamera: (camera) => (screen.camera = camera),
    onFound: (found) => app?.readFound([found], 'camera'),
    now: Date.now,
  });
}

/** Returns the camera chosen on an earlier visit; its id is random, and valid here alone. */
async function rememberedCamera(): Promise<string | undefined> {
  const snapshot = await vault?.snapshot().catch(() => undefined);
  const device = snapshot?.settings[CAMERA_SETTING];
  return typeof device === 'string' ? device : undefined;
}

/** Reads a picture from the gallery, a drop or a paste; nothing of it is kept. */
async function readPicture(file: Blob): Promise<void> {
  const cancelled = new AbortController();
  const { signal } = cancelled;
  app?.offer({ by: 'reading', cancel: () => cancelled.abort() });
  let found: readonly Found[] | ErrorCode;
  try {
    const [{ findCodes }, { openDecoder, roundTripOn }, { contextOf }] = await loadWithin(
      Promise.all([
        import('./app/find-codes.ts'),
        import('./symbology/decoder.ts'),
        import('./platform/pixels.ts'),
      ]),
    );
    const decoder = () => openDecoder(decoderWorker(), roundTripOn(contextOf));
    found = await findCodes(file, decoder, signal);
  } catch (thrown) {
    found = asTesseraError(thrown).code;
  }
  if (!signal.aborted) app?.readFound(found);
}

function decoderWorker(): Worker {
  return new Worker(scriptUrl(decoderUrl), { type: 'module' });
}
