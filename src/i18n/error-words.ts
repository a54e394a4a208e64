/** What went wrong, why, and what to do next, for every error that a person can meet in this app. */
import type { ErrorCode, PersonErrorCode } from '../core/errors.ts';

export interface ErrorWords {
  /** What happened: the heading. */
  readonly what: string;
  readonly why: string;
  /** The next step. */
  readonly next: string;
}

export const ERRORS = {
  NOT_OURS: {
    what: 'That’s not a code for this app',
    why: 'There’s something else in it.',
    next: 'Hold up the code that the page shows for activating a device.',
  },
  DAMAGED: {
    what: 'This code is damaged',
    why: 'A part of it is missing or changed.',
    next: 'Scan it once more, or copy it again as a whole.',
  },
  FIRST_EXPECTED: {
    what: 'That’s not the first code',
    why: 'It belongs to a later step, and this activation hasn’t begun.',
    next: 'Go to the beginning on the page, and scan the first code it shows.',
  },
  SECOND_EXPECTED: {
    what: 'That’s not the second code',
    why: 'The page shows the second one after it has your code.',
    next: 'Enter your code on the page, then scan the image that appears.',
  },
  REQUEST_EXPECTED: {
    what: 'That’s not a request',
    why: 'The code is there to activate a device.',
    next: 'Scan the image that the page shows with its request.',
  },
  SIGNATURE_WRONG: {
    what: 'This code can’t be trusted',
    why: 'Its signature doesn’t match, so it was changed on its way.',
    next: 'Ask the page for a new code. If it happens again, tell the people behind the page.',
  },
  ISSUER_NOT_TRUSTED: {
    what: 'This page isn’t known here',
    why: 'This app works only with the pages that it was set up for.',
    next: 'Make sure that you’re on the right page.',
  },
  EXPIRED: {
    what: 'This code is too old',
    why: 'The time that the page gave it is over.',
    next: 'Ask the page for a new one.',
  },
  UNKNOWN_ACTIVATION: {
    what: 'No activation here waits for this code',
    why: 'It was begun on another device, or has been stopped.',
    next: 'Begin again with the first code on the page.',
  },
  UNKNOWN_ACCOUNT: {
    what: 'This code is for another account',
    why: 'No account on this device belongs to it.',
    next: 'Choose this device on the page, or activate it first.',
  },
  OTHER_ACTIVATION: {
    what: 'This code is from another activation',
    why: 'It doesn’t belong to the first code that you scanned.',
    next: 'Scan the second code where you entered yours, or start over.',
  },
  DOES_NOT_OPEN: {
    what: 'This code doesn’t open here',
    why: 'Most likely your code was mistyped on the page.',
    next: 'Start over, and compare each group as you type it.',
  },
  OUT_OF_RANGE: {
    what: 'This code asks for something we can’t do',
    why: 'The page wants a kind of password that this version doesn’t make.',
    next: 'Update this app, then start over. If it stays, tell the people behind the page.',
  },
  CODE_USED: {
    what: 'This code was used already',
    why: 'An account on this device was activated with it.',
    next: 'To activate again, ask the page for a new code, and start over.',
  },
  REPLACES_MISMATCH: {
    what: 'This code is for a different account',
    why: 'It would replace another account than the one it names.',
    next: 'On the page, choose the account that you want to activate, and start over.',
  },
  REQUEST_REUSED: {
    what: 'This request isn’t the one you saw',
    why: 'It has the number of an earlier request, but says something else.',
    next: 'Don’t approve it. Tell the people behind the page.',
  },
  REQUEST_EXPIRED: {
    what: 'This request is over',
    why: 'The time that the page gave it has passed. If it’s new, this device’s clock may be wrong.',
    next: 'Ask the page for a new one.',
  },
  REQUEST_EARLY: {
    what: 'This request is from the future',
    why: 'So this device’s clock is probably slow.',
    next: 'Set the clock of this device right, then try again.',
  },
  REQUEST_UNREADABLE: {
    what: 'This request doesn’t open here',
    why: 'It was changed on its way, or isn’t from that page.',
    next: 'Don’t approve anything. Ask the page for a new one.',
  },
  ACCOUNT_REPLACED: {
    what: 'This is for an earlier activation',
    why: 'The account was activated again on this device since, and the page asked the old one.',
    next: 'Ask the page for a new one, for this device.',
  },
  PAGE_REFUSED: {
    what: 'The page refused the code',
    why: 'It may have been mistyped, or the time was over. After three wrong codes the page ends the activation.',
    next: 'Compare the code once more, or start over with a new first code.',
  },
  NO_SECURE_CONTEXT: {
    what: 'This address isn’t secure',
    why: 'Browsers give the camera and safe storage only to addresses that begin with https.',
    next: 'Open the app at its https address.',
  },
  CAMERA_REFUSED: {
    what: 'The camera isn’t allowed',
    why: 'The browser or the system said no.',
    next: 'Allow the camera for this app in the settings, then try again. Or go another way:',
  },
  CAMERA_MISSING: {
    what: 'No camera found',
    why: 'This device has none, or doesn’t show it to the browser.',
    next: 'Connect one and try again, or go another way:',
  },
  CAMERA_BUSY: {
    what: 'The camera is in use',
    why: 'Another app or window holds it.',
    next: 'Close that one, then try again. Or go another way:',
  },
  CAMERA_LOST: {
    what: 'The camera stopped',
    why: 'It was unplugged, or taken by another app.',
    next: 'Try again, or go another way:',
  },
  NO_CODE_IN_PICTURE: {
    what: 'No code in this picture',
    why: 'It’s too small, blurred, or cut off.',
    next: 'Use a sharp picture that shows the whole code.',
  },
  FOREIGN_IMAGE: {
    what: 'That image belongs to another authenticator',
    why: 'It looks like ours, but only the app it was made for can read it.',
    next: 'Look for the code that the page shows for this app, or ask the page for a QR code.',
  },
  STORAGE_FULL: {
    what: 'There’s no space left',
    why: 'The browser couldn’t save, so nothing has changed.',
    next: 'Free some space on this device, then try again.',
  },
  STORAGE_BLOCKED: {
    what: 'Nothing can be kept here',
    why: 'The browser blocks storage, as it does in private windows.',
    next: 'Open the app in a normal window, or allow site data in the settings.',
  },
  STORAGE_LOST: {
    what: 'The storage got lost for a moment',
    why: 'The browser closed the connection to it.',
    next: 'Close the app and open it again. Your accounts are still there.',
  },
  VAULT_NEWER: {
    what: 'This app is too old for its accounts',
    why: 'A newer version saved them. They’re untouched.',
    next: 'Connect to the internet, close the app and open it again to update.',
  },
  VAULT_DAMAGED: {
    what: 'The accounts can’t be read',
    why: 'What was saved on this device has been changed or is incomplete.',
    next: 'Close the app and open it again. If it stays, erase everything here and activate your accounts again.',
  },
  VAULT_CHANGED: {
    what: 'Another window was faster',
    why: 'Something changed there in the meantime, so nothing was saved here.',
    next: 'Look at how it is now, then try again.',
  },
  VAULT_ERASED: {
    what: 'Everything here was erased',
    why: 'Too many wrong PINs: that’s how this app protects its accounts.',
    next: 'Activate your accounts again on their pages.',
  },
  PIN_WRONG: {
    what: 'That PIN isn’t right',
    why: 'The digits don’t match.',
    next: 'Try again.',
  },
  PIN_WAIT: {
    what: 'Too many wrong PINs',
    why: 'There’s a pause now, and it grows each time.',
    next: 'Wait a moment, then try again.',
  },
  PIN_DISAGREES: {
    what: 'One of these was mistyped',
    why: 'The two entries don’t match each other.',
    next: 'Enter your PIN once more.',
  },
  PIN_WEAK: {
    what: 'That PIN is too easy to guess',
    why: 'It’s one of the first that a stranger would try.',
    next: 'Choose another one.',
  },
  LOCKED: {
    what: 'Your accounts are locked',
    why: 'They lock by themselves when you’re away.',
    next: 'Unlock, and try again.',
  },
  SERVICE_NOT_ALLOWED: {
    what: 'This app doesn’t call that page',
    why: 'Its address isn’t among those that this app was set up for.',
    next: 'Scan the codes that the page shows: everything else works.',
  },
  SERVICE_UNREACHABLE: {
    what: 'The page can’t be reached',
    why: 'There’s no connection, or the page isn’t answering.',
    next: 'Try again in a moment.',
  },
  SERVICE_REFUSED: {
    what: 'The page didn’t accept that',
    why: 'It doesn’t know this device any more, or is blocking it.',
    next: 'Look at your devices on the page. You may have to activate this one again.',
  },
  RESPONSE_WRONG: {
    what: 'The page says that’s wrong',
    why: 'Most likely the PIN was mistyped: then your picture was another one, too.',
    next: 'Try again, and look at the picture after your PIN.',
  },
  REQUEST_GONE: {
    what: 'This request is no longer open',
    why: 'It was answered elsewhere, cancelled, or its time was over.',
    next: 'Look on the page at what became of it.',
  },
  BIOMETRICS_MISSING: {
    what: 'Biometrics don’t work here',
    why: 'This device or browser can’t keep keys behind them.',
    next: 'Use your PIN.',
  },
  BIOMETRICS_CANCELLED: {
    what: 'That didn’t go through',
    why: 'The prompt was closed, or took too long.',
    next: 'Try again, or use your PIN.',
  },
  BIOMETRICS_CHANGED: {
    what: 'Biometrics were turned off',
    why: 'Their key no longer fits. Perhaps it was removed from this device.',
    next: 'Use your PIN. You can turn biometrics on again in the menu.',
  },
  BIOMETRICS_SECOND_TAP: {
    what: 'One more tap is needed',
    why: 'The browser wants you to tap once more.',
    next: 'Try again.',
  },
  NOTIFICATIONS_REFUSED: {
    what: 'Notifications are blocked',
    why: 'This browser was told not to show any from this app.',
    next: 'You can change that in its settings. Until then, what waits is under “Pending requests”.',
  },
  NOTIFICATIONS_DISMISSED: {
    what: 'Notifications weren’t allowed',
    why: 'The question was closed without an answer.',
    next: 'Try again, or turn them on later in the menu.',
  },
  PUSH_UNAVAILABLE: {
    what: 'Notifications can’t be set up now',
    why: 'This browser didn’t reach the service that delivers them.',
    next: 'Check the connection and try again. You can do that later too, in the menu.',
  },
  UNEXPECTED: {
    what: 'Something went wrong',
    why: 'We didn’t expect this. Nothing that was saved is lost.',
    next: 'Try again. If it stays, close the app and open it again.',
  },
} as const satisfies Record<PersonErrorCode, ErrorWords>;

/** The words for a code; what belongs elsewhere is the unforeseen here. */
export function errorWords(
  table: Readonly<Record<string, ErrorWords>>,
  code: ErrorCode,
): ErrorWords {
  return table[code] ?? table['UNEXPECTED'] ?? ERRORS.UNEXPECTED;
}
