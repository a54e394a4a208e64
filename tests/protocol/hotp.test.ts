/** RFC 4226, Appendix D. */
import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { counterBytes, hotp, truncate } from '../../src/protocol/hotp.ts';
import { rfcHmac } from './rfc-keys.ts';

const APPENDIX_D = [
  ['cc93cf18508d94934c64b65d8ba7667fb7cde4b0', '755224'],
  ['75a48a19d4cbe100644e8ac1397eea747a2d33ab', '287082'],
  ['0bacb7fa082fef30782211938bc1c5e70416ff44', '359152'],
  ['66c28227d03a2d5529262ff016a1e6ef76557ece', '969429'],
  ['a904c900a64b35909874b33e61c5938a8e15ed1c', '338314'],
  ['a37e783d7b7233c083d4f62926c7a25f238d0316', '254676'],
  ['bc9cd28561042c83f219324d3c607256c03272ae', '287922'],
  ['a4fb960c0bc06e1eabb804e5b397cdc4b45596fa', '162583'],
  ['1b3c89f65e6c9e883012052823443f048b4332db', '399871'],
  ['1637409809a679dc698207310c8c7fc07290d9e5', '520489'],
] as const;

describe('HOTP', () => {
  it.each(APPENDIX_D.map(([mac, code], counter) => ({ counter, mac, code })))(
    'gives $code for the counter $counter',
    async ({ counter, mac, code }) => {
      const hmac = await rfcHmac('SHA-1');
      expect(toHex(await hmac(counterBytes(counter)))).toBe(mac);
      expect(await hotp(hmac, counter, 6)).toBe(code);
    },
  );

  it('truncates the example of §5.4', () => {
    const mac = fromHex('1f8698690e02ca16618550ef7f19da8e945b555a');
    expect(truncate(mac, 6)).toBe('872921');
  });

  it('keeps leading zeros', () => {
    const mac = new Uint8Array(20);
    mac[3] = 7;
    expect(truncate(mac, 8)).toBe('00000007');
  });

  it('writes counters beyond 32 bits big-endian', () => {
    expect(toHex(counterBytes(0))).toBe('0000000000000000');
    expect(toHex(counterBytes(2 ** 32 + 5))).toBe('0000000100000005');
    expect(toHex(counterBytes(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff');
  });

  it('reads a MAC that is a view of a larger buffer', () => {
    const mac = fromHex(`ffff${APPENDIX_D[0][0]}`).subarray(2);
    expect(truncate(mac, 6)).toBe('755224');
  });
});
