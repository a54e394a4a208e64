/**
 * What is used of @zxing/library's writing half: its QR encoder (ISO/IEC 18004) and its
 * Reed–Solomon encoder.
 */
import GenericGF from '@zxing/library/es2015/core/common/reedsolomon/GenericGF';
import ReedSolomonEncoder from '@zxing/library/es2015/core/common/reedsolomon/ReedSolomonEncoder';
import ErrorCorrectionLevel from '@zxing/library/es2015/core/qrcode/decoder/ErrorCorrectionLevel';
import Encoder from '@zxing/library/es2015/core/qrcode/encoder/Encoder';

/** How much of a symbol may be lost: about 7, 15, 25 and 30 in a hundred codewords. */
export type Correction = 'L' | 'M' | 'Q' | 'H';

/** A QR symbol without its quiet zone: `size`² modules, rows from the top, 1 is dark. */
export interface QrMatrix {
  /** Modules a side. */
  readonly size: number;
  /** Row by row: 1 black, 0 white. */
  readonly modules: Uint8Array;
}

const levels: Record<Correction, ErrorCorrectionLevel> = {
  L: ErrorCorrectionLevel.L,
  M: ErrorCorrectionLevel.M,
  Q: ErrorCorrectionLevel.Q,
  H: ErrorCorrectionLevel.H,
};

/**
 * The symbol of a text; a text in QR's alphanumeric set (Base45's) is written in alphanumeric mode.
 * Throws when it fits no version.
 */
export function encodeQr(text: string, correction: Correction): QrMatrix {
  const matrix = Encoder.encode(text, levels[correction]).getMatrix();
  const size = matrix.getWidth();
  const modules = new Uint8Array(size * size);
  matrix.getArray().forEach((row, y) => modules.set(row, y * size));
  return { size, modules };
}

const reedSolomon = new ReedSolomonEncoder(GenericGF.QR_CODE_FIELD_256);

/**
 * Data followed by `parity` bytes of Reed–Solomon parity over GF(256), polynomial 0x11D, first root
 * α^0.
 */
export function withParity(data: Uint8Array, parity: number): Uint8Array {
  const block = new Int32Array(data.length + parity);
  block.set(data);
  reedSolomon.encode(block, parity);
  return Uint8Array.from(block);
}
