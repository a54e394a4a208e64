/**
 * The JSON that a page and its site's handler exchange (docs/integrating.md). Times are whole
 * seconds since 1970 UTC.
 */
import type { ForeignCharacter } from '../../core/codec/foreign-character.ts';
import type { RefusalReason } from '../outcome.ts';
import type { IssuerRequest } from '../request-options.ts';

/** The state of a device as the page shows it. */
export type DeviceState = 'CREATED' | 'CODE_BOUND' | 'ACTIVE' | 'BLOCKED' | 'REVOKED' | 'REPLACED';

/** The kinds of image in which a message can be scanned. */
export type ImageKind = 'qr' | 'cryptogram';

/** What a session may do; a site may give it less than everything (`owner`). */
export type Power =
  /** Begin an activation and finish it. */
  | 'activate'
  /** Give one-time passwords. */
  | 'otp'
  /** Ask, look at what is asked, answer it by a code, and take it back. */
  | 'requests'
  /** Begin the replacement of a device, and finish it. */
  | 'replace'
  /** Name devices, revoke them, and remove their accounts from authenticators. */
  | 'manage';

/** A QR code without its quiet zone: four white modules belong around it (ISO/IEC 18004 §9.1). */
export interface QrModules {
  /** Modules a side. */
  readonly size: number;
  /**
   * The modules row by row from the top, one bit each, 1 black, the first one the highest bit of
   * the first byte, without a gap between rows; base64url without padding.
   */
  readonly modules: string;
}

/** A colour cryptogram without frame and quiet zone (docs/cryptogram.md §1). */
export interface CryptogramCells {
  /** Cells a side. */
  readonly size: number;
  /**
   * The cells row by row from the top, two bits each (0 white, 1 red, 2 green, 3 blue), the first
   * one the highest bits of the first byte, without a gap between rows; base64url without padding.
   */
  readonly cells: string;
}

/** Both kinds of image of one message. */
export interface Images {
  /** As a QR code. */
  readonly qr: QrModules;
  /** As a colour cryptogram. */
  readonly cryptogram: CryptogramCells;
}

/**
 * A message as the page shows it: as an image of either kind, bare for a page that draws it by
 * itself and as an SVG document, and as text to copy.
 */
export interface Shown {
  /** What is drawn for each kind of image: all that a page without `img-src` needs. */
  readonly images: Images;
  /** One SVG document for each kind of image, with a white ground and its quiet zone. */
  readonly svg: Readonly<Record<ImageKind, string>>;
  /** The same message as text to copy. */
  readonly text: string;
}

/** A device that is being activated, with what is to be shown now. */
export interface PageActivation extends Shown {
  /** The activation id: 16 hexadecimal digits. */
  readonly id: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** The device (its id) that this one is to replace. */
  readonly replaces?: string;
  /** What the page waits for. */
  readonly stage: 'device-code' | 'activation-code';
  /** Opens the authenticator on this very device; with the first image only. */
  readonly link?: string;
  /** The end of the activation. */
  readonly expiresAt: number;
  /** Wrong codes that are still allowed. */
  readonly attemptsLeft: number;
}

/** Why the newest activation has come to nothing. */
export type Loss = 'EXPIRED' | 'DEVICE_CODES' | 'ACTIVATION_CODES' | 'SUPERSEDED';

/** One device of the person who is signed in. */
export interface Device {
  /** The activation id: 16 hexadecimal digits. */
  readonly id: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** What the person calls it, at the site only: 1–40 characters (`PATCH devices/:id`). */
  readonly name?: string;
  /** What the device can be used for. */
  readonly state: DeviceState;
  /** When the activation began. */
  readonly createdAt: number;
  /** When the device became active. */
  readonly activatedAt?: number;
  /** When a right code was given last. */
  readonly usedAt?: number;
  /** When the device was blocked, revoked or replaced. */
  readonly endedAt?: number;
  /** Wrong codes of an active device until its next pause. */
  readonly attemptsLeft?: number;
  /** Wrong codes of an active device until it is blocked for good. */
  readonly totalLeft?: number;
  /** The second from which its codes are compared again, where they aren't now. */
  readonly pausedUntil?: number;
}

/** What a person is asked, and what has become of it. */
export interface Asked extends Pick<
  IssuerRequest,
  'id' | 'kind' | 'title' | 'fields' | 'createdAt' | 'expiresAt' | 'by' | 'reason' | 'numberDigits'
