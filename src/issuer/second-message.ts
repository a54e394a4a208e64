/**
 * The second message of an instance: its contents, checked at the beginning and sealed when the
 * device code is there (docs/protocol.md §5).
 */
import { fromHex } from '../core/codec/bytes.ts';
import type { SecondMessage } from '../core/codec/messages.ts';
import { activationCode } from '../protocol/activation-code.ts';
import { deriveActivationKeys } from '../protocol/key-schedule.ts';
import { writeSecondMessage } from '../protocol/second-message.ts';
import type { Context, DerivedSecrets } from './context.ts';
import type { CreatedInstance } from './instance.ts';

/**
 * Seals a second message under a throw-away key: an instance that could get none is refused when it
 * is begun, not when the person has typed a code.
 * @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE
 */
export async function checkSecondMessage(context: Context, row: CreatedInstance): Promise<void> {
  const message2 = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  await writeSecondMessage(secondMessageOf(context, row), {
    activationId: fromHex(row.id),
    h1: row.secrets.h1,
    nonce: new Uint8Array(16),
    message2,
  });
}

/**
 * The slow part: keys from both halves, the second message, and the activation code that will
 * answer it.
 */
export async function sealSecondMessage(
  context: Context,
  row: CreatedInstance,
  c9: Uint8Array,
): Promise<DerivedSecrets> {
  const { linkSecret, h1 } = row.secrets;
  const nonce = context.randomBytes(16);
  const { message2, confirm, ...rest } = await deriveActivationKeys(
    { secret: linkSecret, c9, h1, nonce },
    context.stretcher.stretch,
  );
  const secondMessage = await writeSecondMessage(secondMessageOf(context, row), {
    activationId: fromHex(row.id),
    h1,
    nonce,
    message2,
    iv: context.randomBytes(12),
  });
  const { otp, sign, channel, service } = rest;
  return {
    c9,
    secondMessage,
    activationCode: await activationCode(confirm, h1, secondMessage),
    keys: { otp, sign, channel, service },
  };
}

function secondMessageOf(context: Context, row: CreatedInstance): SecondMessage {
  const { privateLabel, serial, sequence, otpPolicy, ocraSuite } = row;
  return {
    ...(privateLabel !== undefined && { label: privateLabel }),
    serial,
    sequence,
    otp: otpPolicy,
    ocraSuite,
    time: context.now(),
    ...context.service,
  };
}
