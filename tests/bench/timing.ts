/** Shared by the benches: the time of key derivation in a browser, medians, printing. */

declare global {
  interface Window {
    /** Milliseconds that PBKDF2 has taken since it was set to 0. */
    derivation: number;
    /** When it last ended, in milliseconds of the page's own clock. */
    derivedAt: number;
  }
}

/** Runs in the page, before the app. */
export function timeDerivations(): void {
  if (!isSecureContext) return;
  window.derivation = 0;
  const { deriveBits } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.deriveBits = async function (...given: Parameters<typeof deriveBits>) {
    const begin = performance.now();
    const bits = await deriveBits.apply(this, given);
    if ((given[0] as { name?: string }).name === 'PBKDF2') {
      window.derivedAt = performance.now();
      window.derivation += window.derivedAt - begin;
    }
    return bits;
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** In groups of three digits, at least so wide. */
export function whole(value: number, width = 0): string {
  return Math.round(value).toLocaleString('en').padStart(width);
}

export function ms(value: number): string {
  return value.toFixed(0);
}
