/** A screen with a code on a phone on its side: the code beside what is said and done about it. */
import { css } from 'lit';

export const sideways = css`
  @media (max-height: 34rem) and (min-width: 40rem) and (max-width: 63.9375rem) {
    .body {
      --wide: min(100vw - 2 * var(--gutter), 46rem);
      inline-size: var(--wide);
      margin-inline: calc((100% - var(--wide)) / 2);
      display: grid;
      grid-template: auto auto 1fr / 1fr 1fr;
      gap: var(--s3) var(--s5);
      padding-block: var(--s2);
    }
    .body > * {
      grid-column: 1;
    }
    .body > tessera-code-display {
      grid-area: 1 / 2 / span 3;
    }
    .body > tessera-other-screen {
      display: none;
    }
    .body > .actions {
      margin-block-start: 0;
      padding-block-start: 0;
      align-content: start;
    }
  }
`;
