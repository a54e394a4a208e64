/** The age of news, in words. */
import { formatDate, largestUnit, moment, relative } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';

const MS_PER_SECOND = 1000;
const NOW_SECONDS = 60;

/**
 * Returns how long ago it is, in words: "just now", "2 minutes ago", and on another day than today
 * with the date. Both in milliseconds since 1970.
 */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.max(0, (now - at) / MS_PER_SECOND);
  if (seconds < NOW_SECONDS) return t.app.justNow;
  const { value, unit } = largestUnit(seconds, 'minute');
  const ago = relative(-value, unit);
  return formatDate(at) === formatDate(now) ? ago : t.app.dated({ ago, date: moment(at) });
}
