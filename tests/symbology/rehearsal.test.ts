/** The decoder's rehearsal reads both of its images, by the ways that a video's frames take. */
import { expect, test } from 'vitest';

import { rehearse } from '../../src/symbology/rehearsal.ts';

test('reads a code of each kind, each time', () => {
  for (let time = 0; time < 2; time++) {
    const { text, bytes } = rehearse();
    expect(text).toBe('TES1:THE FIRST CODE OF A VISIT IS READ AS FAST AS THE NEXT');
    expect(bytes).toEqual(Uint8Array.from({ length: 40 }, (_, i) => 37 * i));
  }
});
