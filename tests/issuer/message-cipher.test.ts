/** Messages and codes are the same, by node:crypto as by WebCrypto. */
import { describe, expect, it } from 'vitest';

import { toHex } from '../../src/core/codec/bytes.ts';
import { messageKey } from '../../src/issuer/message-cipher.ts';
import { expectedCode } from '../../src/issuer/response-code.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { readRequest, responseCode, writeRequest } from '../../src/protocol/request.ts';
import { filled } from '../core/hand-made.ts';
import { aRequest } from '../core/messages.ts';
import { refusal } from '../core/refusal.ts';

const key = filled(32, 6);
const place = { activationId: filled(8, 7), iv: filled(12, 8) };

describe('the cipher of messages', () => {
  it('is node:crypto’s here', () => {
    expect(messageKey(key)).toHaveProperty('encrypt');
  });

  it('seals to the same bytes as WebCrypto', async () => {
    const ours = await writeRequest(aRequest, { ...place, channel: messageKey(key) });
    expect(toHex(ours)).toBe(toHex(await writeRequest(aRequest, { ...place, channel: key })));
  });

  it('opens what WebCrypto sealed, and nothing that was changed or under another key', async () => {
    const message = await writeRequest(aRequest, { ...place, channel: key });
    expect(await readRequest(message, messageKey(key))).toEqual(aRequest);
    await expect(readRequest(message, messageKey(filled(32)))).rejects.toThrow(
      refusal('DOES_NOT_OPEN'),
    );
    message[message.length - 1]! ^= 1;
    await expect(readRequest(message, messageKey(key))).rejects.toThrow(refusal('DOES_NOT_OPEN'));
  });
});

describe('an expected code', () => {
  it.each([undefined, '42'])(
    'is the one that the authenticator shows with number %s',
    async (number) => {
      const [suite, signKey, message] = ['OCRA-1:HOTP-SHA256-8:QH64', filled(32, 9), filled(90, 1)];
      const shown = await responseCode(
        await webHmac('SHA-256', signKey),
        responseSuite(suite),
        message,
        number,
      );
      expect(await expectedCode({ suite, signKey }, message, number)).toBe(shown);
    },
  );
});
