/**
 * Formats a field's value: amounts from left to right, account numbers in groups of four (ISO
 * 13616). Only white space may differ from the value. What is paid is never taken from here.
 */

export type Look =
  | { readonly is: 'amount' | 'plain' | 'empty' }
  | { readonly is: 'number'; readonly groups: readonly string[] };

const NUMBER = String.raw`[+-]?(?:\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+|\d+)(?:[.,]\d{1,3})?`;
const CURRENCY = String.raw`(?:[A-Z]{3}|\p{Sc})`;
const SPACE = String.raw`[ \u00a0\u202f]?`;
const AMOUNT = new RegExp(`^(?:${CURRENCY}${SPACE}${NUMBER}|${NUMBER}${SPACE}${CURRENCY})$`, 'u');

export function lookOf(value: string): Look {
  const text = value.trim();
  if (text === '') return { is: 'empty' };
  if (AMOUNT.test(text)) return { is: 'amount' };
  const compact = text.replace(/ /g, '');
  if (isIban(compact)) return { is: 'number', groups: compact.match(/.{1,4}/g) ?? [] };
  return { is: 'plain' };
}

/** Country, check digits, 11–30 more; the whole modulo 97 is 1 (ISO 7064). */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const turned = text.slice(4) + text.slice(0, 4);
  let rest = 0;
  for (const symbol of turned) {
    const value = Number.parseInt(symbol, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
