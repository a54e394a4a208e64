/** The language of the activation wizard: its steps, events in the past tense, and effects as data (docs/architecture.md). */
import type {
  Authentication,
  AuthenticationEffect,
  AuthenticationEvent,
  Means,
  PinHandle,
  ProofHandle,
} from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';

/** Why the wizard runs: a first or further account, or an account that is held already. */
export type Purpose =
  { readonly kind: 'activate' } | { readonly kind: 'reactivate'; readonly account: string };

/** What may be shown of a pending activation. */
export interface PendingView {
  readonly id: string;
  readonly issuerName: string;
  readonly issuerVerified: boolean;
  readonly label: string;
  /** `XXXX-XXXX-XXXX-XXXX` */
  readonly deviceCode: string;
  /** On this phone's clock, milliseconds since 1970: the time that the page gives, counted from the scan. */
  readonly deadline: number;
  /** Minutes by which the first code seems old (> 0) or early (< 0). */
  readonly clockMinutes?: number;
}

/** What may be shown of an account that waits for the page. */
export interface WaitingView {
  readonly account: string;
  readonly issuerName: string;
  /** 8 digits. */
  readonly code: string;
  /** The phone seems to be ahead of the page's clock: its codes may be refused (docs/protocol.md §5). */
  readonly clockDoubtful?: boolean;
}

/** A read second message with its keys, kept by the runner. */
export type OpenedHandle = number;
/** A first message that waits for the person's word, kept by the runner. */
export type CandidateHandle = number;

export type BiometricsOffer = 'offered' | 'missing' | 'not-allowed';

/** A code that could not be used. */
export interface ScanProblem {
  readonly code: ErrorCode;
  /** What a code that is not ours seems to be: 'web', 'payment', … */
  readonly seen?: string;
}

export type Opened = { readonly pending: PendingView; readonly opened: OpenedHandle };

/** Where the new PIN replaces a forgotten one: the biometrics that allow it. */
export interface Renewing {
  readonly renews?: ProofHandle;
}

