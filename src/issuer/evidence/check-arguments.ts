/** What the arguments of the calls about records must be. */
import {
  check,
  checkAll,
  checkBoolean,
  checkForm,
  checkIdentifier,
  checkObject,
  checkOneOf,
  checkOptional,
  checkWhole,
} from '../check.ts';
import type { Owner } from '../device-ref.ts';
import type { AuditRange } from '../events/audit.ts';
import type { EventsOptions } from '../events/read-events.ts';
import { isId } from '../is-id.ts';
import { EVENT_TYPES } from '../rows/event-row.ts';
import type { Evidence, EvidenceOptions } from './evidence.ts';
import type { EraseOptions } from './owner-data.ts';

const MAX_LIMIT = 500;
const MIN_EVERY_MS = 100;
const MAX_EVERY_MS = 60_000;

/** @throws ArgumentError */
export function checkOwner(of: Owner): void {
  checkObject('of', of);
  checkIdentifier('of.owner', of.owner);
}

/** @throws ArgumentError */
export function checkEventsOptions(options: EventsOptions): void {
  checkObject('options', options);
  const { after, types, owner, live, every } = options;
  checkAll(
    () => checkOptional('after', after, (field, number) => checkNumber(field, number, 0)),
    () => checkOptional('types', types, checkTypes),
    () => checkOptional('owner', owner, checkIdentifier),
    () => checkOptional('live', live, checkBoolean),
    () =>
      checkOptional('every', every, (field, time) =>
        checkWhole(field, time, MIN_EVERY_MS, MAX_EVERY_MS),
      ),
  );
}

function checkTypes(field: string, types: unknown): void {
  check(field, types, Array.isArray(types), 'an array of types of events');
  const all = types as readonly unknown[];
  checkAll(
    ...all.map(
      (type, i) => () => check(`${field}[${String(i)}]`, type, isType(type), 'a type of event'),
    ),
  );
}

/** @throws ArgumentError */
export function checkEvidenceOptions(options: EvidenceOptions): void {
  checkObject('options', options);
  const { owner, reference, after, limit } = options;
  checkAll(
    () => checkOptional('owner', owner, checkIdentifier),
    () => checkOptional('reference', reference, checkIdentifier),
    () => checkOptional('after', after, checkPlace),
    () => checkOptional('limit', limit, (field, most) => checkWhole(field, most, 1, MAX_LIMIT)),
  );
}

function checkPlace(field: string, place: unknown): void {
  checkForm(field, place, (text) => /^\d{1,16}$/.test(text), 'the next of the page before');
}

/** @throws ArgumentError */
export function checkProof(evidence: Evidence): void {
  checkObject('evidence', evidence);
  checkForm('evidence.id', evidence.id, isId, '16 hexadecimal digits');
}

/** @throws ArgumentError */
export function checkErasure(of: Owner, options: EraseOptions): void {
  checkAll(
    () => checkOwner(of),
    () => {
      checkObject('options', options);
      checkOptional('options.evidence', options.evidence, (field, what) =>
        checkOneOf(field, what, ['keep', 'erase']),
      );
    },
  );
}

/** @throws ArgumentError */
export function checkRange(range: AuditRange): void {
  checkObject('range', range);
  const { from, to, head } = range;
  checkAll(
    () => checkOptional('from', from, (field, number) => checkNumber(field, number, 1)),
    () => checkOptional('to', to, (field, number) => checkNumber(field, number, 1)),
    () => checkOptional('head', head, checkHead),
  );
  if (from !== undefined && to !== undefined) check('from', from, from <= to, 'at most to');
}

/**
 * A range that begins behind the newest event says nothing of it, unless a head that was noted
 * before shows that the chain went on there.
 * @throws ArgumentError
 */
export function checkStart({ from = 1, head }: AuditRange, newest: number): void {
  const isThere = from - 1 <= Math.max(newest, head?.number ?? 0);
  check('from', from, isThere, `at most ${newest + 1}: the last event is ${newest}`);
}

function checkHead(field: string, head: unknown): void {
  checkObject(field, head);
  checkNumber(`${field}.number`, (head as Readonly<Record<string, unknown>>)['number'], 0);
}

function checkNumber(field: string, number: unknown, low: number): void {
  checkWhole(field, number, low, Number.MAX_SAFE_INTEGER);
}

/** There are too many to name in an error. */
function isType(type: unknown): boolean {
  return (EVENT_TYPES as readonly unknown[]).includes(type);
}
