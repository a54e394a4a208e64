/** The calls about what an issuer records: events, their audit, evidence, and an owner's data. */
import { inCall } from '../argument-error.ts';
import type { Context } from '../context.ts';
import type { Owner, Page } from '../device-ref.ts';
import type { AuditHead, AuditRange, AuditResult } from '../events/audit.ts';
import type { TesseraEvent } from '../events/event-types.ts';
import type { EventsOptions } from '../events/read-events.ts';
import { numberAll, readEvents } from '../events/read-events.ts';
import {
  checkErasure,
  checkEventsOptions,
  checkEvidenceOptions,
  checkOwner,
  checkProof,
  checkRange,
  checkStart,
} from './check-arguments.ts';
import type { Evidence, EvidenceOptions } from './evidence.ts';
import { checkEvidence, toEvidence } from './evidence.ts';
import type { EraseOptions, OwnerRecord } from './owner-data.ts';
import { eraseOwner, exportOwner } from './owner-data.ts';

/** The chain of events. */
export interface Audit {
  /**
   * Checks that each event is what was written, and follows the one before. It finds what whoever
   * has the database without the store's key has changed, taken out or swapped; what is missing at
   * the end it finds by a `head` that was noted before.
   * @throws ArgumentError also for a `from` that is neither in the chain nor next to its end
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
   * @throws ArgumentError
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

/** Those of {@link RecordCalls} that are counted as calls. */
export function recordCalls(context: Context) {
  return {
    async evidence({ limit = DEFAULT_LIMIT, ...query }: EvidenceOptions = {}) {
      checkEvidenceOptions({ limit, ...query });
      const { items, next } = await context.store.evidence({ ...query, limit });
      return { items: items.map(toEvidence), ...(next !== undefined && { next }) };
    },
    async checkEvidence(evidence: Evidence) {
      checkProof(evidence);
      return checkEvidence(context, evidence);
    },
    async eraseOwner(of: Owner, options: EraseOptions = {}) {
      checkErasure(of, options);
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
      inCall('events', () => checkEventsOptions(options));
      return readEvents(context, options);
    },
    exportOwner(of) {
      inCall('exportOwner', () => checkOwner(of));
      return exportOwner(context, of.owner);
    },
    audit: {
      async check(range = {}) {
        inCall('audit.check', () => checkRange(range));
        await numberAll(context.store);
        const { number: newest } = await context.store.auditHead();
        inCall('audit.check', () => checkStart(range, newest));
        return context.store.auditEvents(range);
      },
      async head() {
        await numberAll(context.store);
        return context.store.auditHead();
      },
    },
  };
}
