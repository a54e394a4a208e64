/**
 * What a site asks, and what it may see of what it has asked (docs/protocol.md §7). Times are whole
 * seconds since 1970 UTC.
 */
import type { NumberDigits, RequestKind } from '../core/codec/messages.ts';
import type { LocalizedText } from './localized-text.ts';
import type { Payment } from './payment.ts';
import type { PushOutcome } from './push.ts';
import type { DenialReason, RequestState } from './request-row.ts';

/** What a site asks a person. */
export interface RequestOptions {
  /** A login, or a transaction such as a payment. */
  readonly kind: RequestKind;
  /**
   * What is asked, 1–60 code points that an authenticator shows as they are, or that by language.
   * Left out with `payment`, which has a title of its own.
   */
  readonly title?: LocalizedText;
  /**
   * What is paid to whom, in a transaction: the authenticator shows amount and payee first, and
   * takes them from nowhere else. Title and first fields are in the words of `locale`.
   */
  readonly payment?: Payment;
  /** A transaction that pays nobody, with a title in the place of `payment`. */
  readonly notAPayment?: true;
  /**
   * The language of a payment's words and of texts that are given in several, and how its amount is
   * written, BCP 47. Default: what the device's authenticator speaks, where it has said so, else
   * `en`. A text that has no such language is taken in English, else in the first that it has.
   */
  readonly locale?: string;
  /**
   * 0–16 pairs of a label (1–40 code points, or that by language) and a value (0–120), shown as
   * plain text in this order; with `payment` after its own two to four, which count. Default: none.
   */
  readonly fields?: readonly (readonly [label: LocalizedText, value: string])[];
  /** Biometrics are not enough for this one. Default: false. */
  readonly pinRequired?: boolean;
  /**
   * Seconds in which it can be answered, up to 86,400, or to the issuer's `numberLifetime` where
   * the page shows a number. Default: 300.
   */
  readonly lifetime?: number;
  /**
   * The site's own name for what is asked (an order, a session); kept, never sent. The rules of
   * {@link BeginOptions.owner}.
   */
  readonly reference?: string;
  /**
   * Days for which the evidence of an approval is kept, 0–3660; 0: none is written. Default:
   * `retention.evidence` of the issuer.
   */
  readonly keep?: number;
  /**
   * An unguessable value that stands for the browser session that asks (22–200 visible ASCII
   * characters), for example the session's id: image, text and number of the request are given to
   * a call with the same value only ({@link Issuer.shownRequest}). Only its SHA-256 is kept.
   * Default: none, and the site keeps them by itself.
   */
  readonly asker?: string;
}

/** A request that has just been made. */
export interface Requested {
  /** The request id: 16 hexadecimal digits. */
  readonly id: string;
  /** The activation id of the instance that is asked. */
  readonly instance: string;
  /** The message, to be shown as an image or as text; it is fetched and pushed as well. */
  readonly message: Uint8Array;
  /** The last second at which it can be answered. */
  readonly expiresAt: number;
  /**
   * Settles once the push service has answered, after ten seconds at most, and never rejects.
   * Nothing has to wait for it, but a runtime that stops with the response must be told of it
   * (`waitUntil`).
   */
  readonly notified: Promise<PushOutcome>;
  /**
   * With a service: the number to be shown beside the request, to the browser session that asked
   * and to nobody else. It is told here, and by {@link Issuer.shownRequest} to the same asker.
   */
  readonly number?: string;
}

/** What the browser session that asked shows while the request is PENDING. */
export interface ShownRequest {
  /** The message, to be shown as an image or as text. */
  readonly message: Uint8Array;
  /** The number to be shown beside it, where the request has one. */
  readonly number?: string;
}

/** A request as the site sees it. */
export interface IssuerRequest {
  /** The request id: 16 hexadecimal digits. */
  readonly id: string;
  /** The id of the instance that may answer. */
  readonly instance: string;
  /** What has become of the request. */
  readonly state: RequestState | 'EXPIRED';
  /** What is asked. */
  readonly kind: RequestKind;
  /** What is asked, in the site's words. */
  readonly title: string;
  /** Pairs of a label and a value, in the order shown. */
  readonly fields: readonly (readonly [label: string, value: string])[];
  /** Biometrics are not enough. */
  readonly pinRequired: boolean;
  /** The site's own name for what is asked. */
  readonly reference?: string;
  /** When the request was made. */
  readonly createdAt: number;
  /** The last second at which it can be answered. */
  readonly expiresAt: number;
  /** When the answer was accepted. */
  readonly answeredAt?: number;
  /**
   * How the answer came: a code typed at the page, a call of the service, or the site's own word.
   */
  readonly by?: 'code' | 'service' | 'site';
  /** Of a denial: `not-me` where the person says that they did not ask for this. */
  readonly reason?: DenialReason;
  /** How many digits the number has that is shown beside the request; absent without one. */
  readonly numberDigits?: NumberDigits;
  /**
   * To be shown while the request is PENDING; absent where it was made with an `asker`, which
   * {@link Issuer.shownRequest} takes.
   */
  readonly message?: Uint8Array;
}

/** An answer that was accepted, or a request that was taken back. */
export interface Answered {
  /** The request id. */
  readonly id: string;
  /** The instance that it was asked of. */
  readonly instance: string;
  /** What has become of the request. */
  readonly state: RequestState;
  /** The site's own name for what was asked. */
  readonly reference?: string;
  /** Of a denial: `not-me` where the person says that they did not ask for this. */
  readonly reason?: DenialReason;
  /** The same was said before: nothing has changed, and nothing is to be done a second time. */
  readonly already?: true;
}
