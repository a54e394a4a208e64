/** Looks for requests by itself while somebody may be waiting for one (docs/protocol.md §8). */
import type { Route } from '../core/navigation/route-types.ts';

export interface SelfLookContext {
  /** Looks at the services that were not looked at for so many milliseconds. Never rejects. */
  readonly look: (pauseMs: number) => Promise<void>;
  /** Called when it begins or stops to look by itself. */
  readonly changed: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random?: () => number;
}

export interface SelfLook {
  /** Whether it looks by itself at present. */
  readonly active: boolean;
  readonly moved: (route: Route) => void;
  readonly setVisible: (visible: boolean) => void;
  /** The person has touched the page or pressed a key. */
  readonly touched: () => void;
}

/**
 * Milliseconds between two looks on the routes that show what waits. Whoever opens **Pending
 * requests** was told by a page to look there, and opening it looks at once; what comes afterwards
 * waits five seconds on average. What Home shows may come in passing, and Home is what most open
 * apps show: of a million accounts, ten thousand open there are 333 calls a second, each with a
 * token to verify.
 */
const PAUSES_MS: Partial<Record<Route['at'], number>> = {
  requests: 10_000,
  home: 30_000,
  // Home with a card open.
  otp: 30_000,
};
/** Each pause is longer or shorter by up to this part: many phones do not call at once. */
const JITTER = 0.2;
/** Milliseconds after the last touch: a phone that lies there is not being waited at. */
const LAST_TOUCH_MS = 300_000;

export function createSelfLook(context: SelfLookContext): SelfLook {
  const { look, changed, now, random = Math.random } = context;
  let at: Route['at'] = 'starting';
  let visible = true;
  let touchedAt = now();
  let active = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Returns whether it looks by itself from here on. */
  function plan(): boolean {
    clearTimeout(timer);
    const pauseMs = PAUSES_MS[at];
    const wanted = visible && pauseMs !== undefined && now() - touchedAt < LAST_TOUCH_MS;
    if (wanted) {
      const part = 1 + JITTER * (2 * random() - 1);
      timer = setTimeout(() => void lookAndPlan(pauseMs), pauseMs * part);
    }
    if (wanted !== active) {
      active = wanted;
      changed();
    }
    return wanted;
  }

  async function lookAndPlan(pauseMs: number): Promise<void> {
    await look(pauseMs * (1 - JITTER));
    plan();
  }

  return {
    get active() {
      return active;
    },
    moved(route) {
      at = route.at;
      plan();
    },
    setVisible(isVisible) {
      visible = isVisible;
      plan();
    },
    touched() {
      touchedAt = now();
      if (!active && plan()) void look(0);
    },
  };
}
