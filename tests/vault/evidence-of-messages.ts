/** Evidence of messages: a kept second message gives every key of its account. */
import { createHash, hkdfSync, pbkdf2Sync } from 'node:crypto';

import { concat } from '../../src/core/codec/bytes.ts';
import { decodeCbor, isCborMap } from '../../src/core/codec/cbor.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { readSecondMessage } from '../../src/protocol/second-message.ts';
import type { Profile } from '../../src/vault/account-profile.ts';
import { decodeProfile } from '../../src/vault/account-profile.ts';
import { decodeOpenKeys } from '../../src/vault/open-keys.ts';
import type { SearchIndex } from './recorded-storage.ts';

export interface KnownProfile {
  readonly profile: Profile;
  readonly channel: Uint8Array;
}

export function knownProfiles({ pieces }: SearchIndex): KnownProfile[] {
  return pieces.flatMap(({ bytes, opened }) => {
    try {
      const value = decodeCbor(bytes);
      return opened
        ? [{ profile: decodeProfile(value), channel: decodeOpenKeys(value).channel }]
        : [];
    } catch {
      return [];
    }
  });
}

interface OpenedFirst {
  readonly firstMessage: Uint8Array;
  readonly c9: Uint8Array;
}

/** First messages and device codes, from pending activations. */
export async function openedMessages({ pieces }: SearchIndex): Promise<OpenedFirst[]> {
  const found = new Map<string, OpenedFirst>();
  for (const { bytes, opened } of pieces) {
    const value = opened ? decodeCbor(bytes) : undefined;
    if (!isCborMap(value)) continue;
    const [firstMessage, c9] = [value.get(1), value.get(2)];
    if (!(firstMessage instanceof Uint8Array) || !(c9 instanceof Uint8Array) || c9.length !== 9)
      continue;
    found.set(firstMessage.join(), { firstMessage: firstMessage.slice(), c9: c9.slice() });
  }
  return [...found.values()];
}

/**
 * `otp ‖ sign`, where a second message or its nonce was kept: with the first message and the device
 * code it gives all keys.
 */
export async function keysFromMessages(
  index: SearchIndex,
  messages: readonly OpenedFirst[],
  profiles: readonly KnownProfile[],
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const { firstMessage, c9 } of messages) {
    const { message: first, h1 } = await readFirstMessage(firstMessage);
    for (const kept of secondMessages(index)) {
      const opened = await readSecondMessage(kept, { first, h1, c9 }).catch(() => undefined);
      if (opened) found.push(concat(opened.keys.otp, opened.keys.sign));
    }
    const stretched = stretchedOnce(c9, h1.subarray(0, 16));
    found.push(...keysFromNonces(index, concat(first.secret, stretched), h1, profiles));
  }
  return found;
}

/** Device codes' slow keys, derived once: a life is looked at again and again. */
const slowKeys = new Map<string, Uint8Array>();

function stretchedOnce(c9: Uint8Array, salt: Uint8Array): Uint8Array {
  const name = [c9, salt].join();
  const key = slowKeys.get(name) ?? pbkdf2Sync(c9, salt, 262_144, 32, 'sha256');
  slowKeys.set(name, key);
  return key;
}

function secondMessages({ pieces }: SearchIndex): Uint8Array[] {
  return pieces.flatMap(({ bytes }) => {
    const texts = new TextDecoder().decode(bytes).match(/TES1[:.][\x20-\x7e]+/g) ?? [];
    const read = texts.flatMap((text) => {
      try {
        return [readText(text)];
      } catch {
        return [];
      }
    });
    return [...read, ...tagged(bytes)];
  });
}

/** Whatever begins like a COSE_Encrypt0, to each possible end. */
function tagged(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let i = 0; i + 60 < bytes.length; i++) {
    if (bytes[i] !== 0xd0 || bytes[i + 1] !== 0x83) continue;
    for (let end = i + 60; end <= bytes.length; end++) found.push(bytes.slice(i, end));
  }
  return found;
}

/** Channel keys by the input key and by the nonce, derived once as well. */
const channelKeys = new Map<string, Map<string, string>>();

/** Any 16 bytes may be N: the channel key that they lead to would stand in a profile. */
function keysFromNonces(
  { pieces }: SearchIndex,
  inputKey: Uint8Array,
  h1: Uint8Array,
  profiles: readonly KnownProfile[],
): Uint8Array[] {
  const channels = new Set(profiles.map(({ channel }) => Buffer.from(channel).toString('hex')));
  const tried = new Set<string>();
  const inputName = Buffer.from(inputKey).toString('hex');
  const known = channelKeys.get(inputName) ?? new Map<string, string>();
  channelKeys.set(inputName, known);
  const found: Uint8Array[] = [];
  const derive = (salt: Uint8Array, name: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', inputKey, salt, `tessera/v1/${name}`, 32));
  for (const { bytes } of pieces) {
    for (let i = 0; i + 16 <= bytes.length; i++) {
      const nonce = bytes.subarray(i, i + 16);
      const name = Buffer.from(nonce).toString('latin1');
      if (tried.has(name)) continue;
      tried.add(name);
      const salt = () => createHash('sha256').update(h1).update(nonce).digest();
      const channel = known.get(name) ?? Buffer.from(derive(salt(), 'channel')).toString('hex');
      known.set(name, channel);
      if (channels.has(channel)) found.push(concat(derive(salt(), 'otp'), derive(salt(), 'sign')));
    }
  }
  return found;
}
