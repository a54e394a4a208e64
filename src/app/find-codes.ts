/** Finds the codes of a picture file. Loaded with the first picture. */
import { TesseraError } from '../core/errors.ts';
import { isWhole, openPicture } from '../platform/picture.ts';
import type { Decoder } from '../symbology/decoder.ts';
import type { Found } from '../symbology/reader.ts';

/**
 * Returns everything that a picture shows, and nothing once the signal is aborted.
 * @throws {TesseraError} why it cannot be read; UNEXPECTED where the decoder does not answer
 */
export async function findCodes(
  file: Blob,
  openDecoder: () => Decoder,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const picture = await openPicture(file);
  if (signal.aborted) return [];
  const decoder = openDecoder();
  try {
    signal.addEventListener('abort', () => decoder.close());
    const found = await decoder.readStill(picture);
    if (found.length === 0 && !(await isWhole(file))) throw new TesseraError('PICTURE_UNREADABLE');
    return found;
  } finally {
    decoder.close();
  }
}
