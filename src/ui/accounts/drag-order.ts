/** Puts a list's entries in another order by dragging them (Pointer Events). */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Pixels from the window's edge within which the list scrolls along, and how far each frame. */
const EDGE_PX = 64;
const SCROLL_PX = 8;

interface Drag {
  readonly pointer: number;
  readonly from: number;
  readonly entries: readonly HTMLElement[];
  /** Tops of the entries and the window's scroll position, where the drag began; pixels. */
  readonly tops: readonly number[];
  readonly scrolled: number;
  readonly startY: number;
  y: number;
  to: number;
}

/** `moved` is called with the places, from 0, when an entry is dropped at another one. */
export class DragOrder implements ReactiveController {
  #drag: Drag | undefined;
  #frame = 0;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #moved: (from: number, to: number) => void;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    moved: (from: number, to: number) => void,
  ) {
    this.#host = host;
    this.#moved = moved;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#end();
  }

  /** For a grip's `pointerdown`: `entry` is what it moves, among its siblings. */
  start(event: PointerEvent): void {
    const grip = event.currentTarget as HTMLElement;
    const entry = grip.closest('li');
    if (this.#drag || !entry?.parentElement || event.button !== 0) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const entries = [...entry.parentElement.children] as HTMLElement[];
    const from = entries.indexOf(entry);
    this.#drag = {
      pointer: event.pointerId,
      from,
      entries,
      tops: entries.map((each) => each.getBoundingClientRect().top),
      scrolled: scrollY,
      startY: event.clientY,
      y: event.clientY,
      to: from,
    };
    entry.toggleAttribute('data-dragged', true);
    addEventListener('keydown', this.#pressed, { capture: true });
    this.#frame = requestAnimationFrame(this.#follow);
  }

  /** For `pointermove`. */
  move(event: PointerEvent): void {
    if (event.pointerId === this.#drag?.pointer) this.#drag.y = event.clientY;
  }

  /** For `pointerup`: drops the entry where it is. */
  drop(event: PointerEvent): void {
    const drag = this.#drag;
    if (event.pointerId !== drag?.pointer) return;
    drag.y = event.clientY;
    this.#place(drag);
    this.#end();
    if (drag.to !== drag.from) this.#moved(drag.from, drag.to);
  }

  /** For `pointercancel`; **Escape** does the same: everything stays where it was. */
  cancel(): void {
    this.#end();
  }

  /** The app, which would take **Escape** for Back, leaves alone what was prevented. */
  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.cancel();
  };

  readonly #follow = (): void => {
    const drag = this.#drag;
    if (!drag) return;
    if (drag.y < EDGE_PX) scrollBy(0, -SCROLL_PX);
    if (drag.y > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
    this.#place(drag);
    this.#frame = requestAnimationFrame(this.#follow);
  };

  /** Moves the entry with the pointer, and those aside that it passes. */
  #place(drag: Drag): void {
    const { entries, tops, from } = drag;
    const by = drag.y - drag.startY + scrollY - drag.scrolled;
    drag.to = nearest(tops, tops[from]! + by);
    const height = entries[from]!.offsetHeight;
    for (const [i, entry] of entries.entries()) {
      const aside = i > from && i <= drag.to ? -height : i < from && i >= drag.to ? height : 0;
      entry.style.transform = `translateY(${i === from ? by : aside}px)`;
    }
  }

  #end(): void {
    cancelAnimationFrame(this.#frame);
    removeEventListener('keydown', this.#pressed, { capture: true });
    for (const entry of this.#drag?.entries ?? []) {
      entry.style.transform = '';
      entry.removeAttribute('data-dragged');
    }
    this.#drag = undefined;
    this.#host.requestUpdate();
  }
}

/** Returns the index of the number nearest to `value`. */
function nearest(numbers: readonly number[], value: number): number {
  const distances = numbers.map((each) => Math.abs(each - value));
  return distances.indexOf(Math.min(...distances));
}
