/** What the arguments of an issuer's calls must be; a call with wrong ones changes nothing. */
import { isRequestKind, REQUEST_KINDS } from '../core/codec/messages.ts';
import type { TextRule } from '../core/codec/text-rules.ts';
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
import {
  MAX_POSTED_LIFETIME_SECONDS,
  MAX_REQUEST_LIFETIME_SECONDS,
  MAX_RETENTION_DAYS,
} from './issuer-options.ts';
import { checkRequestContent } from './request-content.ts';
import type { RequestOptions } from './request-options.ts';

/** @throws TesseraError OUT_OF_RANGE */
export function checkBeginOptions(options: BeginOptions): void {
  checkObject('options', options);
  const { owner, serial, lifetime } = options;
  if (owner !== undefined) checkIdentifier('owner', owner);
  checkLabels(options);
  if (lifetime !== undefined) checkWhole('lifetime', lifetime, 1, MAX_POSTED_LIFETIME_SECONDS);
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

/** As of an issuer's name: what a page shows is what the person will see. */
const DEVICE_NAME: TextRule = { min: 1, max: 40, is: 'name' };

/** @throws TesseraError OUT_OF_RANGE */
export function checkName(id: string, name: string): void {
  checkGraphic('id', id);
  checkText('name', name, DEVICE_NAME);
}

/** @throws TesseraError OUT_OF_RANGE */
export function checkTyped(field: 'id' | 'requestId', id: string, typed: string): void {
  checkGraphic(field, id);
  checkString('typed', typed);
}

/**
 * @param maxLifetime of a request with a number, in seconds; undefined where it has none
 * @throws TesseraError OUT_OF_RANGE
 */
export function checkRequestOptions(
  options: RequestOptions,
  maxLifetime = MAX_REQUEST_LIFETIME_SECONDS,
): void {
  checkObject('options', options);
  const { kind, pinRequired, lifetime, reference, asker, keep } = options;
  if (!isRequestKind(kind)) checkOneOf('kind', kind, REQUEST_KINDS);
  checkRequestContent(options);
  if (pinRequired !== undefined) checkBoolean('pinRequired', pinRequired);
  if (lifetime !== undefined) checkWhole('lifetime', lifetime, 1, maxLifetime);
  if (reference !== undefined) checkIdentifier('reference', reference);
  if (asker !== undefined) checkAsker(asker);
  if (keep !== undefined) checkWhole('keep', keep, 0, MAX_RETENTION_DAYS);
}

/** An unguessable value: what is shorter than 128 bits in base64url is none. */
const ASKER = /^[\x21-\x7e]{22,200}$/;

/** @throws TesseraError OUT_OF_RANGE */
export function checkAsker(asker: unknown): void {
  checkForm('asker', asker, (text) => ASKER.test(text), '22 to 200 visible ASCII characters');
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
