/** How the screens look: in the open brand first, then in the one that it is compared with. */
import type { Look } from '../gallery/look.ts';
import { offeredLanguages } from '../i18n/languages.ts';
import { logoAddress } from './draft.ts';
import type { ShownBrand } from './screen-strip.ts';
import type { Viewing } from './screens-bar.ts';
import type { OtherBrand } from './studio-session.ts';
import { WORDS } from './words.ts';

type Choices = Pick<Viewing, 'language' | 'scheme' | 'textSize'>;

export function shownBrands(
  own: OtherBrand,
  other: OtherBrand | undefined,
  viewing: Choices,
): readonly ShownBrand[] {
  return [own, other]
    .filter((each) => each !== undefined)
    .map((each) => ({
      name: each.draft.name || WORDS.screens.thisBrand,
      look: lookOf(each, viewing),
    }));
}

/** A brand that does not offer the language is shown in its first. */
function lookOf({ config, draft }: OtherBrand, { language, scheme, textSize }: Choices): Look {
  const offered = offeredLanguages(config);
  const logo = logoAddress(draft);
  return {
    config,
    ...(logo !== undefined && { logo }),
    language: offered.includes(language) ? language : offered[0]!,
    scheme,
    textSize,
  };
}
