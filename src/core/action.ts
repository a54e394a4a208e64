/** What the screens report to the app. The camera's commands are in `camera-view`. */
import type { ActivationEvent } from './activation/types.ts';
import type { PlainRoute } from './navigation/route-types.ts';
import type { NavigationEvent } from './navigation/types.ts';
import type { AnswerBy } from './request-answer.ts';
import type { TransferAction, TransferPurpose } from './transfer/types.ts';
import type { CodeKind } from './view.ts';

/** Events of the machines that a person causes, and input for the app. */
export type Action =
  | Extract<
      ActivationEvent,
      {
        type:
          | 'replace-confirmed'
          | 'replace-denied'
          | 'second-wanted'
          | 'device-code-wanted'
          | 'choose-again-wanted'
          | 'pin-remembered'
          | 'picture-learnt'
          | 'biometrics-skipped'
          | 'biometrics-chosen'
          | 'pin-wanted'
          | 'picture-chosen'
          | 'picture-forgotten'
          | 'picture-confirmed'
          | 'picture-denied'
          | 'page-accepted'
          | 'page-refused'
          | 'notifications-wanted'
          | 'notifications-skipped'
          | 'stop-asked'
          | 'stop-denied'
          | 'stop-confirmed'
          | 'start-over-asked'
          | 'try-again-asked';
      }
    >
  | Extract<
      NavigationEvent,
      {
        type:
          | 'account-opened'
          | 'removal-asked'
          | 'rename-asked'
          | 'moved'
          | 'went-back'
          | 'second-tapped'
          | 'picture-doubted'
          | 'pin-forgotten'
          | 'erase-wanted'
          | 'erase-confirmed'
          | 'request-wanted'
          | 'request-seen'
          | 'denial-wanted'
          | 'clock-judged'
          | 'acknowledged'
          | 'denied'
          | 'closed';
      }
    >
  /** **Approve**, once it is authenticated; also to show a code again, or instead of sending. */
  | { readonly type: 'approve'; readonly by: AnswerBy }
  /** All digits of the number that the page shows. */
  | { readonly type: 'number-typed'; readonly digits: string }
  /** Removes the account as the page asks, once it is authenticated. */
  | { readonly type: 'deactivate' }
  /** Shows what was approved with the account's keys, and not with this phone. */
  | { readonly type: 'show-alarm'; readonly account: string }
  /** Keeps what is answered for a list, or forgets it. */
  | { readonly type: 'set-earlier'; readonly on: boolean }
  | { readonly type: 'clear-earlier' }
  /** **Check now**, or a pull. */
  | { readonly type: 'check-requests' }
  | { readonly type: 'go'; readonly to: PlainRoute }
  /** **Scan Code** on Home. */
  | { readonly type: 'scan' }
  /** A further account, from **Manage accounts**. */
  | { readonly type: 'add-account' }
  | { readonly type: 'reactivate'; readonly account: string }
  /** Begins a transfer, or continues one that was locked. */
  | { readonly type: 'start-transfer'; readonly purpose: TransferPurpose }
  | TransferAction
  | { readonly type: 'show-otp'; readonly account: string }
  | { readonly type: 'show-activation-code'; readonly account: string }
  | { readonly type: 'remove'; readonly account: string }
  /** Ticks an account off: the new phone has it. */
  | { readonly type: 'tick-moved'; readonly account: string; readonly on: boolean }
  | { readonly type: 'change-pin' }
  | { readonly type: 'set-biometrics'; readonly on: boolean }
  | { readonly type: 'set-notifications'; readonly on: boolean }
  | { readonly type: 'set-ask-first'; readonly on: boolean }
  /** A language's tag, BCP 47; absent: as the browser's languages say. */
  | { readonly type: 'set-language'; readonly language?: string }
  /** Seconds to add to this phone's clock for accounts of other servers. */
  | { readonly type: 'set-others-clock'; readonly seconds: number }
  | { readonly type: 'unlock' }
  | { readonly type: 'lock' }
  /** All digits of a PIN, on any screen that asks for one. */
  | { readonly type: 'pin-typed'; readonly digits: string }
  /** Text that was pasted. */
  | { readonly type: 'text-read'; readonly text: string }
  /** **Paste from clipboard**. */
  | { readonly type: 'paste' }
  | { readonly type: 'incoming-used' }
  | { readonly type: 'incoming-copied' }
  | { readonly type: 'incoming-dismissed' }
  | { readonly type: 'choice-made'; readonly index: number }
  | { readonly type: 'choices-dismissed' }
  /** **Bring in these**: the codes of an export that were read. */
  | { readonly type: 'collected-used' }
  /** The code of the next counter, or once more that of the one before it. */
  | { readonly type: 'count-otp'; readonly which: 'next' | 'again' }
  | { readonly type: 'copy'; readonly text: string }
  /** Shows the code of a kind that is on the screen as a picture. */
  | { readonly type: 'hold-to-camera'; readonly kind: CodeKind }
  | { readonly type: 'code-picture-closed' }
  | { readonly type: 'install' }
  | { readonly type: 'install-declined' }
  | { readonly type: 'update' };
