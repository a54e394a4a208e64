/** The passphrase of a backup file: drawn, checked, and brought into one form when it is typed. */
import { codePointsOf } from '../../core/codec/code-points.ts';
import { OWN_PASSPHRASE_SYMBOLS } from '../../core/transfer/back-up.ts';
import type { RandomBytes } from '../../protocol/random.ts';

/** 32 symbols, none of which looks like another: five bits each. */
export const PASSPHRASE_SYMBOLS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** 100 bits. */
const DRAWN_SYMBOLS = 20;
const GROUP_SYMBOLS = 4;

/** The group, counted from 0, that the person types back after writing the passphrase down. */
const CHECKED_GROUP = 2;

/** Blanks, and all the dashes that keyboards put in a hyphen's place. */
const SEPARATORS = /[\s\p{Dash_Punctuation}]+/gu;

/** Draws a passphrase of 20 symbols in groups of four with hyphens between them. */
export function drawPassphrase(random: RandomBytes): string {
  const drawn = random(DRAWN_SYMBOLS);
  // 32 divides 256: each symbol is equally likely.
  const symbols = [...drawn].map((byte) => PASSPHRASE_SYMBOLS[byte % PASSPHRASE_SYMBOLS.length]!);
  drawn.fill(0);
  return grouped(symbols.join(''));
}

/**
 * Returns a typed passphrase as the file takes it: one of the drawn form with capitals and hyphens,
 * whatever blanks, dashes and small letters were typed; another one in Unicode's form NFC, without
 * the blanks before and after it, which keyboards add.
 */
export function normalisePassphrase(typed: string): string {
  const symbols = symbolsOf(typed);
  return isDrawn(symbols) ? grouped(symbols) : typed.trim().normalize('NFC');
}

/** Returns true if a passphrase of the person's own has enough symbols. */
export function isOwnPassphraseLongEnough(typed: string): boolean {
  return codePointsOf(normalisePassphrase(typed)).length >= OWN_PASSPHRASE_SYMBOLS;
}

/** Returns true if `typed` is the third group of a passphrase that was drawn. */
export function isThirdGroup(passphrase: string, typed: string): boolean {
  return symbolsOf(typed) === passphrase.split('-')[CHECKED_GROUP];
}

function symbolsOf(typed: string): string {
  return typed.replace(SEPARATORS, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function isDrawn(symbols: string): boolean {
  return (
    symbols.length === DRAWN_SYMBOLS &&
    symbols.split('').every((symbol) => PASSPHRASE_SYMBOLS.includes(symbol))
  );
}

function grouped(symbols: string): string {
  return symbols.match(new RegExp(`.{${GROUP_SYMBOLS}}`, 'g'))!.join('-');
}
