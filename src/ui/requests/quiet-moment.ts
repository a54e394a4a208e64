/** Tells when the page is quiet: no finger on it, and none for a moment. */

export interface QuietMoment {
  readonly isQuiet: () => boolean;
  /** Calls back once it is quiet; whoever asked before is forgotten. */
  readonly then: (work: () => void) => void;
  readonly stop: () => void;
}

export interface QuietMomentContext {
  /** Where touches are heard: the window. */
  readonly target: EventTarget;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  /** Milliseconds: when it was touched last, as far as that is known. */
  readonly touchedAt?: number;
}

/** Milliseconds after the last touch: a second tap, or the next move of a scroll, comes sooner. */
const QUIET_MS = 500;

const BEGINS = ['pointerdown'] as const;
const ENDS = ['pointerup', 'pointercancel'] as const;
/** A mouse on its way to something, and a page that is still rolling. */
const MOVES = ['pointermove', 'wheel', 'scroll'] as const;

export function createQuietMoment(context: QuietMomentContext): QuietMoment {
  const { target, now, touchedAt = -Infinity } = context;
  const pressed = new Set<number>();
  const stopped = new AbortController();
  let last = touchedAt;
  let waiting: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function isQuiet(): boolean {
    return pressed.size === 0 && now() - last >= QUIET_MS;
  }

  function plan(): void {
    clearTimeout(timer);
    if (!waiting || pressed.size > 0) return;
    timer = setTimeout(tell, Math.max(0, last + QUIET_MS - now()));
  }

  function tell(): void {
    if (!isQuiet()) return plan();
    const work = waiting;
    waiting = undefined;
    work?.();
  }

  function hear(types: readonly string[], heard: (event: Event) => void): void {
    const options = { capture: true, passive: true, signal: stopped.signal };
    for (const type of types)
      target.addEventListener(
        type,
        (event) => {
          heard(event);
          last = now();
          plan();
        },
        options,
      );
  }

  hear(BEGINS, (event) => pressed.add(pointerOf(event)));
  hear(ENDS, (event) => pressed.delete(pointerOf(event)));
  hear(MOVES, () => undefined);
  return {
    isQuiet,
    then(work) {
      waiting = work;
      plan();
    },
    stop() {
      stopped.abort();
      clearTimeout(timer);
      waiting = undefined;
    },
  };
}

function pointerOf(event: Event): number {
  return (event as PointerEvent).pointerId;
}
