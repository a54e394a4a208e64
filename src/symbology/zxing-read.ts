/** The door to @zxing/library's reading half, QR (ISO/IEC 18004) and Reed–Solomon: deep imports, because its index does not shake. */
import BinaryBitmap from '@zxing/library/es2015/core/BinaryBitmap';
import DecodeHintType from '@zxing/library/es2015/core/DecodeHintType';
import RGBLuminanceSource from '@zxing/library/es2015/core/RGBLuminanceSource';
import type ResultPoint from '@zxing/library/es2015/core/ResultPoint';
import BitMatrix from '@zxing/library/es2015/core/common/BitMatrix';
import GlobalHistogramBinarizer from '@zxing/library/es2015/core/common/GlobalHistogramBinarizer';
import HybridBinarizer from '@zxing/library/es2015/core/common/HybridBinarizer';
import type DetectorResult from '@zxing/library/es2015/core/common/DetectorResult';
import GenericGF from '@zxing/library/es2015/core/common/reedsolomon/GenericGF';
import ReedSolomonDecoder from '@zxing/library/es2015/core/common/reedsolomon/ReedSolomonDecoder';
import Decoder from '@zxing/library/es2015/core/qrcode/decoder/Decoder';
import Version from '@zxing/library/es2015/core/qrcode/decoder/Version';
import Detector from '@zxing/library/es2015/core/qrcode/detector/Detector';
import type FinderPattern from '@zxing/library/es2015/core/qrcode/detector/FinderPattern';
import type FinderPatternInfo from '@zxing/library/es2015/core/qrcode/detector/FinderPatternInfo';
import type { Corners, Luminance, Point } from './image.ts';
import { fitProjection, unitSquare } from './geometry.ts';

export type Binarization = 'hybrid' | 'global';

/** A QR code's text and its outline; a pure reading measures no outline. */
export interface QrFound {
  readonly text: string;
  readonly corners?: Corners;
}

const tryHarder: Map<DecodeHintType, boolean> = new Map([[DecodeHintType.TRY_HARDER, true]]);
const decoder = new Decoder();
const reedSolomon = new ReedSolomonDecoder(GenericGF.QR_CODE_FIELD_256);

/** The centres of three finder patterns that stand like those of one code, and about how many pixels a module has. */
export interface QrPatterns {
  readonly corner: Point;
  readonly right: Point;
  readonly below: Point;
  readonly modulePixels: number;
}

/** What a look at an image gave: a code read, or finder patterns that look like one. */
export interface QrLook {
  readonly found?: QrFound;
  readonly patterns?: QrPatterns;
}

/** The library's detector, remembering what it saw before it gave up. */
class RememberingDetector extends Detector {
  patterns: QrPatterns | undefined;

  protected override processFinderPatternInfo(info: FinderPatternInfo): DetectorResult {
    const [corner, right, below] = [info.getTopLeft(), info.getTopRight(), info.getBottomLeft()];
    if (likeCorners(corner, right, below)) {
      this.patterns = {
        corner: pointOf(corner),
        right: pointOf(right),
        below: pointOf(below),
        modulePixels: corner.getEstimatedModuleSize(),
      };
    }
    return super.processFinderPatternInfo(info);
  }
}

/** Looks for one QR code in an image, however it is turned. */
export function lookForQr(image: Luminance, binarization: Binarization): QrLook {
  const hints = binarization === 'global' ? tryHarder : new Map<DecodeHintType, boolean>();
  let detector: RememberingDetector | undefined;
  const found = attempt(() => {
    detector = new RememberingDetector(bitmap(image, binarization).getBlackMatrix());
    const detected = detector.detect(hints);
    const bits = detected.getBits();
    const text = decoder.decodeBitMatrix(bits, hints).getText();
    const corners = outline(detected.getPoints().map(pointOf), bits.getWidth());
    return corners === undefined ? { text } : { text, corners };
  });
  if (found !== undefined) return { found };
  const patterns = detector?.patterns;
  return patterns === undefined ? {} : { patterns };
}

/** The text of a symbol's modules, row by row, 1 is dark; `undefined` when they are none. */
export function decodeModules(modules: Uint8Array, size: number): string | undefined {
  const bits = new BitMatrix(size);
  for (let i = 0; i < size * size; i++) {
    if (modules[i] === 1) bits.set(i % size, Math.floor(i / size));
  }
  return attempt(() => ({ text: decoder.decodeBitMatrix(bits).getText() }))?.text;
}

/** The rows and columns on which a symbol of this many modules a side has alignment patterns (Annex E). */
export function alignmentCentres(size: number): readonly number[] {
  return [...Version.getVersionForNumber((size - 17) / 4).getAlignmentPatternCenters()];
}

function pointOf(point: ResultPoint): Point {
  return { x: point.getX(), y: point.getY() };
}

/** Whether three finder patterns stand like those of one code: the sides of equal length and near a right angle. */
function likeCorners(corner: FinderPattern, right: FinderPattern, below: FinderPattern): boolean {
  const ax = right.getX() - corner.getX();
  const ay = right.getY() - corner.getY();
  const bx = below.getX() - corner.getX();
  const by = below.getY() - corner.getY();
  const a = Math.hypot(ax, ay);
  const b = Math.hypot(bx, by);
  const sizes = [corner, right, below].map((pattern) => pattern.getEstimatedModuleSize());
  return (
    Math.min(a, b) > 0.6 * Math.max(a, b) &&
    Math.min(...sizes) > 0.6 * Math.max(...sizes) &&
    Math.abs(ax * bx + ay * by) < 0.5 * a * b &&
    Math.min(a, b) > 10 * Math.min(...sizes)
  );
}

/** Corrects a Reed–Solomon block in place (GF(256), polynomial 0x11D, first root α^0); false when it has too many errors. */
export function corrected(block: Int32Array, parity: number): boolean {
  try {
    reedSolomon.decode(block, parity);
    return true;
  } catch {
    return false;
  }
}

function bitmap({ data, width, height }: Luminance, binarization: Binarization): BinaryBitmap {
  const source = new RGBLuminanceSource(data, width, height);
  return new BinaryBitmap(
    binarization === 'hybrid' ? new HybridBinarizer(source) : new GlobalHistogramBinarizer(source),
  );
}

/** A foreign parser over arbitrary pixels: whatever it throws means that nothing was read. */
function attempt(read: () => QrFound): QrFound | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The code's corners, from the centres of its three finder patterns (3.5 modules inside) and its alignment pattern. */
function outline(points: readonly Point[], size: number): Corners | undefined {
  const [below, corner, right, alignment] = points as [Point, Point, Point, Point?];
  const far = { x: right.x + below.x - corner.x, y: right.y + below.y - corner.y };
  const [near, opposite] = [3.5 / size, 1 - (alignment === undefined ? 3.5 : 6.5) / size];
  const projection = fitProjection([
    { u: near, v: near, ...corner },
    { u: 1 - near, v: near, ...right },
    { u: near, v: 1 - near, ...below },
    { u: opposite, v: opposite, ...(alignment ?? far) },
  ]);
  return projection && unitSquare(projection);
}
