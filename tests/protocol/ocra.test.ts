/** RFC 6287, Appendix C, and the grammar of §6. */
import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import type { Hmac } from '../../src/protocol/hmac.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import type { OcraInput } from '../../src/protocol/ocra.ts';
import { ocra, parseSuite, responseSuite } from '../../src/protocol/ocra.ts';
import { rfcHmac } from './rfc-keys.ts';

/** Appendix C uses the PIN 1234 and, for time, 0x132d0b6 minutes: 25 March 2008, 12:06. */
const pinHash = new Uint8Array(createHash('sha1').update('1234').digest());
const unixSeconds = 0x132d0b6 * 60;
const REPEATED = [...'0123456789'].map((digit) => digit.repeat(8));

type Row = readonly [input: OcraInput, code: string];

function questions(codes: readonly string[], rest: Partial<OcraInput> = {}): Row[] {
  return codes.map((code, i) => [{ question: REPEATED[i]!, ...rest }, code]);
}

const APPENDIX_C: Record<string, readonly Row[]> = {
  'OCRA-1:HOTP-SHA1-6:QN08': questions([
    '237653',
    '243178',
    '653583',
    '740991',
    '608993',
    '388898',
    '816933',
    '224598',
    '750600',
    '294470',
  ]),
  'OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1': [
    '65347737',
    '86775851',
    '78192410',
    '71565254',
    '10104329',
    '65983500',
    '70069104',
    '91771096',
    '75011558',
    '08522129',
  ].map((code, counter) => [{ counter, question: '12345678', pinHash }, code]),
  'OCRA-1:HOTP-SHA256-8:QN08-PSHA1': questions(
    ['83238735', '01501458', '17957585', '86776967', '86807031'],
    { pinHash },
  ),
  'OCRA-1:HOTP-SHA512-8:C-QN08': [
    '07016083',
    '63947962',
    '70123924',
    '25341727',
    '33203315',
    '34205738',
    '44343969',
    '51946085',
    '20403879',
    '31409299',
  ].map((code, counter) => [{ counter, question: REPEATED[counter]! }, code]),
  'OCRA-1:HOTP-SHA512-8:QN08-T1M': questions(
    ['95209754', '55907591', '22048402', '24218844', '36209546'],
    { unixSeconds },
  ),
  'OCRA-1:HOTP-SHA256-8:QA08': [
    [{ question: ['CLI22220', 'SRV11110'] }, '28247970'],
    [{ question: ['CLI22221', 'SRV11111'] }, '01984843'],
    [{ question: ['CLI22222', 'SRV11112'] }, '65387857'],
    [{ question: ['CLI22223', 'SRV11113'] }, '03351211'],
    [{ question: ['CLI22224', 'SRV11114'] }, '83412541'],
    [{ question: ['SRV11110', 'CLI22220'] }, '15510767'],
    [{ question: ['SRV11111', 'CLI22221'] }, '90175646'],
    [{ question: ['SRV11112', 'CLI22222'] }, '33777207'],
    [{ question: ['SRV11113', 'CLI22223'] }, '95285278'],
    [{ question: ['SRV11114', 'CLI22224'] }, '28934924'],
    [{ question: 'SIG10000' }, '53095496'],
    [{ question: 'SIG11000' }, '04110475'],
    [{ question: 'SIG12000' }, '31331128'],
    [{ question: 'SIG13000' }, '76028668'],
    [{ question: 'SIG14000' }, '46554205'],
  ],
  'OCRA-1:HOTP-SHA512-8:QA08': [
    [{ question: ['CLI22220', 'SRV11110'] }, '79496648'],
    [{ question: ['CLI22221', 'SRV11111'] }, '76831980'],
    [{ question: ['CLI22222', 'SRV11112'] }, '12250499'],
    [{ question: ['CLI22223', 'SRV11113'] }, '90856481'],
    [{ question: ['CLI22224', 'SRV11114'] }, '12761449'],
  ],
  'OCRA-1:HOTP-SHA512-8:QA08-PSHA1': [
    [{ question: ['SRV11110', 'CLI22220'], pinHash }, '18806276'],
    [{ question: ['SRV11111', 'CLI22221'], pinHash }, '70020315'],
    [{ question: ['SRV11112', 'CLI22222'], pinHash }, '01600026'],
    [{ question: ['SRV11113', 'CLI22223'], pinHash }, '18951020'],
    [{ question: ['SRV11114', 'CLI22224'], pinHash }, '32528969'],
  ],
  'OCRA-1:HOTP-SHA512-8:QA10-T1M': [
    [{ question: 'SIG1000000', unixSeconds }, '77537423'],
    [{ question: 'SIG1100000', unixSeconds }, '31970405'],
    [{ question: 'SIG1200000', unixSeconds }, '10235557'],
    [{ question: 'SIG1300000', unixSeconds }, '95213541'],
    [{ question: 'SIG1400000', unixSeconds }, '65360607'],
  ],
};

