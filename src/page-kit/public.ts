/** The page kit's types for a site: what its script may do with elements, connection and events. */
import type { ImageKind } from '../issuer/http/page-api.ts';
import type {
  ActivationConnection,
  ConnectionOptions,
  PageConnection,
} from './connection-types.ts';
import type { TesseraEvents } from './kit-events.ts';

export type { Asked, Device, ImageKind, PageRequest, Power } from '../issuer/http/page-api.ts';
export type {
  ActivationConnection,
  ConnectionOptions,
  PageConnection,
  Session,
} from './connection-types.ts';
export type { TesseraEvents } from './kit-events.ts';

/** Connects with the page handler below `base`, by the site's cookie or a ticket of the service. */
export declare function pageConnection(options: ConnectionOptions): PageConnection;

/** What all elements have. */
export interface TesseraElement extends HTMLElement {
  /** The site and the person: one connection for all elements of a page. */
  connection: ActivationConnection | undefined;
  /** The kind of image that is shown first. Default: what the person chose last, or `qr`. */
  image: ImageKind | undefined;
  /** The authenticator's address, for a link that opens it on the same device. */
  authenticator: string | undefined;
  /** Whether codes may be held to this computer's camera. Default: `offer`. */
  camera: 'offer' | 'never';
}

/** `<tessera-activation>` */
export interface TesseraActivation extends TesseraElement {
  /** Begins an activation, in the place of one that is under way. */
  begin(): Promise<void>;
  /** Asks, in `<tessera-devices>`, for the proof that a device gives, to activate it again. */
  replace(device: string): Promise<void>;
  /** Gives up the activation that is under way. */
  cancel(): Promise<void>;
}

/** `<tessera-code>` */
export interface TesseraCode extends TesseraElement {
  kind: 'otp' | 'response';
  /** The request that a response code answers. Default: the newest that this session asked. */
  request: string | undefined;
  /** The name under which a form sends the code: the element checks nothing itself then. */
  name: string | undefined;
  required: boolean;
  /** The code's symbols, as they were typed so far. */
  readonly value: string;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  checkValidity(): boolean;
  reportValidity(): boolean;
}

/** `<tessera-request>` */
export interface TesseraRequest extends TesseraElement {
  /** The request that is shown. Default: the newest that this browser session asked. */
  request: string | undefined;
  /** Ends the request without an answer. */
  cancel(): Promise<void>;
}

/** `<tessera-devices>` */
export interface TesseraDevices extends TesseraElement {
  /** Asks for the proof that a device gives, to activate it again. */
  replace(device: string): Promise<void>;
}

type KitEvents = {
  readonly [Type in keyof TesseraEvents]: CustomEvent<TesseraEvents[Type]>;
};

declare global {
  interface HTMLElementTagNameMap {
    'tessera-activation': TesseraActivation;
    'tessera-code': TesseraCode;
    'tessera-devices': TesseraDevices;
    'tessera-request': TesseraRequest;
  }
  // An interface alone is added to another one.
  // oxlint-disable-next-line typescript/no-empty-object-type
  interface HTMLElementEventMap extends KitEvents {}
}
