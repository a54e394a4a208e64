/** The move of docs/moving.md as an independent implementation made it. */
import { createHash } from 'node:crypto';

import { concat } from '../../../src/core/codec/bytes.ts';

/** Bytes `from` to `to`, counting upwards. */
export function counting(from: number, to: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export function sha256Hex(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export const PUBLIC_KEY = '358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254';
export const REQUEST = 'TESM:QJGF6BGY6DNE7*6$CG35M*H6%BS:84H570:TYOKBN7YMT/HQW-PHJC';
export const NUMBER = '45756132';
export const RECEIPT_SECRET = counting(0x80, 0x8f);
export const EPHEMERAL = counting(0xa0, 0xbf);
export const FILE_KEY = counting(0x40, 0x4f);
export const NONCE = counting(0x60, 0x6f);
export const WHOLE = '4341cc4ad679c3507c050c36e7608e0308d5af36fd0f1b171940f4b36888da1e';
export const RECEIPT = '33658235';

/** The first 16 bytes of the digest of each part, by the mask's one byte. */
export const PARTS: Readonly<Record<string, string>> = {
  '80': '661e35f19f8d932acf0be9d966da9107',
  '40': '5f87c2de1b2303ed1756c34200883258',
  '20': '5ffec8300c4ea56c14cd5f5abce83fc3',
  a0: '85d0619aaf6535140a731b6e71f160d8',
};

const URIS = [
  'otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno&algorithm=SHA1&digits=6&period=30',
  'otpauth://totp/SPDX:James?secret=5OM4WOOGPLQEF6UGN3CPEOOLWU&issuer=SPDX&algorithm=SHA256&digits=7&period=20',
  'otpauth://totp/Airbnb:Elijah?secret=7ELGJSGXNCCTV3O6LKJWYFV2RA&issuer=Airbnb&algorithm=SHA512&digits=8&period=50',
  'otpauth://hotp/Issuu:James?secret=YOOMIXWS5GN6RTBPUFFWKTW5M4&issuer=Issuu&algorithm=SHA1&digits=6&counter=1',
  'otpauth://hotp/Air%20Canada:Benjamin?secret=KUVJJOM753IHTNDSZVCNKL7GII&issuer=Air%20Canada&algorithm=SHA256&digits=7&counter=50',
  'otpauth://hotp/WWE:Mason?secret=5VAML3X35THCEBVRLV24CGBKOY&issuer=WWE&algorithm=SHA512&digits=8&counter=10300',
  'otpauth://steam/Boeing:Sophia?secret=JRZCL47CMXVOQMNPZR2F7J4RGI&issuer=Boeing&algorithm=SHA1&digits=5&period=30',
];
/** The account list without its first line. */
export const LIST = new TextEncoder().encode(URIS.map((uri) => `${uri}\n`).join(''));
export const COUNT = URIS.length;

const FIRST_LINE = '#tessera-move 1 7 gIGCg4SFhoeIiYqLjI2Ojw\n';
export const LIST_WITH_FIRST_LINE = concat(new TextEncoder().encode(FIRST_LINE), LIST);
export const LIST_DIGEST = '676ae4ffc88246db6fc97a6c1769cbd15f30a72c3d77052feecca212a77a1807';

/** Resolves to the code of what a promise was rejected with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
}
