/** What a text that is not ours seems to be, so that it can be named and is never opened. */

export type ForeignCode = 'web' | 'payment' | 'wifi' | 'contact' | 'authenticator' | 'other';

const KINDS: readonly (readonly [RegExp, ForeignCode])[] = [
  [/^otpauth(-migration)?:/i, 'authenticator'],
  // EPC069-12 (SEPA credit transfer), Swiss QR-bill, EMVCo merchant codes, BIP 21.
  [/^(BCD\r?\n|SPC\r?\n|000201|bitcoin:|lightning:|upi:)/i, 'payment'],
  [/^WIFI:/i, 'wifi'],
  [/^(BEGIN:VCARD|MECARD:)/i, 'contact'],
  [/^(https?:\/\/|www\.)/i, 'web'],
];

export function classifyForeign(text: string): ForeignCode {
  return KINDS.find(([pattern]) => pattern.test(text.trimStart()))?.[1] ?? 'other';
}
