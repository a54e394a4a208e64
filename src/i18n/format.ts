/** Values in words: times, numbers and codes, by `Intl` in the language of the catalogue. */
import { t } from './strings.ts';

/** Milliseconds as `m:ss`, never below zero. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** A span of time in words: "45 seconds", "3 minutes". */
export function duration(seconds: number): string {
  const [value, unit] =
    Math.abs(seconds) < 90 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return new Intl.NumberFormat(t.locale, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(Math.abs(Number(value)));
}

/** The time of day as this device shows it, whatever the language of the words around it. */
export function timeOfDay(milliseconds: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(milliseconds);
}

/** A day as this device writes it. */
export function day(milliseconds: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'short' }).format(milliseconds);
}

/** A number as this device writes it. */
export function decimal(value: number): string {
  return new Intl.NumberFormat().format(value);
}

/** Digits in two groups by a space: `123 456`, `123 4567`, `1234 5678`. */
export function groupDigits(digits: string): string {
  const half = Math.floor(digits.length / 2);
  return `${digits.slice(0, half)} ${digits.slice(half)}`;
}

/** Symbols one by one, with a pause after each group: for a voice. */
export function spelled(code: string): string {
  return code
    .split(/[\s-]+/u)
    .map((group) => [...group].join(' '))
    .join(', ');
}
