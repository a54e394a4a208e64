/** The sign of an issuer: a letter of its name on a tile in the hue of its key. */
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { css, html, svg } from 'lit';

import type { Account } from '../../core/account.ts';

/** Lightness and chroma of the tiles (CSS Color 4, OKLCH): every hue of them is in sRGB. */
export const TILES = {
  light: { lightness: 0.48, chroma: 0.08 },
  dark: { lightness: 0.42, chroma: 0.07 },
} as const;
/** The colour of the letter on them. */
export const LETTER = '#ffffff';

export const monogramStyles = css`
  .monogram {
    inline-size: 2.75rem;
    block-size: 2.75rem;
    flex: none;
  }
  .monogram text {
    font-family: var(--font);
    font-size: 24px;
    font-weight: 650;
    text-anchor: middle;
  }
  .monogram .light {
    display: var(--in-light, inline);
  }
  .monogram .dark {
    display: var(--in-dark, none);
  }
  @media (forced-colors: active) {
    .monogram rect {
      fill: Canvas;
      stroke: CanvasText;
    }
    .monogram text {
      fill: CanvasText;
    }
  }
`;

/**
 * Returns the first letter or digit of a name with its marks, in upper case where that is one
 * symbol; the first symbol of a name that has neither. The oldest browsers lack Intl.Segmenter.
 */
export function letterOf(name: string): string {
  const [letter = ''] = /[\p{L}\p{N}]\p{M}*/u.exec(name) ?? /./su.exec(name) ?? [];
  const upper = letter.toUpperCase();
  return upper.length === letter.length ? upper : letter;
}

/** Draws the sign, unseen by assistive technology: the name stands beside it. */
export function monogram({
  issuerName,
  label,
  issuerHue,
}: Pick<Account, 'issuerName' | 'label' | 'issuerHue'>): TemplateResult {
  return html`<svg class="monogram" viewBox="0 0 44 44" aria-hidden="true" focusable="false">
    ${(['light', 'dark'] as const).map((scheme) => tile(scheme, issuerHue))}
    <text x="22" y="30.5" fill=${LETTER}>${letterOf(issuerName || label || '?')}</text>
  </svg>`;
}

/** As an attribute: the page's policy allows no styles in elements. */
function tile(scheme: keyof typeof TILES, hue: number): SVGTemplateResult {
  const { lightness, chroma } = TILES[scheme];
  return svg`<rect
    class=${scheme} x="0.5" y="0.5" width="43" height="43" rx="6"
    fill="oklch(${lightness} ${chroma} ${hue})" />`;
}
