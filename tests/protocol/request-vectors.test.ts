/** Requests of the second edition made by an independent implementation: all values, both ways. */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { decodeEncrypt0 } from '../../src/core/codec/cose.ts';
import { readText, toQrText } from '../../src/core/codec/message-text.ts';
import type { Request } from '../../src/core/codec/messages.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { readRequest, responseCode, writeRequest } from '../../src/protocol/request.ts';
import type { ReturnKind } from '../../src/protocol/return-text.ts';
import { writeReturnText } from '../../src/protocol/return-text.ts';
import { vectors } from './vectors.ts';

interface RequestVector {
  readonly activation: number;
  readonly activationIdHex: string;
  readonly cborHex: string;
  readonly text: string;
  readonly requestIdHex: string;
  readonly issued: number;
  readonly expires: number;
  readonly kind: Request['kind'];
  readonly flags: number;
  readonly amountAndPayee?: readonly [number, number];
  readonly numberDigits?: number;
  readonly last?: {
    readonly approvals?: readonly { readonly idHex: string; readonly at: number }[];
    readonly otpAt?: number;
  };
  readonly suite: string;
  readonly scanned: { readonly responseCode: string };
  readonly arrived?: { readonly number: string; readonly responseCode: string };
  readonly returnTexts: Readonly<Record<ReturnKind, string>>;
}

const requests = JSON.parse(
  readFileSync(new URL('../vectors/requests.json', import.meta.url), 'utf8'),
) as readonly RequestVector[];

describe.each(requests.map((vector, i) => ({ name: `request ${i + 1}`, vector })))(
  '$name',
  ({ vector }) => {
    const keys = vectors[vector.activation]!.keysHex;
    const bytes = fromHex(vector.cborHex);

    it('reads as what it says, on both carriers of it', async () => {
      const request = await readRequest(bytes, fromHex(keys.channel));
      const { numberDigits, payment, lastAccepted } = request;
      const flags = Number(request.pinRequired) + 2 * Number(numberDigits !== undefined);
      expect({
        requestIdHex: toHex(request.requestId),
        issued: request.issuedAt,
        expires: request.expiresAt,
        kind: request.kind,
        flags,
      }).toEqual({
        requestIdHex: vector.requestIdHex,
        issued: vector.issued,
        expires: vector.expires,
        kind: vector.kind,
        flags: vector.flags,
      });
      expect(numberDigits).toBe((vector.flags & 2) === 0 ? undefined : (vector.numberDigits ?? 2));
      expect(payment && [payment.amount, payment.payee]).toEqual(vector.amountAndPayee);
      const approvals = lastAccepted?.approvals.map(({ idPrefix, at }) => ({
        idHex: toHex(idPrefix),
        at,
      }));
      expect(approvals ?? []).toEqual(vector.last?.approvals ?? []);
      expect(lastAccepted?.otpAt).toBe(vector.last?.otpAt);
      expect(toQrText(bytes)).toBe(vector.text);
      expect(toHex(readText(vector.text))).toBe(vector.cborHex);
    });

    it('is written in the same bytes', async () => {
      const channel = fromHex(keys.channel);
      const request = await readRequest(bytes, channel);
      const { iv } = decodeEncrypt0(bytes);
      const activationId = fromHex(vector.activationIdHex);
      expect(toHex(await writeRequest(request, { activationId, channel, iv }))).toBe(
        vector.cborHex,
      );
    });

    it('has these response codes, without the number and with it', async () => {
      const suite = responseSuite(vector.suite);
      const hmac = await webHmac(suite.hash, fromHex(keys.sign));
      expect(await responseCode(hmac, suite, bytes)).toBe(vector.scanned.responseCode);
      if (vector.arrived === undefined) return;
      const { number, responseCode: code } = vector.arrived;
      expect(await responseCode(hmac, suite, bytes, number)).toBe(code);
    });

    it('has these texts of codes that go by camera', async () => {
      const activationId = fromHex(vector.activationIdHex);
      const requestId = fromHex(vector.requestIdHex);
      for (const [kind, text] of Object.entries(vector.returnTexts) as [ReturnKind, string][]) {
        const code = text.split(':')[2]!;
        const of = { activationId, ...(kind === 'R' && { requestId }) };
        expect(await writeReturnText(kind, code, of)).toBe(text);
      }
    });
  },
);
