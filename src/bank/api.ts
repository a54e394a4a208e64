/** The bank's JSON API as its page and its server both know it. Times are whole seconds since 1970 UTC. */

/** Names the customer in every call, in the place of a real bank's sign-in: 32 hexadecimal digits, chosen by the page. */
export const CUSTOMER_HEADER = 'Customer';

export type DeviceState = 'CREATED' | 'CODE_BOUND' | 'ACTIVE' | 'BLOCKED' | 'REVOKED' | 'REPLACED';

/** The kinds of image in which a message can be scanned. */
export type ImageKind = 'qr' | 'cryptogram';

/** A device that is being activated. */
export interface Activation {
  readonly id: string;
  readonly serial: string;
  /** What the page waits for. */
  readonly stage: 'device-code' | 'activation-code';
  /** The image to show now, of each kind, as an SVG document; and the same as text. */
  readonly images: Readonly<Record<ImageKind, string>>;
  readonly text: string;
  /** Opens the authenticator on this very device; with the first image only. */
  readonly link?: string;
  readonly expiresAt: number;
  readonly attemptsLeft: number;
}

/** Why the newest activation has come to nothing. */
export type Loss = 'EXPIRED' | 'DEVICE_CODES' | 'ACTIVATION_CODES' | 'SUPERSEDED';

export interface Device {
  readonly id: string;
  readonly serial: string;
  readonly state: DeviceState;
  readonly createdAt: number;
  readonly activatedAt?: number;
  readonly usedAt?: number;
  readonly endedAt?: number;
}

/** `GET /api/overview`: everything that the page needs after a reload. */
export interface Overview {
  /** The server's clock, so that the time left is right whatever the page's clock says. */
  readonly time: number;
  readonly activation?: Activation;
  readonly lost?: Loss;
  /** Newest first. */
  readonly devices: readonly Device[];
}

/** Why a call was refused: what the issuer library says, and what the server itself does. */
export type Refusal =
  | 'UNKNOWN_ACTIVATION'
  | 'EXPIRED'
  | 'WRONG_STATE'
  | 'CODE_MALFORMED'
  | 'CODE_WRONG'
  | 'CODE_USED'
  | 'CODE_OTHER'
  | 'BLOCKED'
  | 'BUSY'
  | 'BAD_REQUEST'
  | 'UNEXPECTED';

/** The body of every answer that is no success. */
export interface Problem {
  readonly error: Refusal;
  /** Wrong codes that are still allowed, where they are counted. */
  readonly attemptsLeft?: number;
  /** Set when this refusal has ended the activation. */
  readonly lost?: Loss;
}
