/** privacyIDEA's two steps: the phone's part is drawn, the key sealed, the text to type kept. */
import type { Bytes } from '../../core/codec/bytes.ts';
import type { TwoStepCode } from '../../core/codec/two-step-uri.ts';
import type { WaitingText } from '../../core/transfer/enrol-types.ts';
import { randomBytes } from '../../protocol/random.ts';
import { deriveTwoStepKey, twoStepText } from '../../protocol/two-step.ts';
import type { ConfirmedPin } from '../../vault/types.ts';
import type { EnrolVault } from './enrol-vault.ts';
import { isUnhidden } from './enrol-vault.ts';

/** One key in 190 of 20 bytes is of a kind that no PIN hides: so often others are drawn. */
const MAX_DRAWS = 8;

/**
 * Seals the account as waiting, with the text in the same change. Killed before, another code makes
 * another key: nothing repeats. The server's part is never kept; after a lock the same code is read
 * once more, so whoever has the code overwrites it.
 * @throws TesseraError WEAK_KEY, and what the vault throws
 */
export async function enrolTwoStep(
  vault: EnrolVault,
  by: ConfirmedPin,
  { entry, numbers, serial }: TwoStepCode,
): Promise<WaitingText> {
  const { type, issuer, label, otp, counter } = entry;
  const drawn = await drawKey({ entry, numbers });
  try {
    const text = await twoStepText(drawn.phonePart);
    const account = await vault.sealWaitingOath(by, {
      type,
      issuer,
      label,
      otp,
      secret: drawn.key,
      shown: text,
      ...(counter !== undefined && { counter }),
      ...(serial !== undefined && { serial }),
    });
    return { account, issuer, label, text };
  } finally {
    drawn.key.fill(0);
    drawn.phonePart.fill(0);
  }
}

async function drawKey({
  entry,
  numbers,
}: Pick<TwoStepCode, 'entry' | 'numbers'>): Promise<{ key: Bytes; phonePart: Bytes }> {
  for (let draws = 1; ; draws++) {
    const phonePart = randomBytes(numbers.saltLength);
    const key = await deriveTwoStepKey({ ...numbers, server: entry.secret, phonePart });
    if (draws === MAX_DRAWS || !isUnhidden(key, entry.otp.algorithm)) return { key, phonePart };
    key.fill(0);
  }
}
