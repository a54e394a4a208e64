/**
 * The encodings of a built file's compressed copies, which stand beside it, and the choice among
 * them (RFC 9110 §12.5.3); Node alone.
 */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** From the one that a server prefers to the one that it likes least. */
export const ENCODINGS = [
  { name: 'br', suffix: '.br', unpack: brotliDecompressSync },
  { name: 'gzip', suffix: '.gz', unpack: gunzipSync },
];

/**
 * Returns the encodings that a request accepts, the best first; the file as it is comes besides.
 * @param {string | undefined} acceptEncoding the request's header
 */
export function acceptedEncodings(acceptEncoding) {
  const weights = readWeights(acceptEncoding ?? '');
  const weightOf = ({ name }) => weights.get(name) ?? weights.get('*') ?? 0;
  const asIs = weights.get('identity') ?? 0;
  return ENCODINGS.filter((each) => weightOf(each) > 0 && weightOf(each) >= asIs).sort(
    (one, other) => weightOf(other) - weightOf(one),
  );
}

/** The weight of each coding by its name in lower case; one that cannot be read counts as 0. */
function readWeights(header) {
  const weights = new Map();
  for (const part of header.toLowerCase().split(',')) {
    const [name, ...parameters] = part.split(';').map((each) => each.trim());
    const weight = parameters.find((each) => each.startsWith('q='));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)) || 0);
  }
  return weights;
}

/**
 * Returns the file that a path names a compressed copy of, with the copy's encoding; undefined for
 * every other path.
 */
export function originalOf(path) {
  const encoding = ENCODINGS.find(({ suffix }) => path.endsWith(suffix));
  return encoding && { encoding, path: path.slice(0, -encoding.suffix.length) };
}
