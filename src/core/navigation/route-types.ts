/** Types of what is on the screen outside the wizard: routes, and what waits behind one. */
import type { Purpose } from '../activation/step-parts.ts';
import type { Authentication, PinHandle, PinWeakness, ProofHandle } from '../authentication.ts';
import type { NumberDigits } from '../codec/messages.ts';
import type { ErrorCode } from '../errors.ts';
import type { AnswerBy, Decision, DenyReason } from '../request-answer.ts';
import type { TransferPurpose } from '../transfer/types.ts';

/** Whether codes can be made without asking; `picture`: the mosaic tile for the PIN, 0–31. */
export type Lock =
  | { readonly is: 'locked' }
  | { readonly is: 'unlocked'; readonly picture: number };

/** An open request, kept by the runner: its message and contents are never in a state. */
export type RequestHandle = number;

/** What waits behind an authentication. */
export type Intent =
  | { readonly to: 'unlock' }
  | { readonly to: 'otp'; readonly account: string }
  | { readonly to: 'activation-code'; readonly account: string }
  | { readonly to: 'activate'; readonly purpose: Purpose }
  | { readonly to: 'transfer'; readonly purpose: TransferPurpose }
  | { readonly to: 'remove'; readonly account: string }
  | {
      readonly to: 'approve';
      readonly request: RequestHandle;
      readonly by: AnswerBy;
      /** The digits that the page shows, where they were asked. */
      readonly number?: string;
    }
  | { readonly to: 'deactivate'; readonly account: string; readonly name: string }
  | { readonly to: 'change-pin' }
  | { readonly to: 'enable-biometrics' }
  | { readonly to: 'disable-biometrics' };

/** Routes without parameters: they show something and write nothing. */
export type PlainRoute =
  | 'home'
  | 'requests'
  | 'menu'
  | 'accounts'
  | 'biometrics'
  | 'notifications'
  | 'language'
  | 'new-phone'
  | 'help'
  | 'about';

/** From a request that was received to its outcome; `back`: where the person came from. */
export type RequestRoute =
  | { readonly at: 'opening-request'; readonly back: PlainRoute }
  /** Who asks, and what exactly. It can be answered once all of it was `seen`. */
  | {
      readonly at: 'request';
      readonly request: RequestHandle;
      readonly by: AnswerBy;
      readonly seen: boolean;
      /** It came by itself: to send an approval takes the number that the page shows. */
      readonly numberDigits?: NumberDigits;
      /** It was answered before. */
      readonly decision?: Decision;
      /** Its approval was sent before, and whether it has arrived is not known. */
      readonly unheard?: true;
      /** The person is asked why it is denied. */
      readonly denying?: true;
      /** It is over by this phone's clock: what the person says of that clock. */
      readonly clock?: 'right' | 'wrong';
      readonly back: PlainRoute;
    }
  /** Which number does the page show? Asked before the authentication. */
  | {
      readonly at: 'number';
      readonly request: RequestHandle;
      readonly numberDigits: NumberDigits;
      readonly back: PlainRoute;
    }
  /** The answer is being made and kept, or sent; it cannot be cancelled. */
  | {
      readonly at: 'answering';
      readonly request: RequestHandle;
      readonly by: AnswerBy;
      readonly decision: Decision;
      readonly reason?: DenyReason;
      /** It was sent before, and whether it has arrived is not known. */
      readonly unheard?: true;
      readonly numberDigits?: NumberDigits;
      readonly back: PlainRoute;
    }
  /** `unheard`: it was sent, too, and whether it has arrived is not known. */
  | {
      readonly at: 'response-code';
      readonly request: RequestHandle;
      readonly unheard?: true;
      readonly back: PlainRoute;
    }
  /**
   * `by` 'code': denied, and nobody was told. A denial's reason can be added to it.
   */
  | {
      readonly at: 'answered';
      readonly request: RequestHandle;
      readonly by: AnswerBy;
      readonly decision: Decision;
      readonly reason?: DenyReason;
    }
  /** The number or the code was wrong; `triesLeft` 0: that has ended the request. */
  | {
      readonly at: 'not-accepted';
      readonly request: RequestHandle;
      readonly triesLeft?: number;
      readonly numberDigits?: NumberDigits;
      readonly back: PlainRoute;
    }
  /** The service refused the answer, or a denial did not reach it; nothing of it is kept. */
  | {
      readonly at: 'not-sent';
      readonly request: RequestHandle;
      readonly decision: Decision;
      readonly reason?: DenyReason;
      readonly numberDigits?: NumberDigits;
      readonly error: ErrorCode;
      /** Milliseconds since 1970 on this phone's clock: when the service takes codes again. */
      readonly until?: number;
      readonly back: PlainRoute;
    }
  /** The page asks to remove an account: what that means, before the person authenticates. */
  | { readonly at: 'deactivation'; readonly account: string; readonly name: string }
  | { readonly at: 'deactivated'; readonly name: string };

