/** The words for the pictures, in the order of `PICTURES`. */
import type { Strings } from '../../i18n/strings.ts';
import { t } from '../../i18n/strings.ts';

const KEYS: readonly (keyof Strings['picture']['names'])[] = [
  'sunOverWaves',
  'moonAndStar',
  'mountain',
  'firTree',
  'sailingBoat',
  'fish',
  'bird',
  'tulip',
  'daisy',
  'leaf',
  'apple',
  'cherries',
  'mushroom',
  'house',
  'lighthouse',
  'bridge',
  'key',
  'crown',
  'bell',
  'lantern',
  'hourglass',
  'anchor',
  'amphora',
  'shell',
  'butterfly',
  'snail',
  'cat',
  'owl',
  'umbrella',
  'kite',
  'cup',
  'heart',
];

/** The name of a picture by its number; nothing for one that does not exist. */
export function pictureName(picture: number): string {
  const key = KEYS[picture];
  return key === undefined ? '' : t.picture.names[key];
}
