/** What the app shows its screens. Actions are in `action`, the camera is in `camera-view`. */
import type { Account, DamagedAccount } from './account.ts';
import type { Activation } from './activation/types.ts';
import type { Request, RequestKind } from './codec/messages.ts';
import type { ErrorCode } from './errors.ts';
import type { ForeignApproval } from './navigation/route-types.ts';
import type { NavigationState } from './navigation/types.ts';
import type { ShownPayment } from './payment.ts';
import type { Decision } from './request-answer.ts';
import type { TransferView } from './transfer/types.ts';

/** The language of the words, as BCP 47 tags. */
export interface LanguageView {
  readonly inUse: string;
  /** The person's choice; absent: as the browser's languages say, or the configuration. */
  readonly chosen?: string;
  readonly offered: readonly string[];
  /** One that could not be fetched: the language in use stayed. */
  readonly missing?: string;
}

/** A one-time password. Times: milliseconds since 1970 on this phone's clock. */
export interface OtpView {
  readonly account: string;
  readonly code: string;
  readonly validFrom: number;
  readonly validUntil: number;
}

/** A one-time password by a counter: it is good until the site has seen a later one. */
export interface CountedOtp {
  readonly account: string;
  readonly code: string;
  readonly counter: number;
}

/** None is made until it is wanted: one was on the screen long enough, or each one takes a tap. */
export interface MaskedOtp {
  readonly account: string;
  readonly masked: true;
}

/** The codes that a person brings to the page. */
export type CodeKind = 'device' | 'activation' | 'response' | 'otp';

/** A square of light and dark modules, row by row from the top. */
export interface BitMatrix {
  /** Modules a side. */
  readonly size: number;
  /** 1 dark, 0 light. */
  readonly modules: Uint8Array;
}

/** A code as a QR symbol, to be read by the computer's camera. */
export interface CodePicture {
  readonly kind: CodeKind;
  readonly issuerName: string;
  /** Without its quiet zone; absent: it is being made. */
  readonly modules?: BitMatrix;
  /** Why it could not be made. */
  readonly problem?: ErrorCode;
}

