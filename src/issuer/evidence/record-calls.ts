/** The calls about what an issuer records: events, their audit, evidence, and an owner's data. */
import {
  check,
  checkForm,
  checkIdentifier,
  checkObject,
  checkOneOf,
  checkWhole,
} from '../check.ts';
import type { Context } from '../context.ts';
import type { Owner, Page } from '../device-ref.ts';
import type { AuditHead, AuditRange, AuditResult } from '../events/audit.ts';
import type { TesseraEvent } from '../events/event-types.ts';
import type { EventsOptions } from '../events/read-events.ts';
import { numberAll, readEvents } from '../events/read-events.ts';
import { EVENT_TYPES } from '../rows/event-row.ts';
import type { Evidence } from './evidence.ts';
import { checkEvidence, toEvidence } from './evidence.ts';
import type { EraseOptions, OwnerRecord } from './owner-data.ts';
import { eraseOwner, exportOwner } from './owner-data.ts';

/** Which evidence is read, oldest first. */
export interface EvidenceOptions {
  /** Of this owner only. */
  readonly owner?: string;
  /** Of this reference only. */
  readonly reference?: string;
  /** The `next` of the page before. */
  readonly after?: string;
  /** How many at most, 1–500. Default: 50. */
  readonly limit?: number;
}

/** The chain of events. */
export interface Audit {
  /**
   * Checks that each event is what was written, and follows the one before. It finds what whoever
   * has the database without the store's key has changed, taken out or swapped; what is missing at
   * the end it finds by a `head` that was noted before.
   */
  check(range?: AuditRange): Promise<AuditResult>;
  /** The end of the chain, to be noted somewhere else now and then. */
  head(): Promise<AuditHead>;
}

/** The calls about what an issuer records. */
export interface RecordCalls {
  /**
   * Events in the order that all readers see, whichever server wrote them: each at least once, so
   * keep `number` in the transaction of your own effect. `live` goes on for ever: this process's
   * own events come at once, others' at the next look.
   * @throws TesseraError OUT_OF_RANGE
   */
  events(options?: EventsOptions): AsyncIterable<TesseraEvent>;
  /** The chain of events. */
  readonly audit: Audit;
  /** A page of evidence, oldest first. */
  evidence(options?: EvidenceOptions): Promise<Page<Evidence>>;
  /**
   * Whether evidence is what is stored, its code is the right one for its message, and the message
   * says its title and fields.
   */
  checkEvidence(evidence: Evidence): Promise<boolean>;
  /**
   * All that is stored of an owner, as plain objects without keys or secrets: one a line of JSON.
   */
  exportOwner(of: Owner): AsyncIterable<OwnerRecord>;
  /**
   * Ends all devices of an owner and deletes what is stored of them. Evidence stays until its date
   * unless told; events lose everything but their type, time and place in the chain.
   */
  eraseOwner(of: Owner, options?: EraseOptions): Promise<void>;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;
const MIN_EVERY_MS = 100;
const MAX_EVERY_MS = 60_000;
const ID = /^[0-9a-f]{16}$/;

/** Those of {@link RecordCalls} that are counted as calls. */
export function recordCalls(context: Context) {
  return {
    async evidence({ limit = DEFAULT_LIMIT, ...query }: EvidenceOptions = {}) {
      checkEvidenceOptions({ limit, ...query });
      const { items, next } = await context.store.evidence({ ...query, limit });
      return { items: items.map(toEvidence), ...(next !== undefined && { next }) };
    },
    async checkEvidence(evidence: Evidence) {
      checkObject('evidence', evidence);
      checkForm('evidence.id', evidence.id, (id) => ID.test(id), '16 hexadecimal digits');
      return checkEvidence(context, evidence);
    },
    async eraseOwner(of: Owner, options: EraseOptions = {}) {
      checkOwner(of);
      checkObject('options', options);
      if (options.evidence !== undefined)
        checkOneOf('options.evidence', options.evidence, ['keep', 'erase']);
      return eraseOwner(context, of.owner, options);
    },
  };
}

/** Those of {@link RecordCalls} that go on, and the audit. */
export function recordReaders(
  context: Context,
): Pick<RecordCalls, 'events' | 'exportOwner' | 'audit'> {
  return {
    events(options = {}) {
      checkEventsOptions(options);
      return readEvents(context, options);
    },
    exportOwner(of) {
      checkOwner(of);
      return exportOwner(context, of.owner);
    },
    audit: {
      async check(range = {}) {
        checkRange(range);
        await numberAll(context.store);
        return context.store.auditEvents(range);
      },
      async head() {
        await numberAll(context.store);
        return context.store.auditHead();
      },
    },
  };
}

function checkOwner(of: Owner): void {
  checkObject('of', of);
  checkIdentifier('of.owner', of.owner);
}

function checkEventsOptions(options: EventsOptions): void {
  checkObject('options', options);
  const { after, types, owner, every } = options;
  if (after !== undefined) checkWhole('after', after, 0, Number.MAX_SAFE_INTEGER);
  if (types !== undefined) {
    check('types', types, Array.isArray(types), 'an array of types of events');
    for (const [i, type] of types.entries()) checkOneOf(`types[${String(i)}]`, type, EVENT_TYPES);
  }
  if (owner !== undefined) checkIdentifier('owner', owner);
  if (every !== undefined) checkWhole('every', every, MIN_EVERY_MS, MAX_EVERY_MS);
}

function checkEvidenceOptions({ owner, reference, after, limit }: EvidenceOptions): void {
  if (owner !== undefined) checkIdentifier('owner', owner);
  if (reference !== undefined) checkIdentifier('reference', reference);
  if (after !== undefined) checkForm('after', after, isPlace, 'the next of the page before');
  checkWhole('limit', limit, 1, MAX_LIMIT);
}

function isPlace(text: string): boolean {
  return /^\d{1,16}$/.test(text);
}

function checkRange(range: AuditRange): void {
  checkObject('range', range);
  const { from, to, head } = range;
  for (const [field, number] of Object.entries({ from, to }))
    if (number !== undefined) checkWhole(field, number, 1, Number.MAX_SAFE_INTEGER);
  if (head === undefined) return;
  checkObject('head', head);
  checkWhole('head.number', head.number, 0, Number.MAX_SAFE_INTEGER);
}
