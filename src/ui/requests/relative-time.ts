/** The age of news, in words. */
import { t } from '../../i18n/strings.ts';

/** How long ago, in words: "2 minutes ago", "now". */
export function relativeTime(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [value, unit]: readonly [number, Intl.RelativeTimeFormatUnit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day'];
  const words = new Intl.RelativeTimeFormat(t.locale, { numeric: 'auto' });
  return value === 0 ? words.format(0, 'second') : words.format(-value, unit);
}