/** A request in a list. Times: milliseconds since 1970 on this phone's clock. */
export interface RequestItem {
  readonly account: string;
  /** Request id, hex. */
  readonly request: string;
  readonly kind: RequestKind;
  readonly title: string;
  /** Shown in the place of the title. */
  readonly payment?: ShownPayment;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A request that is open. */
export interface RequestView extends RequestItem {
  /** Without amount and payee of a payment. */
  readonly fields: Request['fields'];
  /** Biometrics are not enough for it. */
  readonly pinRequired: boolean;
  /** Opening it proved that the page accepted its account. */
  readonly activated: boolean;
  /** The browser has no network: an approval's code is to be typed. */
  readonly offline: boolean;
  /** Approvals that are not this phone's. */
  readonly alarm?: readonly ForeignApproval[];
  /** The response code, while it is on the screen. */
  readonly response?: string;
}

/** What the list of requests says of an issuer's service. */
export interface ServiceView {
  /** `none`: the issuer has no service; `not-allowed`: the configuration does not list it. */
  readonly reach: 'called' | 'not-allowed' | 'none';
  /** When its list was last fetched, milliseconds since 1970; absent: never. */
  readonly fetchedAt?: number;
  /** Why the last fetch failed. */
  readonly problem?: ErrorCode;
  /** It failed while the browser had no network. */
  readonly offline?: boolean;
  /** Approvals with the account's keys that are not this phone's, and not answered. */
  readonly alarm?: readonly ForeignApproval[];
  /** When the issuer last accepted a one-time password, by its clock: milliseconds since 1970. */
  readonly signedInAt?: number;
  /** Entries of its last list that could not be used. */
  readonly leftOut: number;
}

export interface RequestsView {
  readonly is: 'unknown' | 'resting' | 'checking';
  /** Whether the app goes on looking by itself. */
  readonly byItself?: boolean;
  /** Not answered and not expired; the first to expire comes first. */
  readonly items: readonly RequestItem[];
  /** By account. */
  readonly services: Readonly<Record<string, ServiceView>>;
}

/** What was answered earlier. */
export interface EarlierItem {
  readonly account: string;
  /** Request id, hex. */
  readonly request: string;
  /** Milliseconds since 1970 on this phone's clock. */
  readonly at: number;
  readonly kind: RequestKind;
  /** Absent for a payment. */
  readonly title?: string;
  readonly decision: Decision;
}

/** Whether answers are kept for a list, for how many days, and that list once it is unlocked. */
export type EarlierView =
  /** The configuration leaves it out. */
  | { readonly is: 'not-allowed' }
  | { readonly is: 'locked'; readonly on: boolean; readonly days: number }
  | {
      readonly is: 'open';
      readonly on: boolean;
      readonly days: number;
      /** The newest first. */
      readonly items: readonly EarlierItem[];
    };

/** Which words the system uses for its own authenticator. */
export type Platform = 'ios' | 'mac' | 'windows' | 'android' | 'other';

/**
 * How an account's requests reach this phone. `soon`: its issuer does not know the subscription;
 * `failed`: the browser refused to subscribe.
 */
export type RequestDelivery = 'pushed' | 'soon' | 'failed' | 'fetched' | 'scanned';

export interface NotificationsView {
  readonly is:
    | 'unknown'
    /** The configuration leaves them out. */
    | 'not-allowed'
    /** This browser cannot show them. */
    | 'missing'
    /** In a browser of iOS, before the app is on the home screen. */
    | 'not-installed'
    /** No account's issuer can notify. */
    | 'nobody'
    /** The browser's or the system's settings say no. */
    | 'blocked'
    | 'off'
    | 'turning-on'
    | 'on'
    | 'turning-off';
  /** What went wrong when the switch was used. */
  readonly problem?: ErrorCode;
  /** Whether a notification says a request's title besides its kind. */
  readonly titles: boolean;
  /** By account. */
  readonly accounts: Readonly<Record<string, RequestDelivery>>;
}

/** Which browser runs the app: instructions for installing depend on it. */
export type Browser =
  | 'safari'
  | 'chrome'
  | 'edge'
  | 'firefox'
  | 'samsung'
  | 'inside-another-app'
  | 'other';

/** Whether the clipboard took a text; each try is another object. */
export interface Copied {
  readonly text: string;
  readonly ok: boolean;
}

/** What the clipboard gave last; each try is another object. */
export interface Pasted {
  /** `refused`: by the browser or the person; `empty`: no text in it. */
  readonly is: 'taken' | 'refused' | 'empty';
}

export interface View {
  readonly navigation: NavigationState;
  readonly activation: Activation;
  /** The transfer that is under way; its screen shows once the route leads to it. */
  readonly transfer: TransferView | undefined;
  readonly accounts: readonly Account[];
  /** Ids of accounts whose place a new phone has taken, as the person says. */
  readonly moved: readonly string[];
  /** Accounts that cannot be read: they can only be removed, and activated again. */
  readonly damaged: readonly DamagedAccount[];
  /** PIN digits: what the vault has, or what the configuration asks for a new one. */
  readonly pinLength: number;
  readonly hasPin: boolean;
  /** Whether the last digit of a PIN or number waits for **Continue**. */
  readonly askFirst: boolean;
  readonly biometrics: 'on' | 'off' | 'missing' | 'not-allowed';
  readonly platform: Platform;
  readonly browser: Browser;
  /** Whether the app runs from the home screen. */
  readonly installed: boolean;
  /** Whether the browser offers to install it now. */
  readonly installOffered: boolean;
  readonly otp: OtpView | CountedOtp | MaskedOtp | undefined;
  /**
   * Seconds by which the account's clock was set while its one-time password was on the screen;
   * undefined if nobody would notice.
   */
  readonly clockSet: number | undefined;
  readonly requests: RequestsView;
  /** Whether Home's cards say what a request is about, and not its kind alone. */
  readonly requestsDetailed: boolean;
  readonly earlier: EarlierView;
  /** The request that the route is about. */
  readonly request: RequestView | undefined;
  /** Over the screen, while the person holds it to the computer's camera. */
  readonly codePicture: CodePicture | undefined;
  /** Codes are masked while the page is hidden. */
  readonly concealed: boolean;
  /** A new version can take over: nothing is under way. */
  readonly updateReady: boolean;
  /** The person wanted the new version, but another window is busy. */
  readonly updateHeld: boolean;
  /** The outcome of copying last. */
  readonly copied: Copied | undefined;
  /** Whether accounts of other servers can be added, backed up and moved. */
  readonly otherAccounts: boolean;
  /** Whether the browser has a way for the app to read the clipboard. */
  readonly canPaste: boolean;
  /** The outcome of **Paste from clipboard**. */
  readonly pasted: Pasted | undefined;
  readonly language: LanguageView;
  readonly about: About;
  readonly notifications: NotificationsView;
  /**
   * A code from outside the app that waits for a tap, on any route; `reading`: a picture is being
   * read, which can be cancelled.
   */
  readonly incoming: 'link' | 'picture' | 'export' | 'reading' | undefined;
  /** Several codes in one picture or text: the person chooses. */
  readonly choices: readonly Choice[];
  readonly collecting?: Collecting | undefined;
}

/** Whose a code of ours says that it is; nothing of it is verified. */
export interface CodeOwner {
  readonly issuer: string;
  /** Which account, '' where nothing tells. */
  readonly label: string;
}

/** How many codes of another app's export were read; the scanner stays open for the others. */
export interface Collecting {
  readonly read: number;
  readonly wanted: number;
}

/** What one of several codes in a picture or text seems to be. */
export type Choice =
  | { readonly is: 'first' | 'second' | 'channel'; readonly of?: CodeOwner }
  | { readonly is: 'foreign' | 'damaged' }
  /** Of another server; one or several. */
  | { readonly is: 'account'; readonly of?: CodeOwner }
  /** `seen`: 'web', 'payment', … */
  | { readonly is: 'other'; readonly seen: string };

export interface About {
  /** The product's name from the configuration. */
  readonly name: string;
  /** Address of the picture that takes the place of the mark. */
  readonly logo?: string;
  readonly version: string;
  /** Address of the module that lists the packages in the app (scripts/licences.ts). */
  readonly licences?: string;
  /** Whether the browser promised to keep what is stored; undefined where it does not say. */
  readonly persisted: boolean | undefined;
}
