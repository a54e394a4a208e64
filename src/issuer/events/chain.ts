/**
 * The chain of events: an HMAC-SHA-256 (RFC 2104) over what each says, made when it is written, and
 * a link over the one before, made when it is numbered. Whoever has not the chain's key can neither
 * change, take out nor swap an event unnoticed; who takes the newest ones away is found by a link
 * that was noted elsewhere.
 */
import { concat, utf8 } from '../../core/codec/bytes.ts';
import { issuerHmac } from '../hmac.ts';
import { nodeCrypto } from '../node-crypto.ts';
import type { EventRow } from '../rows/event-row.ts';

/** Bytes of a chain key, of a mac and of a link. */
export const CHAIN_BYTES = 32;
/** The link before the first event. */
export const FIRST_LINK = new Uint8Array(CHAIN_BYTES);

/** Tell what the key is used for apart; a mac's input goes on in JSON, a link's in bytes. */
const EVENT_LABEL = 'tessera/event/v1\0';
const LINK_LABEL = utf8('tessera/link/v1\0');
const NUMBER_BYTES = 8;

/** What a mac covers: all that an event says. */
export type ChainedEvent = Omit<EventRow, 'version'>;

export interface EventChain {
  /** Over one event; at once where there is node:crypto. */
  readonly macOf: (event: ChainedEvent) => Uint8Array | Promise<Uint8Array>;
  /** Over the link before, the number and the mac. */
  readonly linkOf: (link: Uint8Array, number: number, mac: Uint8Array) => Promise<Uint8Array>;
}

/** A chain under a key of {@link CHAIN_BYTES} bytes. */
export async function createEventChain(key: Uint8Array): Promise<EventChain> {
  const hmac = await issuerHmac('SHA-256', key);
  return {
    macOf(event) {
      const said = EVENT_LABEL + canonical(event);
      if (nodeCrypto) return nodeCrypto.createHmac('sha256', key).update(said).digest();
      return hmac(utf8(said));
    },
    linkOf: (link, number, mac) => hmac(concat(LINK_LABEL, link, numberBytes(number), mac)),
  };
}

/** One text for what an event says, whatever the order of its members. */
function canonical(event: ChainedEvent): string {
  const { id, type, at, owner, instance, serial, request, reference, notify, data } = event;
  const entries = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  // JSON has no undefined in lists: it writes null.
  const subject = [owner, instance, serial, request, reference];
  return JSON.stringify([id, type, at, ...subject, notify, entries]);
}

function numberBytes(number: number): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}
