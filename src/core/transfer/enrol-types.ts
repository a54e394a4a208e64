/** Enrolments at other servers that take more than one code: steps, events and effects. */
import type { ErrorCode } from '../errors.ts';
import type { OathNotice } from './bring-in-types.ts';

/** A code's text, kept by the runner: it is a part of a key, and never in a state. */
export type OfferHandle = number;

/** A two-step account that is sealed and waits for its page. */
export interface WaitingText {
  readonly account: string;
  /** As the code names it; it may be empty, as may the label. */
  readonly issuer: string;
  readonly label: string;
  /** What the person types into the page. */
  readonly text: string;
}

/** LinOTP's enrolment between its two images. */
export interface PendingOcra2 {
  readonly id: string;
  readonly serial: string;
  /** The activation code that the page waits for. */
  readonly code: string;
}

/** What a LinOTP server asks to be signed; all of it under its signature. */
export interface Ocra2Question {
  /** Plain text in one line; it may be empty. */
  readonly message: string;
  /** What the code signs in fact. */
  readonly challenge: string;
  /** Whether the challenge begins with the message's letters and digits. */
  readonly isWhole: boolean;
}

/** A code of a LinOTP account for a question. */
export interface Ocra2Answer extends Ocra2Question {
  readonly account: string;
  readonly code: string;
}

/** Why a code that was read leads no further; another one may. */
export type EnrolProblem =
  /** The signature is not this enrolment's: its activation code was mistyped, or another image. */
  | 'mistyped'
  /** Image 2 of another account's enrolment. */
  | 'other-serial'
  /** Image 2 where image 1 was not scanned, or more than a day ago. */
  | 'first-missing'
  /** No account here has the key that signed it. */
  | 'nobody'
  /** Neither of the two kinds of image. */
  | 'not-this'
  | ErrorCode;

export type Enrolment =
  | { readonly step: 'enrol-idle' }
  /** Said before the first account of another server is kept. */
  | { readonly step: 'enrol-notice'; readonly notice: OathNotice; readonly offer: OfferHandle }
  /** `from`: where another code can be scanned if this one leads no further. */
  | { readonly step: 'enrol-reading'; readonly from?: At<'enrol-scan'> }
  /** Another activation would be dropped. */
  | { readonly step: 'enrol-replace'; readonly offer: OfferHandle }
  | { readonly step: 'enrol-text'; readonly waiting: WaitingText }
  | { readonly step: 'enrol-code'; readonly pending: PendingOcra2 }
  | {
      readonly step: 'enrol-scan';
      /** Absent for an account that is sealed: its image shows its code again. */
      readonly pending?: PendingOcra2;
      readonly account?: string;
      readonly problem?: EnrolProblem;
    }
  /** The key is of a kind that no PIN can hide: said before it is kept. */
  | { readonly step: 'enrol-unhidden'; readonly offer: OfferHandle; readonly pending: PendingOcra2 }
  | { readonly step: 'enrol-answer'; readonly answer: Ocra2Answer }
  /** A write is under way; it cannot be cancelled. */
  | { readonly step: 'enrol-writing'; readonly account?: string; readonly back: EnrolRest }
  | { readonly step: 'enrol-stop'; readonly from: EnrolRest }
  /** The page did not take what was typed. */
  | { readonly step: 'enrol-refused'; readonly from: EnrolRest }
  | { readonly step: 'enrol-failed'; readonly problem: EnrolProblem; readonly back?: EnrolRest };

/** Steps that wait for the person or the page. */
export type EnrolRest = At<
  'enrol-text' | 'enrol-code' | 'enrol-scan' | 'enrol-answer' | 'enrol-unhidden'
>;

export type At<Step extends Enrolment['step']> = Extract<Enrolment, { readonly step: Step }>;

/** What the person does. */
export type EnrolAction =
  | { readonly type: 'second-wanted' }
  | { readonly type: 'code-wanted' }
  | { readonly type: 'replace-confirmed' }
  | { readonly type: 'replace-denied' }
  | { readonly type: 'unhidden-allowed' }
  | { readonly type: 'page-accepted' }
  | { readonly type: 'page-refused' }
  | { readonly type: 'refused-discarded' }
  | { readonly type: 'stop-asked' }
  | { readonly type: 'stop-denied' }
  | { readonly type: 'stop-confirmed' }
  | { readonly type: 'try-again-asked' }
  /** **Continue** under the notice. */
  | { readonly type: 'notice-read' }
  /** Leads away, and keeps what is kept. */
  | { readonly type: 'closed' };

export type EnrolEvent =
  | EnrolAction
  /** A code of either flow was read. */
  | { readonly type: 'offered'; readonly offer: OfferHandle }
  | { readonly type: 'code-refused'; readonly problem: EnrolProblem }
  | { readonly type: 'notice-due'; readonly notice: OathNotice; readonly offer: OfferHandle }
  | { readonly type: 'other-pending'; readonly offer: OfferHandle }
  | { readonly type: 'text-kept'; readonly waiting: WaitingText }
  | { readonly type: 'code-kept'; readonly pending: PendingOcra2 }
  | { readonly type: 'unhidden-found'; readonly offer: OfferHandle; readonly pending: PendingOcra2 }
  /** An account that waits for its page, whose code the image alone gives. */
  | { readonly type: 'image-needed'; readonly account: string }
  | { readonly type: 'answered'; readonly answer: Ocra2Answer }
  | { readonly type: 'written' }
  | { readonly type: 'failed'; readonly problem: EnrolProblem };

/** What the person has said yes to, so that it is not asked again. */
export type Answered = 'notice' | 'replace' | 'unhidden';

export type EnrolEffect =
  | { readonly type: 'read-offer'; readonly offer: OfferHandle; readonly answered?: Answered }
  | { readonly type: 'forget-offer'; readonly offer: OfferHandle }
  | { readonly type: 'accept'; readonly account: string }
  /** Removes the waiting account, or what is pending. */
  | { readonly type: 'discard'; readonly account?: string }
  | { readonly type: 'leave' };

export type EnrolResult = readonly [Enrolment, ...EnrolEffect[]];
