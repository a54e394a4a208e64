/** The picture beside a code: it tells whether the PIN behind the code was the right one. */
import './picture-tile.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';

import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { pictureName } from '../mosaic/picture-names.ts';

export const yourPictureStyles = css`
  .picture {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s4);
  }
  .picture tessera-picture-tile {
    inline-size: 4rem;
  }
  .picture div {
    flex: 1 1 9rem;
  }
`;

/** Nothing while locked, or while the page is hidden. */
export function yourPicture({
  navigation: { lock },
  concealed,
}: View): TemplateResult | typeof nothing {
  if (lock.is !== 'unlocked' || concealed) return nothing;
  return html`<div class="picture">
    <tessera-picture-tile .picture=${lock.picture} aria-hidden="true"></tessera-picture-tile>
    <div>
      <p>${t.app.yourPicture({ picture: pictureName(lock.picture) })}</p>
      <p class="small soft">${t.app.notYourPicture}</p>
    </div>
  </div>`;
}
