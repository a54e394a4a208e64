/** What the app needs from the page, and what the page may call. */
import type { Action } from '../core/action.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { RequestRef } from '../core/request-ref.ts';
import type { ChosenFile } from '../core/transfer/bring-in-types.ts';
import type { LanguageView, View } from '../core/view.ts';
import type { Found } from '../symbology/reader.ts';
import type { Vault } from '../vault/types.ts';
import type { ViewEnvironment } from './app-view.ts';
import type { IncomingCode } from './code-intake.ts';
import type { SeenBy } from './transfer/transfers.ts';
import type { TrustedIssuer } from './trusted-issuers.ts';

export interface AppOptions extends ViewEnvironment {
  readonly vault: Vault;
  readonly config: ViewEnvironment['config'] & {
    readonly graceSeconds: number;
    readonly notifications: boolean;
    readonly notificationTitles: boolean;
    /** Whether the app looks for requests by itself while it is on the screen. */
    readonly poll: boolean;
    /** Days for which an answer is kept where that is switched on; 0: never. */
    readonly earlierDays: number;
    /** Origins of issuers' services that the Content-Security-Policy lets the app call. */
    readonly services: readonly string[];
    readonly trustedIssuers: readonly TrustedIssuer[];
  };
  readonly language: {
    readonly view: LanguageView;
    /** Puts the chosen language in use; `undefined` for none. Never rejects. */
    readonly follow: (chosen: unknown) => Promise<void>;
  };
  /** Whether the system has an authenticator that can unlock the vault (WebAuthn PRF). */
  readonly biometricsAvailable: () => Promise<boolean>;
  readonly persist: () => Promise<boolean | undefined>;
  readonly isPersisted: () => Promise<boolean | undefined>;
  /** Resolves to whether the clipboard took it. */
  readonly copy: (text: string) => Promise<boolean>;
  /** Resolves to the clipboard's text; undefined where that is refused. */
  readonly paste: () => Promise<string | undefined>;
  readonly install: () => void;
  /** Resolves to whether the new version may take over: no other window is busy. */
  readonly update: () => Promise<boolean>;
  /** Tells the other windows whether something is under way in this one. */
  readonly busy: (busy: boolean) => void;
  readonly reload: () => void;
  /** Whether the browser has a network at all. */
  readonly isOnline: () => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onView: (view: View) => void;
}

export interface App {
  readonly act: (action: Action) => void;
  /** Loads what Home does not need, so that the next tap finds it. */
  readonly preload: () => void;
  /** The page was hidden. */
  readonly hide: () => void;
  /** The page is visible again after `away` milliseconds; `restored`: it was frozen meanwhile. */
  readonly show: (away: number, restored: boolean) => void;
  /** The page has the focus, or the browser a network, again: what was missing may be there. */
  readonly lookAgain: (why: 'focused' | 'connected') => void;
  readonly setInstallOffered: (offered: boolean) => void;
  /** A new version is installed and can take over. */
  readonly setUpdateReady: () => void;
  /**
   * A new version has taken over. Chunks that are not loaded yet may be gone, so the page is
   * reloaded once nothing is under way.
   */
  readonly setUpdateTaken: () => void;
  /** The person has touched the page or pressed a key. */
  readonly touched: () => void;
  /** What the camera or a picture showed, or why it could not be read. */
  readonly readFound: (found: readonly Found[] | ErrorCode, by?: SeenBy) => void;
  /** A link's code, or a file that another app shared: it waits for a tap; or one being read. */
  readonly offer: (code: IncomingCode) => void;
  /** Another app's export that was dropped, or shared and then tapped. */
  readonly bringFile: (file: ChosenFile) => void;
  /** The notification of a request was tapped. */
  readonly openRequest: (name: RequestRef) => void;
}
