/** Codes of the two flows, as they are scanned, pasted or found in a picture. */
import type { ScanProblem } from '../../core/activation/step-parts.ts';
import { isOcra2Text } from '../../core/codec/ocra2-text.ts';
import type { TwoStepCode } from '../../core/codec/two-step-uri.ts';
import { readTwoStep } from '../../core/codec/two-step-uri.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type { Ocra2Message, Ocra2Request } from '../../protocol/ocra2-messages.ts';
import { parseOcra2 } from '../../protocol/ocra2-messages.ts';
import type { Found } from '../../symbology/reader.ts';

export type EnrolCode = Ocra2Message | { readonly step: 'two-step'; readonly code: TwoStepCode };

/** @throws TesseraError NOT_OURS, DAMAGED, OUT_OF_RANGE, WEAK_KEY */
export function readEnrolCode(text: string): EnrolCode {
  return isOcra2Text(text) ? parseOcra2(text) : { step: 'two-step', code: readTwoStep(text) };
}

/** Why a code leads no further, in the words of any other account's; undefined where it may. */
export function enrolmentProblem(text: string): ScanProblem | undefined {
  try {
    wipeCode(readEnrolCode(text));
    return undefined;
  } catch (thrown) {
    const { code } = asTesseraError(thrown);
    if (code === 'WEAK_KEY') return { code: 'NOT_OURS', seen: 'unreadable-weak' };
    return code === 'OUT_OF_RANGE' ? { code: 'NOT_OURS', seen: 'unreadable-form' } : { code };
  }
}

/** @throws TesseraError NOT_OURS for any other text, DAMAGED, OUT_OF_RANGE */
export function readQuestion(text: string): Ocra2Request {
  const message = parseOcra2(text);
  if (message.step !== 'req') throw new TesseraError('NOT_OURS');
  return message;
}

/** Returns the texts of QR codes; what a picture could not show stays an error. */
export function textsOf(found: readonly Found[] | ErrorCode): readonly string[] | ErrorCode {
  if (typeof found === 'string') return found;
  return found.flatMap((each) => (each.kind === 'qr' ? [each.text] : []));
}

/** Overwrites the parts of a key that a code holds. */
export function wipeCode(code: EnrolCode): void {
  if (code.step === 'two-step') code.code.entry.secret.fill(0);
  else if (code.step === 'init') code.shared.fill(0);
  else if (code.step === 'nonce') code.nonce.fill(0);
}
