/** Requests, deactivations and response codes (docs/protocol.md §7). */
import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Bytes } from '../../src/core/codec/bytes.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { decodeEncrypt0, encodeEncrypt0 } from '../../src/core/codec/cose.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { ocra, responseSuite } from '../../src/protocol/ocra.ts';
import {
  importChannelKey,
  readChannelMessage,
  readRequest,
  responseCode,
  writeDeactivation,
  writeRequest,
} from '../../src/protocol/request.ts';
import { sealMessage } from '../../src/protocol/seal.ts';
import { runs } from '../chance.ts';
import { filled, hex } from '../core/hand-made.ts';
import { anyRequest, aRequest } from '../core/messages.ts';
import { refusal } from '../core/refusal.ts';
import { firstOf, testIssuer } from './issuer.ts';

const channel = filled(32, 6);
const context = { activationId: filled(8, 7), channel };
const deactivation = { requestId: filled(8, 1), issuedAt: 1_790_000_000 };

describe('channel messages', () => {
  it('open with the raw key and with the imported one', async () => {
    const message = await writeRequest(aRequest, context);
    const imported = await importChannelKey(channel);
    expect(await readRequest(message, channel)).toEqual(aRequest);
    expect(await readRequest(message, imported)).toEqual(aRequest);
    expect(imported.extractable).toBe(false);
    const removal = await writeDeactivation(deactivation, { ...context, channel: imported });
    expect(await readChannelMessage(removal, channel)).toEqual({
      kind: 'deactivation',
      deactivation,
    });
  });

  it('read as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, async (request) => {
        expect(await readRequest(await writeRequest(request, context), channel)).toEqual(request);
      }),
      runs(40),
    );
  });

  it('do not open with another key, or when changed', async () => {
    const message = await writeRequest(aRequest, context);
    await expect(readRequest(message, filled(32))).rejects.toThrow(refusal('DOES_NOT_OPEN'));
    const sealed = decodeEncrypt0(message);
    const renamed = encodeEncrypt0({ ...sealed, activationId: filled(8) });
    const cut = encodeEncrypt0({ ...sealed, ciphertext: sealed.ciphertext.slice(1) as Bytes });
    for (const forged of [renamed, cut]) {
      await expect(readRequest(forged, channel)).rejects.toThrow(refusal('DOES_NOT_OPEN'));
    }
  });

  it('are not taken for what they are not', async () => {
    const removal = await writeDeactivation(deactivation, context);
    await expect(readRequest(removal, channel)).rejects.toThrow(refusal('REQUEST_EXPECTED'));
    const { m1 } = await firstOf(await testIssuer());
    await expect(readChannelMessage(m1, channel)).rejects.toThrow(refusal('REQUEST_EXPECTED'));
    const second = encodeEncrypt0({ ...decodeEncrypt0(removal), nonce: filled(16) });
    await expect(readChannelMessage(second, channel)).rejects.toThrow(refusal('REQUEST_EXPECTED'));
    await expect(readChannelMessage(hex('f6'), channel)).rejects.toThrow(refusal('NOT_OURS'));
  });

  it('are refused when what was sealed is out of range', async () => {
    const key = await importChannelKey(channel);
    for (const contents of ['80', 'a1 01 03', 'a1 01 02', 'a2 01 03 01 03']) {
      const sealed = await sealMessage(hex(contents), {
        activationId: filled(8),
        key,
        externalAad: filled(0),
      });
      await expect(readChannelMessage(sealed, channel)).rejects.toThrow(refusal('OUT_OF_RANGE'));
    }
  });

  it('are not written beyond their limits', async () => {
    await expect(writeRequest({ ...aRequest, title: '' }, context)).rejects.toThrow(
      refusal('OUT_OF_RANGE'),
    );
    const fields = Array.from({ length: 16 }, () => ['a'.repeat(40), 'b'.repeat(120)] as const);
    await expect(writeRequest({ ...aRequest, fields }, context)).rejects.toThrow(
      refusal('MESSAGE_TOO_LARGE'),
    );
  });
});

describe('the response code', () => {
  it('signs the whole message as it was shown', async () => {
    const suite = responseSuite('OCRA-1:HOTP-SHA256-8:QH64');
    const hmac = await webHmac(suite.hash, filled(32, 9));
    const message = await writeRequest(aRequest, context);
    const question = createHash('sha256').update(message).digest('hex');
    const code = await responseCode(hmac, suite, message);
    expect(code).toMatch(/^\d{8}$/);
    expect(code).toBe(await ocra(hmac, suite, { question }));
    const again = await writeRequest(aRequest, context);
    expect(toHex(again)).not.toBe(toHex(message));
    expect(await responseCode(hmac, suite, again)).not.toBe(code);
  });
});
