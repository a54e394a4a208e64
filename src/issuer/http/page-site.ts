/** What the site says in a page's call: labels, what is asked, and whom it has identified. */
import { TesseraError } from '../../core/errors.ts';
import { ArgumentError, argumentError } from '../argument-error.ts';
import type { ReplacementOptions, ReplacementProof } from '../begin-replacement.ts';
import type { InspectedInstance } from '../inspect.ts';
import type { Outcome } from '../outcome.ts';
import type { Requested } from '../request-options.ts';
import { BodyRefused } from './json.ts';
import type { PageCall } from './page-options.ts';

/**
 * Begins with the site's labels.
 * @throws ArgumentError that names them where no message can hold them
 */
export async function namingLabels<Result>(begin: () => Promise<Result>): Promise<Result> {
  try {
    return await begin();
  } catch (thrown) {
    if (!(thrown instanceof TesseraError && thrown.code === 'MESSAGE_TOO_LARGE')) throw thrown;
    throw argumentError('label', 'and privateLabel are too long for a message of 521 bytes');
  }
}

/** None for an account that has its own, which it keeps. */
export async function labelsFor(
  { signedIn, account, request }: PageCall,
  device: InspectedInstance,
): Promise<ReplacementOptions> {
  if (device.label !== undefined) return {};
  const { label, privateLabel } = (await account?.(signedIn, request)) ?? {};
  return {
    ...(label !== undefined && { label }),
    ...(privateLabel !== undefined && { privateLabel }),
  };
}

/** By what right the device may be replaced; undefined where nothing was shown. */
export async function proofFor(
  { signedIn, request, mayReplace, body: { oneTimePassword } }: PageCall,
  { message: _, ...device }: InspectedInstance,
): Promise<ReplacementProof | undefined> {
  if (typeof oneTimePassword === 'string') return { oneTimePassword };
  if (oneTimePassword !== undefined) throw new BodyRefused('BAD_REQUEST', 400);
  const isIdentified = await mayReplace?.(signedIn, device, request);
  return isIdentified === true ? { identifiedAsAtEnrolment: true } : undefined;
}

/** What of a request can be a person's own words, by the field that a refusal names. */
const WORDS = /^(?:title|fields|payment)\b/;
/** The field of a device's name. */
export const NAME = /^name$/;

/** Undefined where the site refuses to ask, or its words don't fit a message. */
export async function askRequest(call: PageCall): Promise<Outcome<Requested> | undefined> {
  const options = await call.ask?.(call.body, call.signedIn, call.request);
  if (options === undefined) return undefined;
  try {
    const { session: asker } = call;
    return await call.issuer.createRequest(call.id, { ...options, ...(asker && { asker }) });
  } catch (thrown) {
    if (isUnfit(thrown, WORDS)) return undefined;
    throw thrown;
  }
}

/** Whether a person's words don't fit; any other option out of range is a fault of the site's. */
export function isUnfit(thrown: unknown, words: RegExp): boolean {
  if (thrown instanceof ArgumentError) return thrown.errors.every(({ field }) => words.test(field));
  return thrown instanceof TesseraError && thrown.code === 'MESSAGE_TOO_LARGE';
}
