/** What two clocks that differ show, in words. */
import type { Clocks } from '../core/activation/step-parts.ts';
import { momentNear } from '../i18n/format.ts';

/** Returns both times, with the dates where they are not the same. */
export function clockWords({ phone, page }: Clocks): {
  readonly phone: string;
  readonly page: string;
} {
  return { phone: momentNear(phone, page), page: momentNear(page, phone) };
}
