/** What the new phone's camera sees of the old one's picture. */
import type { ColourPicture } from '../../../src/core/transfer/send-types.ts';
import { decodeCryptogram } from '../../../src/symbology/cryptogram-decode.ts';
import { BORDER } from '../../../src/symbology/cryptogram-layout.ts';
import type { Found } from '../../../src/symbology/reader.ts';

const CORNERS = [0, 1, 2, 3].map(() => ({ x: 0, y: 0 })) as unknown as never;

export function photographed({ size, modules }: ColourPicture): Found {
  const side = size - 2 * BORDER;
  const cells = Uint8Array.from(
    { length: side * side },
    (_, i) => modules[(Math.floor(i / side) + BORDER) * size + BORDER + (i % side)]!,
  );
  return { kind: 'cryptogram', bytes: decodeCryptogram({ size: side, cells })!, corners: CORNERS };
}
