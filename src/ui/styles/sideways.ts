/** A screen with a picture or code on a phone on its side: it stands beside what is said of it. */
import type { CSSResultGroup } from 'lit';
import { css } from 'lit';

/** What both kinds of screen share: wider than a screen of words, and in columns. */
export const sidewaysBody = css`
  @media (max-height: 34rem) and (min-width: 40rem) and (max-width: 63.9375rem) {
    .body {
      --wide: min(100vw - 2 * var(--gutter), 46rem);
      inline-size: var(--wide);
      margin-inline: calc((100% - var(--wide)) / 2);
      display: grid;
      padding-block: var(--s2);
    }
    tessera-other-screen {
      display: none;
    }
  }
`;

/** A screen with a code. */
export const sideways: CSSResultGroup = [
  sidewaysBody,
  css`
    @media (max-height: 34rem) and (min-width: 40rem) and (max-width: 63.9375rem) {
      .body {
        grid-template: auto auto 1fr / 1fr 1fr;
        gap: var(--s3) var(--s5);
      }
      .body > * {
        grid-column: 1;
      }
      .body > tessera-code-display {
        grid-area: 1 / 2 / span 3;
      }
      .body > .actions {
        margin-block-start: 0;
        padding-block-start: 0;
        align-content: start;
      }
    }
  `,
];
