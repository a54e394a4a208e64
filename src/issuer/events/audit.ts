/** Checks the chain of events, part by part, against what was noted of it before. */
import { equal, toBase64url } from '../../core/codec/bytes.ts';
import type { ChainedEvent, EventChain } from './chain.ts';

/** The end of the chain. Noted elsewhere, it shows later that nothing before it was changed. */
export interface AuditHead {
  /** The number of the newest numbered event; 0 before the first. */
  readonly number: number;
  /** Its link, base64url. */
  readonly link: string;
}

/** Which part of the chain is checked. */
export interface AuditRange {
  /** The first number. Default: the oldest that is kept. */
  readonly from?: number;
  /** The last number. Default: the newest. */
  readonly to?: number;
  /** A head that was noted before, for what is missing at the end to be found. */
  readonly head?: AuditHead;
  /** Ends the check after the part under way: it throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Whether the chain is whole, and else the first number at which it is not. */
export type AuditResult =
  | {
      /** Nothing was changed, taken out or swapped. */
      readonly ok: true;
      /** How many events were checked. */
      readonly checked: number;
    }
  | {
      /** Something was changed, taken out or swapped. */
      readonly ok: false;
      /** The number at which that shows first. */
      readonly broken: number;
    };

/** The chain up to a number. */
export interface ChainPoint {
  readonly number: number;
  readonly link: Uint8Array;
}

/** A numbered event as it is stored. */
export interface ChainLink extends ChainPoint {
  readonly mac: Uint8Array;
  /** `erased`: an owner's, of which nothing is left; `damaged`: it does not open. */
  readonly event: ChainedEvent | 'erased' | 'damaged';
}

/** Where a chain is read. */
export interface ChainReader {
  /** The newest event that was forgotten for its age; number 0 where none was. */
  readonly start: () => Promise<ChainPoint>;
  /** Links after a number, in their order. */
  readonly page: (after: number, limit: number) => Promise<readonly ChainLink[]>;
}

/** The point as it is told. */
export function headOfPoint({ number, link }: ChainPoint): AuditHead {
  return { number, link: toBase64url(link) };
}

/** Events that are read at once. */
const PAGE_ROWS = 500;

/** See {@link IssuerStore.auditEvents}. */
export async function checkChain(
  chain: EventChain,
  reader: ChainReader,
  { from = 1, to = Number.MAX_SAFE_INTEGER, head, signal }: AuditRange,
): Promise<AuditResult> {
  let at = await pointBefore(reader, from);
  if (at === undefined) return { ok: false, broken: from - 1 };
  let checked = 0;
  while (at.number < to) {
    signal?.throwIfAborted();
    const page: readonly ChainLink[] = await reader.page(at.number, PAGE_ROWS);
    if (page.length === 0) break;
    for (const link of page) {
      if (at.number >= to) break;
      if (!(await follows(chain, at, link)) || !agrees(link, head)) {
        // What was swept meanwhile is not missing.
        const start: ChainPoint = await reader.start();
        if (start.number <= at.number) return { ok: false, broken: at.number + 1 };
        at = start;
        break;
      }
      at = link;
      checked += 1;
    }
  }
  const isCut = head !== undefined && head.number <= to && at.number < head.number;
  return isCut ? { ok: false, broken: at.number + 1 } : { ok: true, checked };
}

async function pointBefore(reader: ChainReader, from: number): Promise<ChainPoint | undefined> {
  const start = await reader.start();
  if (from - 1 <= start.number) return start;
  const [found] = await reader.page(from - 2, 1);
  return found?.number === from - 1 ? found : undefined;
}

async function follows(chain: EventChain, at: ChainPoint, next: ChainLink): Promise<boolean> {
  const { number, mac, link, event } = next;
  if (number !== at.number + 1 || event === 'damaged') return false;
  if (event !== 'erased' && !equal(await chain.macOf(event), mac)) return false;
  return equal(await chain.linkOf(at.link, number, mac), link);
}

function agrees({ number, link }: ChainPoint, head: AuditHead | undefined): boolean {
  return head?.number !== number || toBase64url(link) === head.link;
}
