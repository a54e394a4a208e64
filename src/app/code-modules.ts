/** A code as the modules of a QR symbol, for the computer's camera (docs/protocol.md §7). */
import { fromHex } from '../core/codec/bytes.ts';
import type { BitMatrix, CodeKind } from '../core/view.ts';
import type { ReturnKind } from '../protocol/return-text.ts';
import { writeReturnText } from '../protocol/return-text.ts';
import { qrMatrix } from '../symbology/qr-write.ts';
import type { CodeOnScreen } from './code-on-screen.ts';

const RETURN_KINDS = {
  device: 'D',
  activation: 'A',
  response: 'R',
  otp: 'O',
} as const satisfies Record<CodeKind, ReturnKind>;

export async function codeModules(
  kind: CodeKind,
  { code, activation, request }: CodeOnScreen,
): Promise<BitMatrix> {
  const text = await writeReturnText(RETURN_KINDS[kind], code, {
    activationId: fromHex(activation),
    ...(request !== undefined && { requestId: fromHex(request) }),
  });
  return qrMatrix(text, 'M');
}
