/** Text, headings and notices of the page kit. */
import { css } from 'lit';

export const textStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host([hidden]) {
    display: none;
  }

  p,
  h2,
  h3,
  ol,
  ul,
  figure {
    margin: 0;
    padding: 0;
  }

  ol,
  ul {
    list-style: none;
  }

  h2 {
    font-family: var(--tessera-heading-font, inherit);
    font-size: 1.375rem;
    font-weight: 600;
    line-height: 1.2;
    text-wrap: balance;
  }

  h3 {
    font-size: 1.0625rem;
    line-height: 1.35;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  /* Headings take the focus so that it is where reading goes on; they are not controls. */
  h2:focus,
  h3:focus {
    outline: none;
  }

  /* As high as the line that stands there first. */
  .wordless {
    min-block-size: 1.55em;
  }

  h2 + p,
  h2 + .quiet {
    margin-block-start: 0.5rem;
  }

  .quiet,
  .hint {
    color: var(--soft);
  }

  /* What came of the last call */

  [role='status'][data-outcome],
  .alarm {
    margin-block-end: 1rem;
    padding: 0.875rem 1.25rem;
    border: 1px solid currentcolor;
    border-inline-start-width: 5px;
    border-radius: var(--radius);
    color: var(--good);
    background: var(--good-ground);
    font-weight: 600;
  }

  [role='status']:is(
    [data-outcome='refused'],
    [data-outcome='paused'],
    [data-outcome='clock'],
    [data-outcome='denied'],
    [data-outcome='expired'],
    [data-outcome='blocked']
  ),
  .alarm {
    color: var(--bad);
    background: var(--bad-ground);
  }

  [role='status']:is([data-outcome='cancelled'], [data-outcome='revoked']) {
    color: inherit;
    background: var(--ground);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    .kinds :checked + span {
      forced-color-adjust: none;
      background: Highlight;
      border-color: Highlight;
      color: HighlightText;
    }

    .number,
    .state,
    [role='status'][data-outcome] {
      border: 1px solid CanvasText;
    }
  }
`;
