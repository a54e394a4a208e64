/** A part of a move as the modules of a colour cryptogram (docs/cryptogram.md). */
import type { ColourPicture } from '../../core/transfer/send-types.ts';
import { encodeCryptogram } from '../../symbology/cryptogram-encode.ts';
import { BORDER } from '../../symbology/cryptogram-layout.ts';
import { moduleColour } from '../../symbology/cryptogram-write.ts';

export function colourPicture(part: Uint8Array): ColourPicture {
  const grid = encodeCryptogram(part);
  const size = grid.size + 2 * BORDER;
  const modules = Uint8Array.from({ length: size * size }, (_, i) =>
    moduleColour(grid, i % size, Math.floor(i / size)),
  );
  return { size, modules };
}
