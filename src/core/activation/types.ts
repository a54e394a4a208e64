/** Types of the activation wizard: steps, events (past tense), effects (docs/architecture.md). */
import type {
  Authentication,
  AuthenticationEffect,
  AuthenticationEvent,
  Means,
  PinHandle,
  PinWeakness,
  ProofHandle,
} from '../authentication.ts';
import type { Message, MessageOf } from '../codec/parse-message.ts';
import type { ErrorCode } from '../errors.ts';
import type {
  BiometricsOffer,
  CandidateHandle,
  Exchange,
  FirstPin,
  OpenedHandle,
  PendingView,
  PinChoiceProblem,
  Purpose,
  ScanProblem,
  Sealing,
  WaitingView,
} from './step-parts.ts';

/** Steps that the person sees; `step` is what `data-step` says. */
export type Activation =
  | { readonly step: 'idle' }
  | {
      readonly step: 'scan-first';
      readonly exchange: Exchange;
      readonly problem?: ScanProblem;
    }
  | {
      readonly step: 'reading-first';
      readonly exchange: Exchange;
      /** Present where the second image is expected. */
      readonly pending?: PendingView;
    }
  | {
      readonly step: 'replace-pending';
      readonly exchange: Exchange;
      /** Absent where another server's enrolment would give way. */
      readonly pending?: PendingView;
      readonly candidate: CandidateHandle;
    }
  | { readonly step: 'device-code'; readonly exchange: Exchange; readonly pending: PendingView }
  | {
      readonly step: 'scan-second';
      readonly exchange: Exchange;
      readonly pending: PendingView;
      readonly problem?: ScanProblem;
    }
  | { readonly step: 'reading-second'; readonly exchange: Exchange; readonly pending: PendingView }
  | {
      readonly step: 'choose-pin';
      readonly sealing: Sealing;
      /** The proof by biometrics that allows replacing a forgotten PIN. */
      readonly replaces?: ProofHandle | undefined;
      readonly problem?: PinChoiceProblem;
    }
  | {
      readonly step: 'confirm-pin';
      readonly sealing: Sealing;
      readonly replaces?: ProofHandle | undefined;
      readonly pin: PinHandle;
    }
  | { readonly step: 'authenticate'; readonly sealing: Sealing; readonly auth: Authentication }
  /** What helps if the PIN is forgotten; the activation waits meanwhile. */
  | {
      readonly step: 'forgot-pin';
      readonly sealing: Sealing;
      readonly means: Means;
      readonly problem?: ErrorCode;
    }
  | { readonly step: 'authorising-pin'; readonly sealing: Sealing; readonly means: Means }
  /** The PIN just chosen replaces the forgotten one. */
  | { readonly step: 'renewing-pin'; readonly sealing: Sealing; readonly proof: ProofHandle }
  | { readonly step: 'sealing'; readonly sealing: Sealing; readonly by: 'new-pin' | Means }
  | {
      readonly step: 'picture';
      readonly picture: number;
      readonly biometrics: BiometricsOffer;
      readonly waiting: WaitingView;
    }
  | {
      readonly step: 'choose-unlock';
      /** `missing`: only trying has shown that the device's cannot be used. */
      readonly biometrics: 'offered' | 'missing';
      readonly waiting: WaitingView;
      readonly problem?: ErrorCode;
    }
  | { readonly step: 'enabling-biometrics'; readonly waiting: WaitingView }
  | { readonly step: 'activation-code'; readonly waiting: WaitingView }
  | { readonly step: 'accepting'; readonly waiting: WaitingView }
  | {
      readonly step: 'notifications';
      readonly account: string;
      readonly issuerName: string;
      readonly problem?: ErrorCode;
    }
  | {
      readonly step: 'allowing-notifications';
      readonly account: string;
      readonly issuerName: string;
    }
  /** "Stop this activation?", shown over the step that continues if the answer is no. */
  | { readonly step: 'stop'; readonly from: Stoppable }
  /** `account`: sealed already, and to be removed. */
  | {
      readonly step: 'stopping';
      readonly thenStart: boolean;
      readonly account?: string | undefined;
    }
  /**
   * `back`: where **Try again** leads, if anywhere; `account`: what could not be removed; `lost`:
   * it was replaced in another tab, or dropped, and nothing is left to be removed.
   */
  | {
      readonly step: 'failed';
      readonly error: ErrorCode;
      readonly back?: Resumable;
      readonly account?: string | undefined;
      readonly lost?: Loss;
    };

/** How a pending activation was lost. */
export type Loss =
  | { readonly by: 'replaced' }
  /** By the phone's clock it was older than a day. Times: milliseconds since 1970. */
  | { readonly by: 'dropped'; readonly begunAt: number; readonly droppedAt: number };

export type Step = Activation['step'];
export type At<S extends Step> = Extract<Activation, { readonly step: S }>;

/** A step that writes cannot be cancelled; every other can. */
export type Stoppable = Exclude<
  Activation,
  At<
    | 'idle'
    | 'stop'
    | 'stopping'
    | 'renewing-pin'
    | 'sealing'
    | 'accepting'
    | 'failed'
    | 'notifications'
    | 'allowing-notifications'
  >
>;
type Resumable = At<
  'scan-first' | 'scan-second' | 'device-code' | 'activation-code' | 'choose-pin' | 'authenticate'
>;

