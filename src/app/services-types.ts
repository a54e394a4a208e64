/** What the services behind the first screen are given, and what they give. Types alone. */
import type { Activation, ActivationEvent } from '../core/activation/types.ts';
import type { Intent } from '../core/navigation/route-types.ts';
import type {
  NavigationEffect,
  NavigationEvent,
  NavigationState,
} from '../core/navigation/types.ts';
import type { ChosenFile } from '../core/transfer/bring-in-types.ts';
import type { Settings } from '../vault/settings.ts';
import type { Vault, VaultSnapshot } from '../vault/types.ts';
import type { ActivationContext } from './activation-effects.ts';
import type { ServicesState, ViewPort } from './app-view.ts';
import type { AuthSession } from './auth-session.ts';
import type { CodeIntake } from './code-intake.ts';
import type { CodePictures } from './code-picture.ts';
import type { Earlier } from './earlier.ts';
import type { BrowserNotificationsOptions } from './notifications/browser.ts';
import type { Notifications } from './notifications/notifications.ts';
import type { Taps } from './notifications/taps.ts';
import type { clockMoved, OtpClock } from './otp-clock.ts';
import type { Requests } from './pending-requests.ts';
import type { Runner } from './runner.ts';
import type { Transfers } from './transfer/transfers.ts';

export interface ServicesContext {
  readonly vault: Vault;
  readonly activation: Pick<ActivationContext, 'trustedIssuers' | 'biometricsOffer' | 'persist'>;
  readonly navigation: Runner<NavigationState, NavigationEvent>;
  readonly view: ViewPort;
  readonly notifications: Pick<
    BrowserNotificationsOptions,
    'allowed' | 'titles' | 'platform' | 'installed'
  >;
  /** The language in use, BCP 47. */
  readonly language: () => string;
  /** Origins of issuers' services that the Content-Security-Policy lets the app call. */
  readonly services: readonly string[];
  /** Whether the app looks for requests by itself. */
  readonly poll: boolean;
  /** Whether accounts of other servers can be added. */
  readonly otherAccounts: boolean;
  /** Days for which an answer is kept where that is switched on; 0: never. */
  readonly earlierDays: number;
  /** As the vault was last read. */
  readonly settings: () => Settings;
  /** Whether the browser has a network at all. */
  readonly isOnline: () => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Leads to an intent, past what it needs. */
  readonly pursue: (intent: Intent) => void;
}

export interface Services {
  readonly authSession: AuthSession;
  readonly otpClock: OtpClock;
  readonly codePictures: CodePictures;
  readonly clockMoved: typeof clockMoved;
  readonly intake: CodeIntake;
  readonly notifications: Notifications;
  readonly taps: Taps;
  readonly requests: Requests;
  readonly earlier: Earlier;
  readonly activation: Runner<Activation, ActivationEvent>;
  readonly transfers: Transfers;
  /** Before an enrolment begins: it shows what the page of a waiting account waits for. */
  readonly offerWaiting: (account: string) => void;
  /** What the services add to the view. */
  readonly state: ServicesState;
  /** Performs an effect of the navigation machine. */
  readonly perform: (
    effect: NavigationEffect,
    signal: AbortSignal,
  ) => Promise<NavigationEvent | undefined>;
  /** Tells the wizard if its pending activation is gone. */
  readonly pendingChanged: (kept: VaultSnapshot) => void;
  /** The clock may have been moved: drops a pending activation whose time is over. */
  readonly dropExpired: () => void;
  /** Returns the event that resumes the activation that was pending, or says it was dropped. */
  readonly resume: () => Promise<ActivationEvent | undefined>;
  /** Leads to the screens that bring a file's accounts in. */
  readonly bringFile: (file: ChosenFile) => void;
  /** Returns the event for the machine that asked for a PIN; `choosing` refuses weak ones. */
  readonly enterPin: (
    digits: string,
    choosing: boolean,
  ) => Extract<NavigationEvent, { type: 'pin-entered' | 'pin-weak' }>;
}
