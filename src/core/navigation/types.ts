/** Types of the machine outside the wizard: its state, events (past tense) and effects. */
import type { Purpose } from '../activation/step-parts.ts';
import type { Activation } from '../activation/types.ts';
import type {
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
import type { TransferPurpose } from '../transfer/types.ts';
import type {
  AfterPin,
  ForeignApproval,
  Intent,
  Lock,
  PlainRoute,
  RequestHandle,
  Route,
} from './route-types.ts';

export interface NavigationState {
  readonly route: Route;
  readonly lock: Lock;
  /** A PIN has just unlocked: the screen that follows shows its picture. */
  readonly afterPin?: AfterPin;
}

export type NavigationEvent =
  | { readonly type: 'vault-opened' }
  /** On any route. */
  | { readonly type: 'vault-unusable'; readonly code: ErrorCode }
  /**
   * `need`: how the person must authenticate; 'nothing' if the unlocked session is enough,
   * 'new-pin' where one has to be chosen first;
   * `untapped`: the app goes on by itself, at its start.
   */
  | {
      readonly type: 'wanted';
      readonly intent: Intent;
      readonly need: 'nothing' | 'new-pin' | Means;
      readonly untapped?: true;
    }
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
  | { readonly type: 'transfer-left'; readonly to: PlainRoute }
  | { readonly type: 'session-unlocked'; readonly picture: number; readonly byPin?: boolean }
  /** The wizard has left a step. */
  | { readonly type: 'wizard-stepped'; readonly from: Activation['step'] }
  /** **Not my picture?** */
  | { readonly type: 'picture-doubted' }
  | { readonly type: 'session-locked' }
  | { readonly type: 'pin-weak'; readonly why: PinWeakness }
  | { readonly type: 'pin-mismatched'; readonly proof: ProofHandle }
  | { readonly type: 'first-pin-mismatched' }
  | { readonly type: 'first-pin-created'; readonly proof: ProofHandle; readonly picture: number }
  | { readonly type: 'picture-learnt' }
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
  | {
      readonly type: 'start-transfer';
      readonly purpose: TransferPurpose;
      readonly proof?: ProofHandle | undefined;
    }
  | { readonly type: 'create-pin'; readonly chosen: PinHandle; readonly confirmed: PinHandle }
  | { readonly type: 'keep-picture-learnt' }
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
