/** What the arguments of an issuer's calls must be; a call with wrong ones changes nothing. */
import { REQUEST_KINDS } from '../core/codec/messages.ts';
import type { TextRule } from '../core/codec/text-rules.ts';
import { TEXT_RULES } from '../core/codec/text-rules.ts';
import { isSerial } from '../core/codec/validators.ts';
import type { BeginOptions } from './begin.ts';
import type { ReplacementOptions, ReplacementProof } from './begin-replacement.ts';
import {
  checkAll,
  checkBoolean,
  checkForm,
  checkIdentifier,
  checkObject,
  checkOneOf,
  checkOptional,
  checkString,
  checkText,
  checkTrue,
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

/** @throws ArgumentError */
export function checkBeginOptions(options: BeginOptions): void {
  checkObject('options', options);
  const { owner, serial, lifetime } = options;
  checkAll(
    () => checkOptional('owner', owner, checkIdentifier),
    () => checkLabels(options),
    () =>
      checkOptional('lifetime', lifetime, (at, seconds) =>
        checkWhole(at, seconds, 1, MAX_POSTED_LIFETIME_SECONDS),
      ),
    () => checkOptional('serial', serial, checkSerial),
  );
}

/** @throws ArgumentError */
function checkSerial(field: string, serial: unknown): void {
  checkForm(field, serial, isSerial, '[A-Za-z0-9-]{1,20}');
}

/** @throws ArgumentError */
export function checkReplacement(proof: ReplacementProof, options: ReplacementOptions): void {
  checkAll(
    () => checkProof(proof),
    () => {
      checkObject('options', options);
      checkLabels(options);
    },
  );
}

function checkProof(proof: ReplacementProof): void {
  checkObject('proof', proof);
  if ('oneTimePassword' in proof) checkString('proof.oneTimePassword', proof.oneTimePassword);
  else checkTrue('proof.identifiedAsAtEnrolment', proof.identifiedAsAtEnrolment);
}

function checkLabels({ label, privateLabel }: ReplacementOptions): void {
  checkAll(
    () => checkOptional('label', label, checkLabel),
    () => checkOptional('privateLabel', privateLabel, checkLabel),
  );
}

function checkLabel(field: string, label: unknown): void {
  checkText(field, label, TEXT_RULES.label);
}

/** As of an issuer's name: what a page shows is what the person will see. */
const DEVICE_NAME: TextRule = { min: 1, max: 40, is: 'name' };

/** @throws ArgumentError */
export function checkName(name: string): void {
  checkText('name', name, DEVICE_NAME);
}

/** @throws ArgumentError */
export function checkTyped(field: 'id' | 'requestId', id: string, typed: string): void {
  checkAll(
    () => checkString(field, id),
    () => checkString('typed', typed),
  );
}

/**
 * @param maxLifetime of a request with a number, in seconds; undefined where it has none
 * @throws ArgumentError
 */
export function checkRequestOptions(
  options: RequestOptions,
  maxLifetime = MAX_REQUEST_LIFETIME_SECONDS,
): void {
  checkObject('options', options);
  const { kind, pinRequired, lifetime, reference, asker, keep } = options;
  checkAll(
    () => checkOneOf('kind', kind, REQUEST_KINDS),
    () => checkRequestContent(options),
    () => checkOptional('pinRequired', pinRequired, checkBoolean),
    () =>
      checkOptional('lifetime', lifetime, (at, seconds) => checkWhole(at, seconds, 1, maxLifetime)),
    () => checkOptional('reference', reference, checkIdentifier),
    () => checkOptional('asker', asker, (_, value) => checkAsker(value)),
    () => checkOptional('keep', keep, (at, days) => checkWhole(at, days, 0, MAX_RETENTION_DAYS)),
  );
}

/** An unguessable value: what is shorter than 128 bits in base64url is none. */
const ASKER = /^[\x21-\x7e]{22,200}$/;

/** @throws ArgumentError */
export function checkAsker(asker: unknown): void {
  checkForm('asker', asker, (text) => ASKER.test(text), '22 to 200 visible ASCII characters');
}

/** @throws ArgumentError */
export function checkShown(requestId: string, asker: string): void {
  checkAll(
    () => checkString('requestId', requestId),
    () => checkAsker(asker),
  );
}

/** @throws ArgumentError */
export function checkListing(of: RequestsOf, notBefore: number): void {
  checkAll(
    () => checkRequestsOf(of),
    () => checkWhole('notBefore', notBefore, 0, Number.MAX_SAFE_INTEGER),
  );
}

function checkRequestsOf(of: RequestsOf): void {
  checkObject('of', of);
  if ('owner' in of) checkIdentifier('of.owner', of.owner);
  else checkString('of.instance', of.instance);
}

/** @throws ArgumentError */
export function checkAge(age: number): void {
  checkWhole('age', age, 0, Number.MAX_SAFE_INTEGER);
}
