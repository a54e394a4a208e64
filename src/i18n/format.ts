/** Formats values for messages: times, numbers and codes, by `Intl`. */
import { language, locale } from './strings.ts';

const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
/** Of the Gregorian calendar, on average. */
const MONTH_SECONDS = 2_629_746;
/**
 * Units from the largest: the seconds of one, and from how many on a span is given in it. A few of
 * the next smaller one say more than one and a half.
 */
const UNITS: readonly (Pick<Span, 'unit'> & { readonly length: number; readonly from: number })[] =
  [
    { unit: 'year', length: 12 * MONTH_SECONDS, from: 18 * MONTH_SECONDS },
    { unit: 'month', length: MONTH_SECONDS, from: 45 * DAY_SECONDS },
    { unit: 'day', length: DAY_SECONDS, from: 36 * HOUR_SECONDS },
    { unit: 'hour', length: HOUR_SECONDS, from: 90 * SECONDS_PER_MINUTE },
    { unit: 'minute', length: SECONDS_PER_MINUTE, from: 90 },
    { unit: 'second', length: 1, from: 0 },
  ];

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

/** A span of time in one unit, rounded. */
export interface Span {
  readonly value: number;
  readonly unit: 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';
}

/** Returns a span in the largest unit that fits, its sign ignored. */
export function largestUnit(seconds: number, smallest: 'second' | 'minute' = 'second'): Span {
  const span = Math.abs(seconds);
  const found = UNITS.find(({ unit, from }) => span >= from || unit === smallest)!;
  return { value: Math.round(span / found.length), unit: found.unit };
}

/** Returns a span of time in words, its sign ignored: "45 seconds", "3 minutes", "2 days". */
export function formatDuration(seconds: number): string {
  return formatSpan(largestUnit(seconds));
}

/** Returns minutes in the largest unit that fits, their sign ignored: "1 minute", "5 hours". */
export function formatMinutes(count: number): string {
  return formatSpan(largestUnit(count * SECONDS_PER_MINUTE, 'minute'));
}

function formatSpan({ value, unit }: Span): string {
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const;
  return close(new Intl.NumberFormat(locale, style).format(value));
}

/** Returns how long ago or ahead something is: "2 minutes ago", "yesterday". */
export function relative(value: number, unit: Intl.RelativeTimeFormatUnit): string {
  return close(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(value, unit));
}

/** Intl sets a blank between a number and its unit, which Japanese texts have not. */
function close(text: string): string {
  return language === 'ja' ? text.replaceAll(' ', '') : text;
}

/** Returns the time of day. */
export function timeOfDay(milliseconds: number): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(milliseconds);
}

/** Returns a date with the time of day. */
export function moment(milliseconds: number): string {
  const styles = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(locale, styles).format(milliseconds);
}

/** Returns the time of day, with the date where that is another one than `near`'s. */
export function momentNear(milliseconds: number, near: number): string {
  const isSameDay = formatDate(milliseconds) === formatDate(near);
  return isSameDay ? timeOfDay(milliseconds) : moment(milliseconds);
}

/** Returns the time of day after "today" or "yesterday"; on other days the date with the time. */
export function dayAndTime(milliseconds: number, now: number): string {
  const days = Math.round((dayOf(milliseconds) - dayOf(now)) / (DAY_SECONDS * MS_PER_SECOND));
  if (days !== 0 && days !== -1) return moment(milliseconds);
  return `${relative(days, 'day')} ${timeOfDay(milliseconds)}`;
}

/** Returns when the day began here. */
function dayOf(milliseconds: number): number {
  return new Date(milliseconds).setHours(0, 0, 0, 0);
}

/** Returns weekday, day and time, as somebody compares them with a calendar and a clock. */
export function weekdayAndTime(milliseconds: number): string {
  const styles = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat(locale, styles).format(milliseconds);
}

/** Returns a date in digits. */
export function formatDate(milliseconds: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).format(milliseconds);
}

/** Returns a number with its separators. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** The most symbols that are read at a glance, and that two such groups have. */
const GROUP_LIMITS = [5, 8] as const;

/** Splits a code: `12345`, `123 456`, `123 4567`, `1234 5678`, `123 456 789`, `123 456 7890`. */
export function groupDigits(digits: string): string {
  const count = 1 + GROUP_LIMITS.filter((limit) => digits.length > limit).length;
  const size = Math.floor(digits.length / count);
  const starts = Array.from({ length: count }, (_, i) => i * size);
  return starts.map((start, i) => digits.slice(start, starts[i + 1])).join(' ');
}

/** Separates a code's symbols, with a pause after each group, for screen readers. */
export function spellOut(code: string): string {
  return code
    .split(/[\s-]+/u)
    .map((group) => group.split('').join(' '))
    .join(', ');
}