export type ActivationEvent =
  | { readonly type: 'started'; readonly purpose: Purpose; readonly proof?: ProofHandle }
  /** The app was opened while an activation was pending, or while one waits for the page. */
  | {
      readonly type: 'resumed';
      readonly pending: PendingView;
      readonly at: 'device-code' | 'scan-second';
    }
  /** `first`: the picture of the new PIN was not learnt before the app was closed. */
  | { readonly type: 'resumed-waiting'; readonly waiting: WaitingView; readonly first?: FirstPin }
  /** The pending activation is gone from the vault, without anything done in this tab. */
  | { readonly type: 'pending-lost'; readonly lost: Loss }
  /** A text or picture contained one of our messages. */
  | { readonly type: 'message-read'; readonly message: Message }
  | { readonly type: 'code-refused'; readonly problem: ScanProblem }
  /** The code was another server's account, which other screens bring in. */
  | { readonly type: 'account-offered' }
  /** The code was a request's, not an activation's; the request is on the screen. */
  | { readonly type: 'request-opened' }
  | { readonly type: 'first-accepted'; readonly pending: PendingView }
  | {
      readonly type: 'other-pending-found';
      readonly candidate: CandidateHandle;
      /** Absent where it is another server's enrolment. */
      readonly pending?: PendingView;
    }
  | { readonly type: 'replace-confirmed' }
  | { readonly type: 'replace-denied' }
  | { readonly type: 'second-wanted' }
  | { readonly type: 'device-code-wanted' }
  | {
      readonly type: 'second-accepted';
      readonly opened: OpenedHandle;
      readonly unlock: 'create-pin' | 'proven' | Means;
    }
  | { readonly type: 'pin-weak'; readonly why: PinWeakness }
  /** `earlier`: the vault already has a PIN, and this is another one. */
  | { readonly type: 'pin-mismatched'; readonly earlier?: boolean }
  | { readonly type: 'choose-again-wanted' }
  | { readonly type: 'pin-forgotten' }
  /** The person remembers the PIN after all. */
  | { readonly type: 'pin-remembered' }
  | { readonly type: 'new-pin-allowed'; readonly proof: ProofHandle }
  | { readonly type: 'new-pin-refused'; readonly code: ErrorCode }
  | { readonly type: 'pin-renewed'; readonly proof: ProofHandle }
  /** Everything on this device was erased, including this activation. */
  | { readonly type: 'erased' }
  | {
      readonly type: 'sealed';
      readonly waiting: WaitingView;
      readonly first?: FirstPin;
    }
  | { readonly type: 'picture-learnt' }
  | { readonly type: 'biometrics-skipped' }
  | { readonly type: 'biometrics-enabled' }
  | { readonly type: 'biometrics-failed'; readonly code: ErrorCode }
  | { readonly type: 'page-accepted' }
  | { readonly type: 'page-refused' }
  | { readonly type: 'accepted'; readonly notify: boolean }
  | { readonly type: 'notifications-wanted' }
  | { readonly type: 'notifications-allowed' }
  | { readonly type: 'notifications-refused'; readonly code: ErrorCode }
  | { readonly type: 'notifications-skipped' }
  | { readonly type: 'stop-asked' }
  | { readonly type: 'stop-denied' }
  | { readonly type: 'stop-confirmed' }
  | { readonly type: 'stopped' }
  | { readonly type: 'start-over-asked' }
  | { readonly type: 'try-again-asked' }
  | { readonly type: 'failed'; readonly code: ErrorCode }
  | AuthenticationEvent;

export type ActivationEffect =
  | { readonly type: 'read-first'; readonly message: MessageOf<'first'>; readonly purpose: Purpose }
  | { readonly type: 'read-request'; readonly message: MessageOf<'channel'> }
  | {
      readonly type: 'keep-candidate';
      readonly candidate: CandidateHandle;
      readonly purpose: Purpose;
    }
  | { readonly type: 'forget-candidate'; readonly candidate: CandidateHandle }
  | { readonly type: 'remember-step'; readonly at: 'device-code' | 'scan-second' }
  | {
      readonly type: 'read-second';
      readonly message: MessageOf<'second'>;
      readonly proof?: ProofHandle | undefined;
    }
  | { readonly type: 'wipe-pin'; readonly pin: PinHandle }
  | {
      readonly type: 'create-vault';
      readonly opened: OpenedHandle;
      readonly chosen: PinHandle;
      readonly confirmed: PinHandle;
    }
  | { readonly type: 'seal-account'; readonly opened: OpenedHandle; readonly proof: ProofHandle }
  /** The PIN is forgotten and biometrics are on: they authorise a new one. */
  | { readonly type: 'authorise-new-pin' }
  | {
      readonly type: 'renew-pin';
      readonly proof: ProofHandle;
      readonly chosen: PinHandle;
      readonly confirmed: PinHandle;
    }
  | { readonly type: 'forget-opened'; readonly opened: OpenedHandle }
  /** The person has seen the new PIN's picture: it is not shown in the wizard again. */
  | { readonly type: 'keep-picture-learnt' }
  | { readonly type: 'enable-biometrics' }
  | { readonly type: 'accept-account'; readonly account: string }
  | { readonly type: 'allow-notifications'; readonly account: string }
  /** "Not now": the question is not asked again. */
  | { readonly type: 'decline-notifications' }
  /** Removes the pending activation, and a sealed account that the page has not accepted. */
  | { readonly type: 'discard'; readonly account?: string | undefined }
  /** Overwrites what is kept of a lost activation; another tab's stays as it is. */
  | { readonly type: 'forget-lost' }
  | { readonly type: 'leave' }
  | AuthenticationEffect;

export type Result = readonly [Activation, ...ActivationEffect[]];
