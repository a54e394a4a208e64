/** Which requests are cards on Home, and whether the cards there must change. */
import type { RequestItem } from '../../core/view.ts';

/** Requests that are cards; the others are counted. */
const MOST_CARDS = 2;

export interface Arrangement {
  readonly cards: readonly RequestItem[];
  readonly more: number;
}

/** Returns the arrangement of requests of which the first to end comes first. */
export function arrange(items: readonly RequestItem[], now: number): Arrangement {
  const open = items.filter(({ expiresAt }) => expiresAt > now);
  return { cards: open.slice(0, MOST_CARDS), more: Math.max(0, open.length - MOST_CARDS) };
}

/** Returns true if the two take the same places on the screen. */
export function isSameLayout(one: Arrangement, other: Arrangement): boolean {
  return (
    one.more > 0 === other.more > 0 &&
    one.cards.length === other.cards.length &&
    one.cards.every((card, i) => isSameRequest(card, other.cards[i]!))
  );
}

export function isSameRequest(one: RequestItem, other: RequestItem): boolean {
  return one.account === other.account && one.request === other.request;
}