/** An Hmac that keeps what it was asked, to look at the DataInput itself. */
function spy(): { hmac: Hmac; asked: () => string } {
  let data = '';
  const hmac: Hmac = (input) => {
    data = toHex(input);
    return Promise.resolve(new Uint8Array(20));
  };
  return { hmac, asked: () => data };
}

const refused = expect.objectContaining({ name: 'TesseraError', code: 'OUT_OF_RANGE' });

describe('OCRA', () => {
  it.each(Object.entries(APPENDIX_C))('computes Appendix C for %s', async (text, rows) => {
    const suite = parseSuite(text);
    const hmac = await rfcHmac(suite.hash);
    for (const [input, code] of rows) expect(await ocra(hmac, suite, input)).toBe(code);
  });

  it('lays the whole DataInput out in the order of §5.1', async () => {
    const { hmac, asked } = spy();
    const suite = parseSuite('OCRA-1:HOTP-SHA1-6:C-QH08-PSHA1-S004-T30S');
    const session = Uint8Array.of(0xaa, 0xbb);
    await ocra(hmac, suite, { counter: 1, question: 'abc', pinHash, session, unixSeconds: 65 });
    const head = Buffer.from(`${suite.text}\0`).toString('hex');
    expect(asked()).toBe(
      `${head}0000000000000001abc${'0'.repeat(253)}${toHex(pinHash)}0000aabb0000000000000002`,
    );
  });

  it('takes a hexadecimal question as its bytes', async () => {
    const hmac = await webHmac('SHA-256', new Uint8Array(32).fill(1));
    const suite = parseSuite('OCRA-1:HOTP-SHA256-8:QH64');
    const hex = '00ff'.repeat(16);
    const code = await ocra(hmac, suite, { question: hex });
    expect(await ocra(hmac, suite, { question: fromHex(hex) })).toBe(code);
  });

  it('gives the whole MAC for 0 digits', async () => {
    const suite = parseSuite('OCRA-1:HOTP-SHA1-0:QN08');
    const code = await ocra(await rfcHmac('SHA-1'), suite, { question: '1' });
    expect(code).toMatch(/^[0-9a-f]{40}$/);
  });

  it.each([
    ['OCRA-1:HOTP-SHA512-10:QA64-PSHA512-S512-T48H', 48 * 3600],
    ['OCRA-1:HOTP-SHA1-4:QN04-T59M', 59 * 60],
    ['OCRA-1:HOTP-SHA1-4:QN04-T1S', 1],
    ['OCRA-1:HOTP-SHA1-4:QN04', undefined],
  ])('parses %s', (text, timeStep) => {
    expect(parseSuite(text)).toMatchObject({ text });
    expect(parseSuite(text).timeStep).toBe(timeStep);
  });

  it.each([
    '',
    'OCRA-1',
    'OCRA-2:HOTP-SHA1-6:QN08',
    'OCRA-1:HOTP-SHA384-6:QN08',
    'OCRA-1:HOTP-MD5-6:QN08',
    'OCRA-1:HOTP-SHA1-3:QN08',
    'OCRA-1:HOTP-SHA1-11:QN08',
    'OCRA-1:HOTP-SHA1-6',
    'OCRA-1:HOTP-SHA1-6:',
    'OCRA-1:HOTP-SHA1-6:C',
    'OCRA-1:HOTP-SHA1-6:QN03',
    'OCRA-1:HOTP-SHA1-6:QN65',
    'OCRA-1:HOTP-SHA1-6:QX08',
    'OCRA-1:HOTP-SHA1-6:QN08-C',
    'OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1',
    'OCRA-1:HOTP-SHA1-6:QN08-S000',
    'OCRA-1:HOTP-SHA1-6:QN08-S513',
    'OCRA-1:HOTP-SHA1-6:QN08-T60S',
    'OCRA-1:HOTP-SHA1-6:QN08-T0M',
    'OCRA-1:HOTP-SHA1-6:QN08-T0H',
    'OCRA-1:HOTP-SHA1-6:QN08-T49H',
    ' OCRA-1:HOTP-SHA1-6:QN08',
    'OCRA-1:HOTP-SHA1-6:QN08\n',
    'ocra-1:hotp-sha1-6:qn08',
  ])('refuses the suite %j', (text) => {
    expect(() => parseSuite(text)).toThrow(refused);
  });

  it('lets a response suite be only what §5 of the protocol allows', () => {
    for (const hash of ['1', '256', '512']) {
      for (const digits of ['6', '7', '8']) {
        const text = `OCRA-1:HOTP-SHA${hash}-${digits}:QH64`;
        expect(responseSuite(text).digits).toBe(Number(digits));
      }
    }
    for (const text of [
      'OCRA-1:HOTP-SHA1-6:QN08',
      'OCRA-1:HOTP-SHA1-5:QH64',
      'OCRA-1:HOTP-SHA1-9:QH64',
      'OCRA-1:HOTP-SHA256-8:QH40',
      'OCRA-1:HOTP-SHA256-8:C-QH64',
      'OCRA-1:HOTP-SHA256-8:QH64-T1M',
    ]) {
      expect(() => responseSuite(text)).toThrow(refused);
    }
  });

  it.each<[string, string, OcraInput]>([
    ['a missing counter', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1' }],
    ['a counter too much', 'OCRA-1:HOTP-SHA1-6:QN08', { question: '1', counter: 0 }],
    ['a missing PIN', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1', { question: '1' }],
    ['a PIN hash of another hash', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA256', { question: '1', pinHash }],
    ['a missing session', 'OCRA-1:HOTP-SHA1-6:QN08-S064', { question: '1' }],
    [
      'a session too long',
      'OCRA-1:HOTP-SHA1-6:QN08-S001',
      { question: '1', session: new Uint8Array(2) },
    ],
    ['a missing time', 'OCRA-1:HOTP-SHA1-6:QN08-T1M', { question: '1' }],
    ['no question', 'OCRA-1:HOTP-SHA1-6:QN08', { question: '' }],
    ['letters in a number', 'OCRA-1:HOTP-SHA1-6:QN08', { question: '12a' }],
    ['a question too long', 'OCRA-1:HOTP-SHA1-6:QN08', { question: '123456789' }],
    ['no hexadecimal', 'OCRA-1:HOTP-SHA1-6:QH08', { question: 'xy' }],
    ['a sign', 'OCRA-1:HOTP-SHA1-6:QA08', { question: 'a-b' }],
    ['too many bytes', 'OCRA-1:HOTP-SHA1-6:QH64', { question: new Uint8Array(33) }],
    ['no bytes', 'OCRA-1:HOTP-SHA1-6:QH64', { question: new Uint8Array(0) }],
    ['bytes for digits', 'OCRA-1:HOTP-SHA1-6:QN64', { question: new Uint8Array(4) }],
  ])('refuses %s', async (_, text, input) => {
    await expect(ocra(await rfcHmac('SHA-1'), parseSuite(text), input)).rejects.toThrow(refused);
  });
});
