/** What a brand colour becomes, with its contrast by WCAG 2 and by APCA. */
import { apcaContrast } from './apca.ts';
import { brandProperties, contrast, DARK_GROUNDS, LIGHT_GROUNDS, WHITE } from './brand-colours.ts';

/** A pair of colours that the app makes of a brand colour, and how readable it is. */
export interface ContrastRow {
  readonly what: string;
  /** `#rrggbb`, as `ground` */
  readonly text: string;
  readonly ground: string;
  /** 1–21 (WCAG 2.2, "contrast ratio"). */
  readonly wcag: number;
  /** Lc, negative for light text on dark ground (core/apca.ts). */
  readonly apca: number;
}

/** What a brand colour `#rrggbb` becomes, each on the ground where it is least readable. */
export function brandContrast(colour: string): readonly ContrastRow[] {
  const made = brandProperties(colour);
  const of = (name: string) => made.get(`--${name}`) ?? colour;
  const pairs = [
    ['Links on light', of('brand-ink-on-light'), LIGHT_GROUNDS[0]],
    ['Buttons on light', of('on-brand-on-light'), of('brand-on-light')],
    ['Pressed buttons on light', of('on-brand-on-light'), of('brand-pressed-on-light')],
    ['Links on dark', of('brand-ink-on-dark'), DARK_GROUNDS[1]],
    ['Buttons on dark', of('on-brand-on-dark'), of('brand-on-dark')],
    ['Pressed buttons on dark', of('on-brand-on-dark'), of('brand-pressed-on-dark')],
    ['Name on the wall', WHITE, of('brand-deep-anywhere')],
  ] as const;
  return pairs.map(([what, text, ground]) => ({
    what,
    text,
    ground,
    wcag: contrast(text, ground),
    apca: apcaContrast(text, ground),
  }));
}
