/** Opens the request of a tapped notification in a window of the app (Notifications API). */
import { OPEN_REQUEST, toRequestFragment, toRequestRef } from '../src/core/request-ref.ts';

/** The part of a WindowClient that is used here. */
export interface AppWindow {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: string;
  readonly focus: () => Promise<unknown>;
  readonly postMessage: (message: unknown) => void;
}

export interface ClickContext {
  /** Windows of this origin, the last used first. */
  readonly windows: () => Promise<readonly AppWindow[]>;
  readonly openWindow: (url: string) => Promise<unknown>;
  /** The app's address. */
  readonly base: string;
}

/**
 * Brings a window of the app to the front and tells it the request, or opens one. A window is never
 * navigated: it may be in the middle of an activation.
 * @param data as the notification kept it; without a request's names the app itself is opened
 */
export async function openFromNotification(data: unknown, context: ClickContext): Promise<void> {
  const wanted = toRequestRef(data);
  const windows = (await context.windows()).filter(({ url }) => url.startsWith(context.base));
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
      if (wanted) best.postMessage({ type: OPEN_REQUEST, ...wanted });
      return;
    }
  }
  const fragment = wanted ? `#${toRequestFragment(wanted)}` : '';
  await context.openWindow(new URL(`./${fragment}`, context.base).href);
}
