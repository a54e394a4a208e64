/** The door to @zxing/library's reading half, QR (ISO/IEC 18004) and Reed–Solomon: deep imports, because its index does not shake. */
import BinaryBitmap from '@zxing/library/es2015/core/BinaryBitmap';
import DecodeHintType from '@zxing/library/es2015/core/DecodeHintType';
import RGBLuminanceSource from '@zxing/library/es2015/core/RGBLuminanceSource';
import GlobalHistogramBinarizer from '@zxing/library/es2015/core/common/GlobalHistogramBinarizer';
import HybridBinarizer from '@zxing/library/es2015/core/common/HybridBinarizer';
import type DetectorResult from '@zxing/library/es2015/core/common/DetectorResult';
import GenericGF from '@zxing/library/es2015/core/common/reedsolomon/GenericGF';
import ReedSolomonDecoder from '@zxing/library/es2015/core/common/reedsolomon/ReedSolomonDecoder';
import QRCodeReader from '@zxing/library/es2015/core/qrcode/QRCodeReader';
import Decoder from '@zxing/library/es2015/core/qrcode/decoder/Decoder';
import Detector from '@zxing/library/es2015/core/qrcode/detector/Detector';
import type FinderPattern from '@zxing/library/es2015/core/qrcode/detector/FinderPattern';
import type FinderPatternInfo from '@zxing/library/es2015/core/qrcode/detector/FinderPatternInfo';
import type { Corners, Luminance, Point } from './image.ts';
import { inverse, project, squareTo } from './geometry.ts';

export type Binarization = 'hybrid' | 'global';

/** A QR code's text and its outline; a pure reading measures no outline. */
export interface QrFound {
  readonly text: string;
  readonly corners?: Corners;
}

const tryHarder: Map<DecodeHintType, boolean> = new Map([[DecodeHintType.TRY_HARDER, true]]);
const pureBarcode: Map<DecodeHintType, boolean> = new Map([[DecodeHintType.PURE_BARCODE, true]]);
const decoder = new Decoder();
const pureReader = new QRCodeReader();
const reedSolomon = new ReedSolomonDecoder(GenericGF.QR_CODE_FIELD_256);

/** What a look at an image gave: a code read, or three finder patterns that look like one. */
export interface QrLook {
  readonly found?: QrFound;
  /** Pixels a module, by the finder patterns. */
  readonly modulePixels?: number;
}

/** The library's detector, remembering what it saw before it gave up. */
class RememberingDetector extends Detector {
  modulePixels: number | undefined;

  protected override processFinderPatternInfo(info: FinderPatternInfo): DetectorResult {
    const [corner, right, below] = [info.getTopLeft(), info.getTopRight(), info.getBottomLeft()];
    if (likeCorners(corner, right, below)) this.modulePixels = corner.getEstimatedModuleSize();
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
    const points = detected.getPoints().map((point) => ({ x: point.getX(), y: point.getY() }));
    return { text, corners: outline(points, bits.getWidth()) };
  });
  if (found !== undefined) return { found };
  const modulePixels = detector?.modulePixels;
  return modulePixels === undefined ? {} : { modulePixels };
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

/** Reads an image that holds nothing but one upright QR code and its margin. */
export function readPureQr(image: Luminance): QrFound | undefined {
  return attempt(() => ({
    text: pureReader.decode(bitmap(image, 'global'), pureBarcode).getText(),
  }));
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
function outline(points: readonly Point[], dimension: number): Corners {
  const [bottomLeft, topLeft, topRight, alignment] = points as [Point, Point, Point, Point?];
  const side = dimension - 7;
  const far = alignment === undefined ? side : side - 3;
  const opposite = alignment ?? {
    x: topRight.x + bottomLeft.x - topLeft.x,
    y: topRight.y + bottomLeft.y - topLeft.y,
  };
  const toImage = throughFour(topLeft, topRight, opposite, bottomLeft, side, far);
  const last = side + 3.5;
  return [toImage(-3.5, -3.5), toImage(last, -3.5), toImage(last, last), toImage(-3.5, last)];
}

/** Module coordinates → pixels, where (0,0), (side,0), (far,far), (0,side) lie at the four points. */
function throughFour(
  topLeft: Point,
  topRight: Point,
  opposite: Point,
  bottomLeft: Point,
  side: number,
  far: number,
): (x: number, y: number) => Point {
  const modules = inverse(
    squareTo([
      { x: 0, y: 0 },
      { x: side, y: 0 },
      { x: far, y: far },
      { x: 0, y: side },
    ]),
  );
  const pixels = squareTo([topLeft, topRight, opposite, bottomLeft]);
  return (x, y) => {
    const { x: u, y: v } = project(modules, x, y);
    return project(pixels, u, v);
  };
}
