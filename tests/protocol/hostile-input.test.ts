/** Random and mutated bytes: every reader returns or throws a TesseraError, and nothing else. */
import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';

import {
  decodeSecondPayload,
  encodeFirstPayload,
  readFirstFields,
} from '../../src/core/codec/activation-payloads.ts';
import type { Bytes } from '../../src/core/codec/bytes.ts';
import { concat, fromHex } from '../../src/core/codec/bytes.ts';
import { decodePayloadMap } from '../../src/core/codec/cbor-fields.ts';
import { decodeChannelPayload } from '../../src/core/codec/channel-payloads.ts';
import { decodeEncrypt0, decodeSign1 } from '../../src/core/codec/cose.ts';
import { readText, toPastedText, toQrText } from '../../src/core/codec/message-text.ts';
import { parseMessage, parseText } from '../../src/core/codec/parse-message.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { ocra, parseSuite, responseSuite } from '../../src/protocol/ocra.ts';
import { decompressPoint } from '../../src/protocol/p256.ts';
import { readChannelMessage } from '../../src/protocol/request.ts';
import type { PendingActivation } from '../../src/protocol/second-message.ts';
import { readSecondMessage } from '../../src/protocol/second-message.ts';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../chance.ts';
import { aFirst } from '../core/messages.ts';
import { survives } from '../core/refusal.ts';
import { untidyCbor } from '../core/untidy-cbor.ts';
import { vectors } from './vectors.ts';

const MESSAGES = vectors.flatMap(({ first, second, request, deactivation }) =>
  [first, second, request, deactivation].map(({ cborHex }) => fromHex(cborHex)),
);

/** One to three bytes changed, inserted, removed, or the end cut off. */
function mutated(messages: readonly Bytes[]): fc.Arbitrary<Bytes> {
  const change = fc.tuple(
    fc.constantFrom('set', 'insert', 'remove', 'cut'),
    fc.nat(521),
    fc.nat(255),
  );
  return fc
    .tuple(fc.constantFrom(...messages), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([message, changes]) => changes.reduce(mutate, message));
}

function mutate(message: Bytes, [kind, place, byte]: [string, number, number]): Bytes {
  const at = place % (message.length + 1);
  const before = message.slice(0, at);
  if (kind === 'cut') return before;
  const rest = message.slice(kind === 'insert' ? at : at + 1);
  return kind === 'remove' ? concat(before, rest) : concat(before, Uint8Array.of(byte), rest);
}

const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc.uint8Array({ maxLength: 300 }).map((data) => concat(Uint8Array.of(0xd2, 0x84), data)),
  fc.uint8Array({ maxLength: 300 }).map((data) => concat(Uint8Array.of(0xd0, 0x83), data)),
  untidyCbor,
  mutated(MESSAGES),
);

let pending: PendingActivation;
beforeAll(async () => {
  const { message, h1 } = await readFirstMessage(MESSAGES[0]!);
  pending = { first: message, h1, c9: fromHex(vectors[0]!.device.randomHex) };
});

describe('hostile bytes', () => {
  it.each<[string, (data: Bytes) => unknown]>([
    ['parseMessage', parseMessage],
    ['decodeSign1', decodeSign1],
    ['decodeEncrypt0', decodeEncrypt0],
    ['readFirstMessage', readFirstMessage],
    ['readChannelMessage', (data) => readChannelMessage(data, new Uint8Array(32))],
    ['decompressPoint', decompressPoint],
    ['decodeSecondPayload', decodeSecondPayload],
    ['decodeChannelPayload', decodeChannelPayload],
    ['readFirstFields', (data) => readFirstFields(decodePayloadMap(data))],
  ])('do no harm to %s', async (_, read) => {
    await fc.assert(
      fc.asyncProperty(hostile, (data) => survives(() => read(new Uint8Array(data)))),
      runs(1500),
    );
  });

  it('do no harm to readSecondMessage, slow as it is', async () => {
    const second = mutated([MESSAGES[1]!]);
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostile, second), (data) =>
        survives(() => readSecondMessage(new Uint8Array(data), pending)),
      ),
      runs(60),
    );
  });

  it('do no harm inside a payload that was well made', async () => {
    const payload = mutated([
      encodeFirstPayload(aFirst),
      encodeFirstPayload({ ...aFirst, label: 'ö', replaces: 'A' }),
    ]);
    await fc.assert(
      fc.asyncProperty(payload, (data) => survives(() => readFirstFields(decodePayloadMap(data)))),
      runs(3000),
    );
  });
});

describe('hostile text', () => {
  const texts = MESSAGES.flatMap((message) => [
    toQrText(message),
    toPastedText(message),
    `https://auth.example/#${toPastedText(message)}`,
  ]);
  const text = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc
      .constantFrom('TES1:', 'TES1.', 'https://a/#TES1.')
      .chain((start) => fc.string().map((rest) => start + rest)),
    fc
      .tuple(fc.constantFrom(...texts), fc.nat(800), fc.string({ maxLength: 3 }))
      .map(([whole, at, part]) => whole.slice(0, at) + part + whole.slice(at + 1)),
  );

  it.each<[string, (typed: string) => unknown]>([
    ['readText', readText],
    ['parseText', parseText],
    ['parseSuite', parseSuite],
    ['responseSuite', responseSuite],
  ])('does no harm to %s', async (_, read) => {
    await fc.assert(
      fc.asyncProperty(text, (typed) => survives(() => read(typed))),
      runs(2000),
    );
  });

  it('does no harm to ocra', async () => {
    const suite = fc.constantFrom(
      ...['QA08', 'QN64', 'QH63', 'QH64', 'C-QN08-PSHA1-S008-T1M'].map((input) =>
        parseSuite(`OCRA-1:HOTP-SHA1-6:${input}`),
      ),
    );
    const question = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{0,64}$/),
      fc.uint8Array({ maxLength: 80 }),
    );
    const hmac = () => Promise.resolve(new Uint8Array(20));
    await fc.assert(
      fc.asyncProperty(suite, question, (parsed, asked) =>
        survives(() => ocra(hmac, parsed, { question: asked })),
      ),
      runs(1000),
    );
  });
});
