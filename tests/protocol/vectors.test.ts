/** Five whole activations made by an independent implementation: all values and messages. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { encodeFirstPayload } from '../../src/core/codec/activation-payloads.ts';
import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { decodeEncrypt0, decodeSign1, encodeSign1 } from '../../src/core/codec/cose.ts';
import { readText, toLink, toPastedText, toQrText } from '../../src/core/codec/message-text.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import { activationCode } from '../../src/protocol/activation-code.ts';
import {
  checkDeviceCode,
  createDeviceCode,
  deviceCode,
  formatDeviceCode,
  parseDeviceCode,
} from '../../src/protocol/device-code.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { hashOf, webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import {
  readChannelMessage,
  readRequest,
  responseCode,
  writeDeactivation,
  writeRequest,
} from '../../src/protocol/request.ts';
import { readSecondMessage, writeSecondMessage } from '../../src/protocol/second-message.ts';
import { totp } from '../../src/protocol/totp.ts';
import type { Vector } from './vectors.ts';
import { vectors } from './vectors.ts';

const OWN = new URL('../vectors/', import.meta.url);

async function opened(vector: Vector) {
  const m1 = fromHex(vector.first.cborHex);
  const m2 = fromHex(vector.second.cborHex);
  const { message: first, h1 } = await readFirstMessage(m1);
  const c9 = fromHex(vector.device.randomHex);
  return { m1, m2, first, h1, c9, ...(await readSecondMessage(m2, { first, h1, c9 })) };
}

describe.each(vectors.map((vector, i) => ({ name: `activation ${i + 1}`, vector })))(
  '$name',
  ({ vector }) => {
    it('has a first message that reads as what it says, on every carrier', async () => {
      const bytes = fromHex(vector.first.cborHex);
      const { message } = await readFirstMessage(bytes);
      expect({
        activationIdHex: toHex(message.activationId),
        secretHex: toHex(message.secret),
        issued: message.issuedAt,
        expires: message.expiresAt,
        issuer: message.issuerName,
        ...(message.label !== undefined && { label: message.label }),
        ...(message.replaces !== undefined && { replaces: message.replaces }),
      }).toEqual(
        Object.fromEntries(
          Object.entries(vector.first).filter(
            ([key]) => !['cborHex', 'text', 'link'].includes(key),
          ),
        ),
      );
      expect(parseMessage(bytes).kind).toBe('first');
      expect(toQrText(bytes)).toBe(vector.first.text);
      expect(toLink('https://auth.example/', bytes)).toBe(vector.first.link);
      for (const text of [vector.first.text, vector.first.link, toPastedText(bytes)]) {
        expect(toHex(readText(text))).toBe(vector.first.cborHex);
      }
      expect(bytes.length).toBe(vector.sizes.firstBytes);
      expect(vector.first.text.length).toBe(vector.sizes.firstChars);
    });

    it('has a first message that the writer makes byte for byte, given its signature', async () => {
      const bytes = fromHex(vector.first.cborHex);
      const { message } = await readFirstMessage(bytes);
      const payload = encodeFirstPayload(message);
      const { signature } = decodeSign1(bytes);
      expect(toHex(encodeSign1({ payload, signature }))).toBe(vector.first.cborHex);
    });

    it('has the device code', async () => {
      const { first, h1, c9 } = await opened(vector);
      const code = await deviceCode(first.secret, h1, c9);
      expect(formatDeviceCode(code)).toBe(vector.device.deviceCode);
      const created = await createDeviceCode(first.secret, h1, () => c9);
      expect(created).toEqual({ c9, code });
      const parsed = parseDeviceCode(vector.device.deviceCode);
      expect(toHex(parsed.c9)).toBe(vector.device.randomHex);
      expect(await checkDeviceCode(first.secret, h1, parsed)).toBe(true);
    });

    it('has a second message that opens with the keys of the schedule', async () => {
      const { m2, message, keys } = await opened(vector);
      expect(parseMessage(m2).kind).toBe('second');
      expect(toHex(decodeEncrypt0(m2).activationId)).toBe(vector.first.activationIdHex);
      expect(toHex(decodeEncrypt0(m2).nonce!)).toBe(vector.second.nonceHex);
      expect(message).toMatchObject({
        otp: vector.second.otp,
        serial: vector.second.serial,
        sequence: vector.second.sequence,
        time: vector.second.time,
      });
      expect(message.serviceUrl).toBe(vector.second.service);
      for (const name of ['otp', 'sign', 'confirm', 'channel', 'service'] as const) {
        expect(toHex(keys[name])).toBe(vector.keysHex[name]);
      }
      expect(toQrText(m2)).toBe(vector.second.text);
      expect(toHex(readText(vector.second.text))).toBe(vector.second.cborHex);
      expect(m2.length).toBe(vector.sizes.secondBytes);
      expect(vector.second.text.length).toBe(vector.sizes.secondChars);
    });

    it('has a second message that the writer makes byte for byte', async () => {
      const { m2, message, keys, h1, first } = await opened(vector);
      const { iv, nonce } = decodeEncrypt0(m2);
      const context = { activationId: first.activationId, h1, nonce: nonce!, iv };
      const raw = fromHex(vector.keysHex['message-2']);
      const imported = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
      for (const message2 of [keys.message2, imported]) {
        const written = await writeSecondMessage(message, { ...context, message2 });
        expect(toHex(written)).toBe(vector.second.cborHex);
      }
    });

    it('has the activation code and the one-time passwords', async () => {
      const { m2, message, keys, h1 } = await opened(vector);
      expect(await activationCode(keys.confirm, h1, m2)).toBe(vector.activationCode);
      const hmac = await webHmac(hashOf(message.otp.algorithm), keys.otp);
      for (const { seconds, code } of vector.otpAt) {
        expect(await totp(hmac, message.otp, seconds)).toBe(code);
      }
    });

    it('has a request that reads as what it says, and its response code', async () => {
      const { message, keys, first } = await opened(vector);
      const bytes = readText(vector.request.text);
      expect(toHex(bytes)).toBe(vector.request.cborHex);
      expect(toQrText(bytes)).toBe(vector.request.text);
      expect(parseMessage(bytes).kind).toBe('channel');
      const request = await readRequest(bytes, keys.channel);
      const plain = vector.request.plain;
      expect({ ...request, requestId: toHex(request.requestId) }).toEqual({
        requestId: plain['20'],
        issuedAt: plain['21'],
        expiresAt: plain['22'],
        kind: plain['23'],
        title: plain['24'],
        fields: plain['25'],
        pinRequired: plain['26'] === 1,
      });
      const suite = responseSuite(message.ocraSuite);
      const hmac = await webHmac(suite.hash, keys.sign);
      expect(await responseCode(hmac, suite, bytes)).toBe(vector.request.responseCode);
      const { iv } = decodeEncrypt0(bytes);
      const context = { activationId: first.activationId, channel: keys.channel, iv };
      expect(toHex(await writeRequest(request, context))).toBe(vector.request.cborHex);
    });

    it('has a deactivation that reads and writes byte for byte', async () => {
      const { keys, first } = await opened(vector);
      const bytes = fromHex(vector.deactivation.cborHex);
      const payload = await readChannelMessage(bytes, keys.channel);
      if (payload.kind !== 'deactivation') throw new Error('not a deactivation');
      const { iv } = decodeEncrypt0(bytes);
      const context = { activationId: first.activationId, channel: keys.channel, iv };
      const written = await writeDeactivation(payload.deactivation, context);
      expect(toHex(written)).toBe(vector.deactivation.cborHex);
    });
  },
);

describe('the vectors', () => {
  it.each([
    ['activation.json', 'a415545f6a48dcae70c3f7c5d384d4c0dfb158213cafb4f33939ea0bc1ccc140'],
    ['cryptogram.json', 'f4c9bf2dbc0361f8e695e8d89f42ce3160c6db5bb675ad5cc961e22a298f96ce'],
  ])('%s is as it was published', (name, digest) => {
    const bytes = readFileSync(new URL(name, OWN));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
  });
});