/** An approval with an account's keys that this phone did not give. */
export interface ForeignApproval {
  /** The first 4 bytes of its request's id, hex. */
  readonly id: string;
  /** When the issuer accepted it, by its clock: seconds since 1970. Absent where it didn't say. */
  readonly at?: number;
}

/** Screens outside the wizard; `at` is what `data-step` says. */
export type Route =
  | { readonly at: 'starting' }
  /**
   * The vault cannot be used: storage refused, or cleared under the open app, a newer format, no
   * secure context.
   */
  | { readonly at: 'unusable'; readonly error: ErrorCode }
  | { readonly at: Exclude<PlainRoute, 'language'> }
  /** `back`: where the person came from, if not from the menu. */
  | { readonly at: 'language'; readonly back?: 'home' }
  | RequestRoute
  /** The activation machine has the screen. */
  | { readonly at: 'wizard' }
  /** The machine of a transfer has the screen. */
  | { readonly at: 'transfer'; readonly purpose: TransferPurpose }
  | FirstPinRoute
  | {
      readonly at: 'authenticate';
      readonly auth: Authentication;
      readonly then: Intent;
      readonly back: Route;
    }
  /** `back`: the guide that it was opened from, where that is not Home. */
  | { readonly at: 'otp'; readonly account: string; readonly back?: PlainRoute }
  /** Somebody may be using the account: said before what the person came for. */
  | {
      readonly at: 'clone-suspected';
      readonly account: string;
      readonly approvals: readonly ForeignApproval[];
      readonly back: Route;
    }
  | { readonly at: 'account'; readonly account: string; readonly problem?: ErrorCode }
  /** What removing means, before the person authenticates; `back`: as for a code. */
  | { readonly at: 'remove'; readonly account: string; readonly back?: PlainRoute }
  | {
      readonly at: 'choose-pin';
      readonly proof: ProofHandle;
      readonly problem?: PinWeakness | 'mismatch';
    }
  | { readonly at: 'confirm-pin'; readonly proof: ProofHandle; readonly pin: PinHandle }
  /** After a PIN was changed: the picture stays what it was. */
  | { readonly at: 'pin-changed' }
  | { readonly at: 'forgot-pin'; readonly back: Route }
  /** `back`: the wizard, where the PIN was forgotten there. */
  | { readonly at: 'erase'; readonly back?: Route }
  | { readonly at: 'second-tap'; readonly proof: ProofHandle }
  /** A write is under way; it cannot be cancelled. */
  | {
      readonly at: 'working';
      readonly what:
        | 'remove'
        | 'change-pin'
        | 'enable-biometrics'
        | 'disable-biometrics'
        | 'erase'
        | 'activation-code';
      readonly next: Route;
      readonly back: Route;
    }
  | { readonly at: 'failed'; readonly error: ErrorCode; readonly back: Route };

/** A PIN is chosen for an intent that needs one, where there is none yet. */
export type FirstPinRoute =
  | {
      readonly at: 'first-pin';
      readonly problem?: PinWeakness | 'mismatch';
      readonly then: Intent;
      readonly back: Route;
    }
  | {
      readonly at: 'first-pin-again';
      readonly pin: PinHandle;
      readonly then: Intent;
      readonly back: Route;
    }
  /** A write is under way; it cannot be cancelled. */
  | { readonly at: 'creating-pin'; readonly then: Intent; readonly back: Route }
  /** The picture of the new PIN, 0–31, which the person learns. */
  | {
      readonly at: 'first-picture';
      readonly proof: ProofHandle;
      readonly picture: number;
      readonly then: Intent;
      readonly back: Route;
    };

/** A PIN has just unlocked; `on`: the route that follows it, once it is there. */
export interface AfterPin {
  readonly on?: Route['at'];
}
