/** The door to @zxing/library's reading half, QR (ISO/IEC 18004) and Reed–Solomon: deep imports, because its index does not shake. */
import BinaryBitmap from '@zxing/library/es2015/core/BinaryBitmap';
import DecodeHintType from '@zxing/library/es2015/core/DecodeHintType';
import RGBLuminanceSource from '@zxing/library/es2015/core/RGBLuminanceSource';
import GlobalHistogramBinarizer from '@zxing/library/es2015/core/common/GlobalHistogramBinarizer';
import HybridBinarizer from '@zxing/library/es2015/core/common/HybridBinarizer';
import GenericGF from '@zxing/library/es2015/core/common/reedsolomon/GenericGF';
import ReedSolomonDecoder from '@zxing/library/es2015/core/common/reedsolomon/ReedSolomonDecoder';
import QRCodeReader from '@zxing/library/es2015/core/qrcode/QRCodeReader';
import Decoder from '@zxing/library/es2015/core/qrcode/decoder/Decoder';
import Detector from '@zxing/library/es2015/core/qrcode/detector/Detector';
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

/** Finds one QR code in an image, however it is turned; `undefined` when there is none to be read. */
export function detectQr(image: Luminance, binarization: Binarization): QrFound | undefined {
  return attempt(() => {
    const hints = binarization === 'global' ? tryHarder : new Map<DecodeHintType, boolean>();
    const detected = new Detector(bitmap(image, binarization).getBlackMatrix()).detect(hints);
    const bits = detected.getBits();
    const text = decoder.decodeBitMatrix(bits, hints).getText();
    const points = detected.getPoints().map((point) => ({ x: point.getX(), y: point.getY() }));
    return { text, corners: outline(points, bits.getWidth()) };
  });
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
