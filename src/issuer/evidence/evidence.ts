/**
 * Evidence of approvals: what was asked and how it was answered, kept beyond the request, so that
 * the code can be computed again (RFC 6287; docs/events.md).
 */
import { asciiBytes, equal } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';
import { readRequest } from '../../protocol/request.ts';
import type { Context } from '../context.ts';
import type { ActiveInstance } from '../instance.ts';
import { messageKey } from '../message-cipher.ts';
import type { Payment } from '../payment.ts';
import type { RequestRow } from '../request-row.ts';
import { expectedCode } from '../response-code.ts';
import type { EvidenceRow } from '../rows/evidence-row.ts';
import type { RowChange } from '../store.ts';

const DAY_SECONDS = 24 * 3600;

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

/** What was approved, by whom and how. Times are whole seconds since 1970 UTC. */
export interface Evidence {
  /** The request id: 16 hexadecimal digits. */
  readonly id: string;
  /** The site's own name for whom the account belonged to. */
  readonly owner?: string;
  /** The site's own name for what was approved. */
  readonly reference?: string;
  /** When the answer was accepted. */
  readonly at: number;
  /** The last second for which the evidence is kept. */
  readonly keepUntil: number;
  /** The id of the account instance that approved. */
  readonly device: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** The whole request message, sealed as it was sent: what the code signs. */
  readonly message: Uint8Array;
  /** What was asked. */
  readonly title: string;
  /** Pairs of a label and a value, in the order shown. */
  readonly fields: readonly (readonly [label: string, value: string])[];
  /** The payment, where it was one. */
  readonly payment?: Payment;
  /** The response code that was accepted. */
  readonly code: string;
  /** The number that the person typed, where the code signs one. */
  readonly number?: string;
  /** How the answer came. */
  readonly by: 'code' | 'service';
  /** The OCRA suite (RFC 6287) of the code. */
  readonly suite: string;
}

/** An answer that has just been found right. */
interface RightAnswer {
  readonly digits: string;
  readonly by: 'code' | 'service';
  readonly number: string | undefined;
  readonly now: number;
}

/** What an approval adds to its commit: nothing where the site keeps no evidence. */
export async function evidenceChanges(
  { retention }: Pick<Context, 'retention'>,
  request: RequestRow,
  instance: ActiveInstance,
  { digits, by, number, now }: RightAnswer,
): Promise<readonly RowChange[]> {
  const { id, message, reference, payment, keepDays = retention.evidence } = request;
  if (keepDays === 0) return [];
  const { owner, serial, ocraSuite, secrets } = instance;
  const { title, fields } = await readRequest(message, messageKey(secrets.keys.channel));
  const row: EvidenceRow = {
    id,
    version: 1,
    ...(owner !== undefined && { owner }),
    ...(reference !== undefined && { reference }),
    at: now,
    keepUntil: now + keepDays * DAY_SECONDS,
    instance: instance.id,
    serial,
    message,
    title,
    fields,
    ...(payment && { payment }),
    code: digits,
    ...(number !== undefined && { number }),
    by,
    suite: ocraSuite,
    signKey: secrets.keys.sign,
    channelKey: secrets.keys.channel,
  };
  return [{ table: 'evidence', row }];
}

/** Evidence without the keys that prove it: with the first of them a code could be made. */
export function toEvidence(row: EvidenceRow): Evidence {
  const { version: _, signKey: __, channelKey: ___, instance, ...facts } = row;
  return { ...facts, device: instance };
}

/** See {@link Issuer.checkEvidence}. */
export async function checkEvidence({ store }: Context, evidence: Evidence): Promise<boolean> {
  const { items } = await store.evidence({ id: evidence.id, limit: 1 });
  const [row] = items;
  if (row === undefined || !isSame(toEvidence(row), evidence)) return false;
  const right = await expectedCode(row, row.message, row.number);
  if (!equal(asciiBytes(right), asciiBytes(row.code))) return false;
  return saysSo(row);
}

/** Whether the message that the code signs says what the evidence says. */
async function saysSo({ message, title, fields, channelKey }: EvidenceRow): Promise<boolean> {
  try {
    const said = await readRequest(message, messageKey(channelKey));
    return isSame({ title, fields }, { title: said.title, fields: said.fields });
  } catch (thrown) {
    if (thrown instanceof TesseraError) return false;
    throw thrown;
  }
}

function isSame(one: object, other: object): boolean {
  return canonical(one) === canonical(other);
}

/** One text for equal values, whatever the order of their members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each instanceof Uint8Array) return [...each];
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1));
  });
}