> {
  /** The id and the serial number of the device that may answer. */
  readonly device: string;
  /** The serial number of the device. */
  readonly serial: string;
  /** `BLOCKED`: the device was, before it answered. */
  readonly state: IssuerRequest['state'] | 'BLOCKED';
  /** The device wants to be notified, and a notification was on its way to it. */
  readonly notified: boolean;
  /** The server's clock. */
  readonly time: number;
}

/** The answer to a code of a device that was accepted. */
export interface CodeAccepted {
  /** The serial number of the account. */
  readonly serial: string;
  /** The device (its id) whose code it is; of `POST one-time-password`, which names none. */
  readonly device?: string;
  /** Wrong answers since the right one before, where there are any. */
  readonly wrongSince?: number;
}

/** The answer to a response code that was accepted. */
export interface ResponseAccepted {
  /** What has become of the request. */
  readonly state: Asked['state'];
  /** An approval had arrived before: nothing is to be done a second time. */
  readonly already?: true;
  /** Wrong answers since the right one before, where there are any. */
  readonly wrongSince?: number;
}

/** A request that waits for its answer, as the browser session that asked shows it. */
export type PageRequest = Asked &
  Shown & {
    /** To be shown beside the request, where that has a number: `numberDigits` ASCII digits. */
    readonly number?: string;
  };

/** `GET overview`: everything that the page needs after a reload. */
export interface Overview {
  /** The server's clock, so that the time left is right whatever the page's clock says. */
  readonly time: number;
  /** What this session may do; absent where it may do everything. */
  readonly may?: readonly Power[];
  /**
   * The activation under way, where the session may finish it: it needs `activate`, or `replace`
   * for a replacement.
   */
  readonly activation?: PageActivation;
  /** Why the newest activation came to nothing. */
  readonly lost?: Loss;
  /** With `lost`: the device (its id) that the lost activation was to replace. */
  readonly replaces?: string;
  /** The newest request of this browser session that can still be answered. */
  readonly request?: PageRequest;
  /**
   * What the same person is asked in other sessions, newest first; without images, texts and
   * numbers, which only the session that asked is told.
   */
  readonly elsewhere?: readonly Asked[];
  /** Newest first. */
  readonly devices: readonly Device[];
}

/**
 * The data of an event `changed` of `GET events`: an activation, a device or a request of the
 * person's own, and what it has become. What else there is to know, the other calls say.
 */
export interface PageChange {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** `EXPIRED` of an activation or a request. */
  readonly state: DeviceState | 'FAILED' | Asked['state'] | 'EXPIRED';
}

/** Why a call was refused: what the issuer library says, and what the handler itself does. */
export type PageError =
  | RefusalReason
  /** Nobody is signed in. */
  | 'SIGNED_OUT'
  /** The session may not do this: it lacks the power that `needs` names. */
  | 'NOT_ALLOWED'
  /** What the site was to ask is out of its limits. */
  | 'ASK_REFUSED'
  /** A name of a device that breaks the rules of names. */
  | 'NAME_REFUSED'
  /** A device is replaced only with a code of it, or once the site has identified the person. */
  | 'IDENTIFY'
  /** As many pages as may listen already do. */
  | 'TOO_MANY_STREAMS'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'MEDIA_TYPE'
  | 'TOO_LARGE'
  | 'UNEXPECTED';

/** The body of every answer that is no success. */
export interface Problem {
  /** Why the call was refused. */
  readonly error: PageError;
  /** Wrong codes that are still allowed, where they are counted. */
  readonly attemptsLeft?: number;
  /** Wrong answers until the device is blocked for good. */
  readonly totalLeft?: number;
  /** The second from which codes are compared again, where they aren't now. */
  readonly pausedUntil?: number;
  /** With TOO_MANY_REQUESTS and TOO_MANY_ACTIVATIONS: when one more may be, at the latest. */
  readonly until?: number;
  /** Set when this refusal has ended the activation. */
  readonly lost?: Loss;
  /** With REQUEST_ANSWERED and REQUEST_CANCELLED: what has become of the request. */
  readonly state?: Asked['state'];
  /** With CODE_MALFORMED: the first character that such a code can't contain. */
  readonly foreign?: ForeignCharacter;
  /** With CLOCK: how far the phone's clock is ahead of the server's; negative: behind. */
  readonly seconds?: number;
  /** With NOT_ALLOWED: the power that the session lacks. */
  readonly needs?: Power;
}
