/** The issuer's own things as the API shows them (`schemas.ts`). */
import { toBase64url } from '../core/codec/bytes.ts';
import type { InspectedInstance, InstanceView } from '../issuer/inspect.ts';
import {
  messageCryptogramGrid,
  messageLink,
  messageMatrix,
  messageText,
} from '../issuer/render.ts';
import type { IssuerRequest } from '../issuer/request-options.ts';

const BITS_PER_BYTE = 8;
/** Of a module of a QR code: dark or light. */
const MODULE_BITS = 1;
/** Of a cell of a cryptogram: one of four colours. */
const CELL_BITS = 2;

/** A message as images to scan and text to paste. */
export function shownMessage(message: Uint8Array) {
  const { size, modules } = messageMatrix(message);
  const grid = messageCryptogramGrid(message);
  return {
    images: {
      qr: { size, modules: packed(modules, MODULE_BITS) },
      cryptogram: { size: grid.size, cells: packed(grid.cells, CELL_BITS) },
    },
    text: messageText(message),
  };
}

/** Values of a few bits each, one after the other, the first in the highest bits; base64url. */
function packed(values: ArrayLike<number>, bits: number): string {
  const perByte = BITS_PER_BYTE / bits;
  const bytes = new Uint8Array(Math.ceil(values.length / perByte));
  for (let i = 0; i < values.length; i++) {
    const shift = BITS_PER_BYTE - bits * ((i % perByte) + 1);
    bytes[Math.floor(i / perByte)]! |= (values[i] ?? 0) << shift;
  }
  return toBase64url(bytes);
}

export function linkTo(authenticator: string | undefined, message: Uint8Array) {
  return authenticator === undefined ? {} : { link: messageLink(authenticator, message) };
}

/** A device, or an activation, without what the API does not show. */
export function deviceOf(view: InstanceView) {
  const { id, serial, sequence, state, createdAt, expiresAt } = view;
  const optional = {
    owner: view.owner,
    name: view.name,
    label: view.label,
    failure: view.failure,
    activatedAt: view.activatedAt,
    usedAt: view.usedAt,
    endedAt: view.endedAt,
    replaces: view.replaces,
    language: view.language,
    subscribed: view.subscribed,
    attemptsLeft: view.attemptsLeft,
    totalLeft: view.totalLeft,
    pausedUntil: view.pausedUntil,
  };
  return { id, serial, sequence, state, createdAt, expiresAt, ...defined(optional) };
}

/** With the message that is to be shown now, and the link of a first one. */
export function activationOf(instance: InspectedInstance, authenticator: string | undefined) {
  const { message, state } = instance;
  if (message === undefined) return deviceOf(instance);
  const link = state === 'CREATED' ? linkTo(authenticator, message) : {};
  return { ...deviceOf(instance), ...shownMessage(message), ...link };
}

export function requestOf(request: IssuerRequest) {
  const { id, instance, state, kind, title, fields, pinRequired, createdAt, expiresAt } = request;
  const optional = {
    reference: request.reference,
    answeredAt: request.answeredAt,
    by: request.by,
    reason: request.reason,
    numberDigits: request.numberDigits,
  };
  return {
    id,
    device: instance,
    state,
    kind,
    title,
    fields,
    pinRequired,
    createdAt,
    expiresAt,
    ...defined(optional),
  };
}

/** Without what is undefined. */
export function defined(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
