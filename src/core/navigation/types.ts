/** Types of everything outside the wizard: routes, intents, events and effects. */
import type { Purpose } from '../activation/types.ts';
import type {
  Authentication,
  AuthenticationEffect,
  AuthenticationEvent,
  Means,
  PinHandle,
  PinWeakness,
  ProofHandle,
} from '../authentication.ts';
import type { NumberDigits } from '../codec/messages.ts';
import type { ErrorCode } from '../errors.ts';
import type { AnswerBy, Decision, DenyReason } from '../request-answer.ts';

/** Whether codes can be made without asking; `picture`: the mosaic tile for the PIN, 0–31. */
export type Lock =
  { readonly is: 'locked' } | { readonly is: 'unlocked'; readonly picture: number };

/** An open request, kept by the runner: its message and contents are never in a state. */
export type RequestHandle = number;

/** What waits behind an authentication. */
export type Intent =
  | { readonly to: 'unlock' }
  | { readonly to: 'otp'; readonly account: string }
  | { readonly to: 'activation-code'; readonly account: string }
  | { readonly to: 'activate'; readonly purpose: Purpose }
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
  | { readonly at: PlainRoute }
  | RequestRoute
  /** The activation machine has the screen. */
  | { readonly at: 'wizard' }
  | {
      readonly at: 'authenticate';
      readonly auth: Authentication;
      readonly then: Intent;
      readonly back: Route;
    }
  | { readonly at: 'otp'; readonly account: string }
  /** Somebody may be using the account: said before what the person came for. */
  | {
      readonly at: 'clone-suspected';
      readonly account: string;
      readonly approvals: readonly ForeignApproval[];
      readonly back: Route;
    }
  | { readonly at: 'account'; readonly account: string; readonly problem?: ErrorCode }
  /** What removing means, before the person authenticates. */
  | { readonly at: 'remove'; readonly account: string }
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

export interface NavigationState {
  readonly route: Route;
  readonly lock: Lock;
}

export type NavigationEvent =
  | { readonly type: 'vault-opened' }
  /** On any route. */
  | { readonly type: 'vault-unusable'; readonly code: ErrorCode }
  /** `need`: how the person must authenticate; 'nothing' if the unlocked session is enough. */
  | { readonly type: 'wanted'; readonly intent: Intent; readonly need: 'nothing' | Means }
  | { readonly type: 'went'; readonly to: PlainRoute }
  | { readonly type: 'account-opened'; readonly account: string }
  | { readonly type: 'removal-asked'; readonly account: string }
  | { readonly type: 'rename-asked'; readonly account: string; readonly name: string }
  | { readonly type: 'account-refused'; readonly account: string; readonly code: ErrorCode }
  | { readonly type: 'moved'; readonly accounts: readonly string[] }
  | { readonly type: 'went-back' }
  /** A request from the list, or the one of a tapped notification. */
  | { readonly type: 'request-wanted'; readonly account: string; readonly request: string }
  | {
      readonly type: 'request-opened';
      readonly request: RequestHandle;
      readonly by: AnswerBy;
      readonly numberDigits?: NumberDigits;
      readonly decision?: Decision;
      readonly unheard?: true;
    }
  | { readonly type: 'deactivation-opened'; readonly account: string; readonly name: string }
  /** On any route that shows something and is not about to write. */
  | {
      readonly type: 'clone-suspected';
      readonly account: string;
      readonly approvals: readonly ForeignApproval[];
    }
  /** **It was me**, with another phone. */
  | { readonly type: 'acknowledged' }
  /** Whether the phone's clock, by which a request is over, is right. */
  | { readonly type: 'clock-judged'; readonly clock: 'right' | 'wrong' }
  /** All of the request has been on the screen. */
  | { readonly type: 'request-seen' }
  /** **Deny**: asks why. */
  | { readonly type: 'denial-wanted' }
  | { readonly type: 'denied'; readonly reason?: DenyReason }
  /** **Done** was tapped under an outcome. */
  | { readonly type: 'closed' }
  | { readonly type: 'answer-given' }
  /** Nothing was heard of an approval that was sent: its code is to be typed. */
  | { readonly type: 'answer-unheard' }
  | { readonly type: 'not-accepted'; readonly triesLeft?: number }
  /** `until`: see the route. */
  | { readonly type: 'not-sent'; readonly code: ErrorCode; readonly until?: number }
  | { readonly type: 'wizard-opened' }
  | { readonly type: 'wizard-left' }
  | { readonly type: 'session-unlocked'; readonly picture: number }
  | { readonly type: 'session-locked' }
  | { readonly type: 'pin-weak'; readonly why: PinWeakness }
  | { readonly type: 'pin-mismatched'; readonly proof: ProofHandle }
  | { readonly type: 'second-tap-needed'; readonly proof: ProofHandle }
  | { readonly type: 'second-tapped' }
  | { readonly type: 'pin-forgotten' }
  | { readonly type: 'new-pin-allowed'; readonly proof: ProofHandle }
  | { readonly type: 'erase-wanted' }
  | { readonly type: 'erase-confirmed' }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly code: ErrorCode }
  | AuthenticationEvent;

export type NavigationEffect =
  | {
      readonly type: 'start-activation';
      readonly purpose: Purpose;
      readonly proof?: ProofHandle | undefined;
    }
  | { readonly type: 'show-activation-code'; readonly account: string }
  | { readonly type: 'remove-account'; readonly account: string }
  | { readonly type: 'open-request'; readonly account: string; readonly request: string }
  /** Without a proof it can only be denied. */
  | {
      readonly type: 'answer-request';
      readonly request: RequestHandle;
      readonly by: AnswerBy;
      readonly decision: Decision;
      readonly reason?: DenyReason;
      readonly number?: string;
      readonly proof?: ProofHandle;
    }
  | {
      readonly type: 'acknowledge-approvals';
      readonly account: string;
      readonly approvals: readonly ForeignApproval[];
    }
  | { readonly type: 'rename-account'; readonly account: string; readonly name: string }
  | { readonly type: 'reorder-accounts'; readonly accounts: readonly string[] }
  | {
      readonly type: 'change-pin';
      readonly proof: ProofHandle;
      readonly chosen: PinHandle;
      readonly confirmed: PinHandle;
    }
  | { readonly type: 'enable-biometrics'; readonly proof: ProofHandle }
  | { readonly type: 'disable-biometrics' }
  /** The PIN is forgotten and biometrics are on: they authorise a new one. */
  | { readonly type: 'authorise-new-pin' }
  | { readonly type: 'erase' }
  | { readonly type: 'wipe-pin'; readonly pin: PinHandle }
  | { readonly type: 'lock' }
  | AuthenticationEffect;

export type NavigationResult = readonly [NavigationState, ...NavigationEffect[]];
