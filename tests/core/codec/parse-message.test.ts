/** Parsing a message: its kind and its envelope, before any key (docs/protocol.md §1). */
import { describe, expect, it } from 'vitest';

import { concat, toHex } from '../../../src/core/codec/bytes.ts';
import { toQrText } from '../../../src/core/codec/message-text.ts';
import { parseMessage, parseText } from '../../../src/core/codec/parse-message.ts';
import { filled, hex } from '../hand-made.ts';
import { refusal } from '../refusal.ts';
import { CHANNEL, FIRST, SECOND } from './one-of-each-kind.ts';

describe('the kind of a message', () => {
  it('is told by its structure', () => {
    expect(parseMessage(FIRST).kind).toBe('first');
    expect(parseMessage(SECOND).kind).toBe('second');
    expect(parseMessage(CHANNEL).kind).toBe('channel');
  });

  it.each([
    ['nothing', ''],
    ['a map', 'a0'],
    ['COSE_Mac0', 'd1 80'],
    ['COSE_Sign', 'd8 62 80'],
    ['an envelope without tag', toHex(FIRST.subarray(1))],
    ['text', '64 54455331'],
  ])('is not ours: %s', (_, bytes) => {
    expect(() => parseMessage(hex(bytes))).toThrow(refusal('NOT_OURS'));
    expect(() => parseText(toQrText(hex(bytes)))).toThrow(refusal('DAMAGED'));
  });

  it('is damaged when the envelope is', () => {
    for (const message of [FIRST, SECOND, CHANNEL]) {
      expect(() => parseMessage(message.subarray(0, -1))).toThrow(refusal('DAMAGED'));
      expect(() => parseMessage(concat(message, Uint8Array.of(0)))).toThrow(refusal('DAMAGED'));
    }
  });

  it('names the activation of sealed messages', () => {
    for (const message of [SECOND, CHANNEL]) {
      const parsed = parseMessage(message);
      if (parsed.kind === 'first') throw new Error('a first message');
      expect(parsed.envelope.activationId).toEqual(filled(8, 7));
      expect(parsed.envelope.ciphertext).toEqual(filled(40));
    }
    expect(parseMessage(FIRST).envelope).not.toHaveProperty('activationId');
  });

  it('keeps the bytes of the whole message', () => {
    for (const message of [FIRST, SECOND, CHANNEL]) {
      expect(toHex(parseMessage(message).bytes)).toBe(toHex(message));
      expect(toHex(parseText(toQrText(message)).bytes)).toBe(toHex(message));
    }
  });
});