/** Steps that the person sees; `step` is what `data-step` says. */
export type Activation =
  | { readonly step: 'idle' }
  | {
      readonly step: 'scan-first';
      readonly purpose: Purpose;
      readonly proof?: ProofHandle;
      readonly notice?: ScanProblem;
    }
  | {
      readonly step: 'reading-first';
      readonly purpose: Purpose;
      readonly proof?: ProofHandle;
      /** Where the second image was wanted. */
      readonly pending?: PendingView;
    }
  | {
      readonly step: 'replace-pending';
      readonly purpose: Purpose;
      readonly proof?: ProofHandle;
      readonly pending: PendingView;
      readonly candidate: CandidateHandle;
    }
  | {
      readonly step: 'device-code';
      readonly purpose: Purpose;
      readonly proof?: ProofHandle;
      readonly pending: PendingView;
    }
  | {
      readonly step: 'scan-second';
      readonly purpose: Purpose;
      readonly proof?: ProofHandle;
      readonly pending: PendingView;
      readonly notice?: ScanProblem;
    }
  | {
      readonly step: 'reading-second';
      readonly purpose: Purpose;
      readonly proof?: ProofHandle;
      readonly pending: PendingView;
    }
  | ({
      readonly step: 'choose-pin';
      readonly problem?: 'repeated' | 'run' | 'halves' | 'mismatch' | 'earlier';
    } & Renewing &
      Opened)
  | ({ readonly step: 'confirm-pin'; readonly pin: PinHandle } & Renewing & Opened)
  | ({ readonly step: 'authenticate'; readonly auth: Authentication } & Opened)
  /** What helps where the PIN is forgotten; the activation waits meanwhile. */
  | ({ readonly step: 'forgot-pin'; readonly means: Means; readonly problem?: ErrorCode } & Opened)
  | ({ readonly step: 'authorising-pin'; readonly means: Means } & Opened)
  /** The forgotten PIN gives way to the one just chosen. */
  | ({ readonly step: 'renewing-pin'; readonly proof: ProofHandle } & Opened)
  | ({ readonly step: 'sealing'; readonly by: 'new-pin' | Means } & Opened)
  | {
      readonly step: 'picture';
      readonly picture: number;
      readonly biometrics: BiometricsOffer;
      readonly waiting: WaitingView;
    }
  | {
      readonly step: 'choose-unlock';
      readonly biometrics: BiometricsOffer;
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
  /** "Stop this activation?" over the step that goes on where the answer is no. */
  | { readonly step: 'stop'; readonly from: Stoppable }
  /** `account`: sealed already, and to be removed. */
  | { readonly step: 'stopping'; readonly thenStart: boolean; readonly account?: string }
  /** `back` is where **Try again** leads, where anything is left to go back to; `account` is what could not be removed. */
  | {
      readonly step: 'failed';
      readonly error: ErrorCode;
      readonly back?: Resumable;
      readonly account?: string;
    };

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
export type Resumable = At<
  'scan-first' | 'scan-second' | 'device-code' | 'activation-code' | 'choose-pin' | 'authenticate'
>;

export type ActivationEvent =
  | { readonly type: 'started'; readonly purpose: Purpose; readonly proof?: ProofHandle }
  /** The app was opened while an activation was pending, or one waits for the page. */
  | {
      readonly type: 'resumed';
      readonly pending: PendingView;
      readonly at: 'device-code' | 'scan-second';
    }
  | { readonly type: 'resumed-waiting'; readonly waiting: WaitingView }
  /** A text or picture held one of our messages; its kind is known from its structure alone. */
  | {
      readonly type: 'message-read';
      readonly kind: 'first' | 'second' | 'channel';
      readonly message: Uint8Array;
    }
  | { readonly type: 'code-refused'; readonly notice: ScanProblem }
  /** It was no activation's code but a request, and has the screen now. */
  | { readonly type: 'request-opened' }
  | { readonly type: 'first-accepted'; readonly pending: PendingView }
  | {
      readonly type: 'other-pending-found';
      readonly candidate: CandidateHandle;
      readonly pending: PendingView;
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
  | { readonly type: 'pin-weak'; readonly why: 'repeated' | 'run' | 'halves' }
  /** `earlier`: the vault already has a PIN that was chosen before, and this is another one. */
  | { readonly type: 'pin-mismatched'; readonly earlier?: boolean }
  | { readonly type: 'choose-again-wanted' }
  | { readonly type: 'pin-forgotten' }
  /** The PIN is remembered after all. */
  | { readonly type: 'pin-remembered' }
  | { readonly type: 'new-pin-allowed'; readonly proof: ProofHandle }
  | { readonly type: 'new-pin-refused'; readonly code: ErrorCode }
  | { readonly type: 'pin-renewed'; readonly proof: ProofHandle }
  /** Everything on this device was erased, this activation too. */
  | { readonly type: 'erased' }
  | {
      readonly type: 'sealed';
      readonly waiting: WaitingView;
      readonly first?: { readonly picture: number; readonly biometrics: BiometricsOffer };
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
  | { readonly type: 'read-first'; readonly message: Uint8Array; readonly purpose: Purpose }
  | { readonly type: 'read-request'; readonly message: Uint8Array }
  | {
      readonly type: 'keep-candidate';
      readonly candidate: CandidateHandle;
      readonly purpose: Purpose;
    }
  | { readonly type: 'forget-candidate'; readonly candidate: CandidateHandle }
  | { readonly type: 'remember-step'; readonly at: 'device-code' | 'scan-second' }
  | { readonly type: 'read-second'; readonly message: Uint8Array; readonly proof?: ProofHandle }
  | { readonly type: 'wipe-pin'; readonly pin: PinHandle }
  | {
      readonly type: 'create-vault';
      readonly opened: OpenedHandle;
      readonly chosen: PinHandle;
      readonly confirmed: PinHandle;
    }
  | { readonly type: 'seal-account'; readonly opened: OpenedHandle; readonly proof: ProofHandle }
  /** Forgotten PIN with biometrics on: they authorise a new one. */
  | { readonly type: 'authorise-new-pin' }
  | {
      readonly type: 'renew-pin';
      readonly proof: ProofHandle;
      readonly chosen: PinHandle;
      readonly confirmed: PinHandle;
    }
  | { readonly type: 'forget-opened'; readonly opened: OpenedHandle }
  | { readonly type: 'enable-biometrics' }
  | { readonly type: 'accept-account'; readonly account: string }
  | { readonly type: 'allow-notifications'; readonly account: string }
  /** "Not now": it is not asked again. */
  | { readonly type: 'decline-notifications' }
  /** Leaves no trace: the pending activation, and a sealed account that the page has not accepted. */
  | { readonly type: 'discard'; readonly account?: string }
  | { readonly type: 'leave' }
  | AuthenticationEffect;

export type Result = readonly [Activation, ...ActivationEffect[]];
