/** Formats values for messages: times, numbers and codes, by `Intl`. */
import { t } from './strings.ts';

const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;
/** Seconds from which a span is given in minutes. */
const MINUTES_FROM_SECONDS = 90;
/** Minutes from which a span is given in hours. */
const HOURS_FROM_MINUTES = 90;
/** Hours from which a span is given in days. */
const DAYS_FROM_HOURS = 36;
const HOURS_PER_DAY = 24;

/** Returns a countdown as `m:ss`, from an hour on as `h:mm:ss`; never below zero. */
export function clockTime(milliseconds: number): string {
  const total = Math.max(0, Math.ceil(milliseconds / MS_PER_SECOND));
  const minutes = Math.floor(total / SECONDS_PER_MINUTE);
  const seconds = twoDigits(total % SECONDS_PER_MINUTE);
  return minutes >= MINUTES_PER_HOUR
    ? `${Math.floor(minutes / MINUTES_PER_HOUR)}:${twoDigits(minutes % MINUTES_PER_HOUR)}:${seconds}`
    : `${minutes}:${seconds}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Returns a span of time in words, its sign ignored: "45 seconds", "3 minutes", "2 days". */
export function formatDuration(seconds: number): string {
  const span = Math.abs(seconds);
  return span < MINUTES_FROM_SECONDS
    ? formatUnit(span, 'second')
    : formatMinutes(span / SECONDS_PER_MINUTE);
}

/** Returns a span in the largest unit that fits, its sign ignored: "1 minute", "5 hours". */
export function formatMinutes(count: number): string {
  const span = Math.round(Math.abs(count));
  if (span < HOURS_FROM_MINUTES) return formatUnit(span, 'minute');
  const hours = Math.round(span / MINUTES_PER_HOUR);
  return hours < DAYS_FROM_HOURS
    ? formatUnit(hours, 'hour')
    : formatUnit(hours / HOURS_PER_DAY, 'day');
}

function formatUnit(value: number, unit: string): string {
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(t.locale, style).format(value);
}

/** Returns the time of day as this device writes it, whatever the language of the words. */
export function timeOfDay(milliseconds: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(milliseconds);
}

/** Returns a date with the time of day as this device writes them. */
export function moment(milliseconds: number): string {
  const styles = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(undefined, styles).format(milliseconds);
}

/** Returns the time of day, with the date where that is another one than `near`'s. */
export function momentNear(milliseconds: number, near: number): string {
  const isSameDay = formatDate(milliseconds) === formatDate(near);
  return isSameDay ? timeOfDay(milliseconds) : moment(milliseconds);
}

/** Returns a date as this device writes it. */
export function formatDate(milliseconds: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'short' }).format(milliseconds);
}

/** Returns a number as this device writes it. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat().format(value);
}

/** Splits digits into two groups: `123 456`, `123 4567`, `1234 5678`. */
export function groupDigits(digits: string): string {
  const half = Math.floor(digits.length / 2);
  return `${digits.slice(0, half)} ${digits.slice(half)}`;
}

/** Separates a code's symbols, with a pause after each group, for screen readers. */
export function spellOut(code: string): string {
  return code
    .split(/[\s-]+/u)
    .map((group) => group.split('').join(' '))
    .join(', ');
}
