/**
 * What is used of @zxing/library's reading half, QR (ISO/IEC 18004) and Reed–Solomon: deep imports,
 * because its index does not shake.
 */
import BitMatrix from '@zxing/library/es2015/core/common/BitMatrix';
import type DetectorResult from '@zxing/library/es2015/core/common/DetectorResult';
import GenericGF from '@zxing/library/es2015/core/common/reedsolomon/GenericGF';
import ReedSolomonDecoder from '@zxing/library/es2015/core/common/reedsolomon/ReedSolomonDecoder';
import Decoder from '@zxing/library/es2015/core/qrcode/decoder/Decoder';
import Version from '@zxing/library/es2015/core/qrcode/decoder/Version';
import Detector from '@zxing/library/es2015/core/qrcode/detector/Detector';
import FinderPattern from '@zxing/library/es2015/core/qrcode/detector/FinderPattern';
import FinderPatternInfo from '@zxing/library/es2015/core/qrcode/detector/FinderPatternInfo';
import type ResultPoint from '@zxing/library/es2015/core/ResultPoint';

import type { Bits } from './binarise.ts';
import { fitProjection, oppositeCorner, unitSquare } from './geometry.ts';
import type { Corners, Point } from './image.ts';
import type { QrPatterns } from './qr-triples.ts';

/** A QR code's text and its outline; a pure reading measures no outline. */
export interface QrFound {
  readonly text: string;
  readonly corners?: Corners;
}

const decoder = new Decoder();
const reedSolomon = new ReedSolomonDecoder(GenericGF.QR_CODE_FIELD_256);

/** The library's matrix over bits as they are: nothing is packed, nor copied. */
class BitsView extends BitMatrix {
  readonly #bits: Bits;

  constructor(bits: Bits) {
    super(bits.width, bits.height, 1, new Int32Array(0));
    this.#bits = bits;
  }

  override get(x: number, y: number): boolean {
    const { data, width } = this.#bits;
    return data[y * width + x] === 1;
  }
}

/** The library's detector, beginning with finder patterns that are known. */
class KnownPatternsDetector extends Detector {
  detectAt({ corner, right, below, modulePixels }: QrPatterns): DetectorResult {
    const [lower, first, second] = [below, corner, right].map(
      ({ x, y }) => new FinderPattern(x, y, modulePixels),
    );
    return this.processFinderPatternInfo(new FinderPatternInfo([lower!, first!, second!]));
  }
}

/** The code whose finder patterns were seen in an image's bits; `undefined` where none is read. */
export function readQrAt(bits: Bits, patterns: QrPatterns): QrFound | undefined {
  return attempt(() => {
    const detected = new KnownPatternsDetector(new BitsView(bits)).detectAt(patterns);
    const modules = detected.getBits();
    const text = decoder.decodeBitMatrix(modules).getText();
    const corners = outline(detected.getPoints().map(pointOf), modules.getWidth());
    return corners === undefined ? { text } : { text, corners };
  });
}

/** The text of a symbol's modules, row by row, 1 is dark; `undefined` when they are none. */
export function decodeModules(modules: Uint8Array, size: number): string | undefined {
  const bits = new BitMatrix(size);
  for (let i = 0; i < size * size; i++) {
    if (modules[i] === 1) bits.set(i % size, Math.floor(i / size));
  }
  return attempt(() => ({ text: decoder.decodeBitMatrix(bits).getText() }))?.text;
}

/**
 * The rows and columns on which a symbol of this many modules a side has alignment patterns (Annex
 * E).
 */
export function alignmentCentres(size: number): readonly number[] {
  return [...Version.getVersionForNumber((size - 17) / 4).getAlignmentPatternCenters()];
}

function pointOf(point: ResultPoint): Point {
  return { x: point.getX(), y: point.getY() };
}

/**
 * Corrects a Reed–Solomon block in place (GF(256), polynomial 0x11D, first root α^0); false when it
 * has too many errors.
 */
export function corrected(block: Int32Array, parity: number): boolean {
  try {
    reedSolomon.decode(block, parity);
    return true;
  } catch {
    return false;
  }
}

/** A foreign parser over arbitrary pixels: whatever it throws means that nothing was read. */
function attempt(read: () => QrFound): QrFound | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * The code's corners, from the centres of its three finder patterns (3.5 modules inside) and its
 * alignment pattern.
 */
function outline(points: readonly Point[], size: number): Corners | undefined {
  const [below, corner, right, alignment] = points as [Point, Point, Point, Point?];
  const far = oppositeCorner(corner, right, below);
  const [near, opposite] = [3.5 / size, 1 - (alignment === undefined ? 3.5 : 6.5) / size];
  const projection = fitProjection([
    { u: near, v: near, ...corner },
    { u: 1 - near, v: near, ...right },
    { u: near, v: 1 - near, ...below },
    { u: opposite, v: opposite, ...(alignment ?? far) },
  ]);
  return projection && unitSquare(projection);
}
