/** A tap on a notification: the app's window comes to the front and is told which request, or the app is opened at it (Notifications API). */
import { OPEN_REQUEST, requestName, toRequestFragment } from '../src/core/request-ref.ts';

/** The part of a WindowClient that is used here. */
export interface AppWindow {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

export interface ClickWorld {
  /** Windows of this origin, those that were used last first. */
  readonly windows: () => Promise<readonly AppWindow[]>;
  readonly openWindow: (url: string) => Promise<unknown>;
  /** The app's address. */
  readonly base: string;
}

/** `data` as the notification kept it; anything else than a request's names leads to the app itself. Never navigates a window: it may be in the middle of an activation. */
export async function openFromNotification(data: unknown, world: ClickWorld): Promise<void> {
  const wanted = requestName(data);
  const windows = (await world.windows()).filter(({ url }) => url.startsWith(world.base));
  const best =
    windows.find(({ focused }) => focused) ??
    windows.find(({ visibilityState }) => visibilityState === 'visible') ??
    windows[0];
  if (best) {
    const focused = await best.focus().then(
      () => true,
      () => false,
    );
    if (focused) {
      wanted && best.postMessage({ type: OPEN_REQUEST, ...wanted });
      return;
    }
  }
  const place = wanted ? `#${toRequestFragment(wanted)}` : '';
  await world.openWindow(new URL(`./${place}`, world.base).href);
}
