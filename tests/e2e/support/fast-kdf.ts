/**
 * Makes PINs cheap where a test enters many: the browser derives with few iterations whatever the
 * app asks for, and stores what it asked for.
 */
import type { BrowserContext } from '@playwright/test';

export const CHEAP_ROUNDS = 1000;

/** What {@link cheapen} is to be given. */
export const CHEAP = {
  rounds: CHEAP_ROUNDS,
  /** Bytes; what an activation derives from its device code is longer, and stays as it is. */
  longest: 8,
} as const;

/** To be called before the app is opened. */
export async function cheapPins(phone: BrowserContext): Promise<void> {
  await phone.addInitScript(cheapen, CHEAP);
}

/** Runs in the page, before the app; self-contained. */
export function cheapen({ rounds, longest }: { rounds: number; longest: number }): void {
  if (!isSecureContext) return;
  const { importKey, deriveBits } = SubtleCrypto.prototype;
  const pins = new WeakSet<CryptoKey>();
  SubtleCrypto.prototype.importKey = async function (this: SubtleCrypto, ...given: unknown[]) {
    const key = await (importKey as (...all: unknown[]) => Promise<CryptoKey>).apply(this, given);
    const [, data, algorithm] = given;
    if (algorithm === 'PBKDF2' && (data as Uint8Array).byteLength <= longest) pins.add(key);
    return key;
  } as SubtleCrypto['importKey'];
  SubtleCrypto.prototype.deriveBits = function (this: SubtleCrypto, algorithm, key, length) {
    const cheap = pins.has(key) ? { ...(algorithm as object), iterations: rounds } : algorithm;
    return deriveBits.call(this, cheap as Pbkdf2Params, key, length);
  } as SubtleCrypto['deriveBits'];
}
