/** The page's life cycle: hidden and shown, locked after the grace time, updated when idle. */
import type { AppContext } from './app-context.ts';
import { isIdle } from './app-view.ts';
import type { Services } from './services-types.ts';

export interface Lifecycle {
  readonly hide: () => void;
  readonly show: (away: number, restored: boolean) => void;
  /** Drops every key. */
  readonly lock: () => void;
  /** Reads, and lets others know, what may have changed outside the app. */
  readonly catchUp: (services: Services) => void;
  /** Tells other windows whether this one is busy; ends a new version's wait for an idle app. */
  readonly routeChanged: () => void;
  /** The person wants the new version. */
  readonly update: () => void;
  readonly setUpdateTaken: () => void;
}

export function createLifecycle(
  { options, navigation, services, view }: AppContext,
  showOtp: () => void,
): Lifecycle {
  const graceMs = options.config.graceSeconds * 1000;
  /** Runs while the page is hidden. */
  let lockTimer: ReturnType<typeof setTimeout> | undefined;
  let updateTaken = false;

  function lock(): void {
    services.current?.authSession.lock();
    services.current?.transfers.locked();
    services.current?.earlier.look();
    navigation.send({ type: 'session-locked' });
  }

  /** Subscriptions change while an app is closed or hidden, and requests arrive. */
  function catchUp({ notifications, requests, earlier, dropExpired }: Services): void {
    dropExpired();
    earlier.tidy();
    requests.setVisible(true);
    void notifications.start();
    void requests.look().then(() => requests.check(false));
  }

  function reloadIfIdle(): void {
    if (updateTaken && isIdle(navigation.state.route)) options.reload();
  }

  /** A window that is busy would be left with a version that is half gone. */
  async function takeUpdate(): Promise<void> {
    view.update({ updateHeld: !(await options.update()) });
  }

  return {
    hide() {
      view.update({ concealed: true });
      services.current?.requests.setVisible(false);
      services.current?.transfers.hidden();
      clearTimeout(lockTimer);
      lockTimer = setTimeout(lock, graceMs);
    },
    show(away, restored) {
      clearTimeout(lockTimer);
      // The timer of a page that was frozen did not run.
      if (restored || away > graceMs) lock();
      view.update({ concealed: false });
      if (services.current) catchUp(services.current);
      showOtp();
    },
    lock,
    catchUp,
    routeChanged() {
      options.busy(!isIdle(navigation.state.route));
      reloadIfIdle();
    },
    update() {
      if (isIdle(navigation.state.route)) void takeUpdate();
    },
    setUpdateTaken() {
      updateTaken = true;
      reloadIfIdle();
    },
  };
}
