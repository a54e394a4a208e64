/** What the arguments of an issuer's calls must be; a call with wrong ones changes nothing. */
import { isRequestKind, REQUEST_KINDS } from '../core/codec/messages.ts';
import { TEXT_RULES } from '../core/codec/text-rules.ts';
import { isSerial } from '../core/codec/validators.ts';
import type { BeginOptions } from './begin.ts';
import type { ReplacementOptions, ReplacementProof } from './begin-replacement.ts';
import {
  check,
  checkBoolean,
  checkForm,
  checkGraphic,
  checkIdentifier,
  checkObject,
  checkOneOf,
  checkString,
  checkText,
  checkWhole,
} from './check.ts';
import type { RequestsOf } from './inspect-request.ts';
import { checkRequestContent } from './request-content.ts';
import type { RequestOptions } from './request-options.ts';

/** Longest life of a request, in seconds: one day (docs/protocol.md §7). */
const MAX_REQUEST_LIFETIME_SECONDS = 24 * 3600;

/** @throws TesseraError OUT_OF_RANGE */
export function checkBeginOptions(options: BeginOptions): void {
  checkObject('options', options);
  const { owner, serial } = options;
  if (owner !== undefined) checkIdentifier('owner', owner);
  checkLabels(options);
  if (serial !== undefined) checkForm('serial', serial, isSerial, '[A-Za-z0-9-]{1,20}');
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkReplacement(
  id: string,
  proof: ReplacementProof,
  options: ReplacementOptions,
): void {
  checkGraphic('id', id);
  checkObject('proof', proof);
  if ('oneTimePassword' in proof) checkString('proof.oneTimePassword', proof.oneTimePassword);
  else {
    const { identifiedAsAtEnrolment: identified } = proof;
    check('proof.identifiedAsAtEnrolment', identified, (identified as unknown) === true, 'true');
  }
  checkObject('options', options);
  checkLabels(options);
}

function checkLabels({ label, privateLabel }: ReplacementOptions): void {
  if (label !== undefined) checkText('label', label, TEXT_RULES.label);
  if (privateLabel !== undefined) checkText('privateLabel', privateLabel, TEXT_RULES.label);
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkTyped(field: 'id' | 'requestId', id: string, typed: string): void {
  checkGraphic(field, id);
  checkString('typed', typed);
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkRequestOptions(options: RequestOptions): void {
  checkObject('options', options);
  const { kind, pinRequired, lifetime, reference } = options;
  if (!isRequestKind(kind)) checkOneOf('kind', kind, REQUEST_KINDS);
  checkRequestContent(options);
  if (pinRequired !== undefined) checkBoolean('pinRequired', pinRequired);
  if (lifetime !== undefined) checkWhole('lifetime', lifetime, 1, MAX_REQUEST_LIFETIME_SECONDS);
  if (reference !== undefined) checkIdentifier('reference', reference);
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkListing(of: RequestsOf, notBefore: number): void {
  checkObject('of', of);
  if ('owner' in of) checkIdentifier('of.owner', of.owner);
  else checkGraphic('of.instance', of.instance);
  checkWhole('notBefore', notBefore, 0, Number.MAX_SAFE_INTEGER);
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkAge(age: number): void {
  checkWhole('age', age, 0, Number.MAX_SAFE_INTEGER);
}
