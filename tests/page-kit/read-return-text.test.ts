/** Which of the texts that a webcam reads a page takes. */
import { expect, it } from 'vitest';

import { fromHex } from '../../src/core/codec/bytes.ts';
import { readReturnText } from '../../src/page-kit/read-return-text.ts';
import type { ReturnKind } from '../../src/protocol/return-text.ts';
import { writeReturnText } from '../../src/protocol/return-text.ts';

const ACTIVATION = { activationId: fromHex('0123456789abcdef') };
const REQUEST = { ...ACTIVATION, requestId: fromHex('1111111111111111') };
const KINDS: readonly ReturnKind[] = ['D', 'A', 'R', 'O'];

it.each(KINDS)('takes a code of kind %s', async (kind) => {
  const of = kind === 'R' ? REQUEST : ACTIVATION;
  const text = await writeReturnText(kind, '12345678', of);
  expect(await readReturnText(text, kind, of)).toEqual({ is: 'code', code: '12345678' });
});

it('names a code of another kind', async () => {
  const text = await writeReturnText('O', '123456', ACTIVATION);
  expect(await readReturnText(text, 'A', ACTIVATION)).toEqual({ is: 'other-kind', kind: 'O' });
});

it('refuses a code of another activation or request', async () => {
  const text = await writeReturnText('R', '12345678', REQUEST);
  const otherActivation = { ...REQUEST, activationId: fromHex('fedcba9876543210') };
  const otherRequest = { ...REQUEST, requestId: fromHex('2222222222222222') };
  for (const of of [otherActivation, otherRequest, ACTIVATION])
    expect(await readReturnText(text, 'R', of)).toEqual({ is: 'other-owner' });
});

it.each([
  '',
  'https://bank.example/',
  'TES1:ABC',
  'TESR:D:12',
  'TESR:X:12:AAAA',
  'TESR:O:123456:AAAA ',
  'tesr:o:123456:AAAA',
])('is silent about %j', async (text) => {
  expect(await readReturnText(text, 'O', ACTIVATION)).toEqual({ is: 'foreign' });
});
