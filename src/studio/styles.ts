/** Styles that the studio's elements share: box model, text, buttons, inputs, segments. */
import { css } from 'lit';

import { base } from '../ui/styles/base.ts';

/** Beside the app's. */
const own = css`
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  figure,
  fieldset {
    min-inline-size: 0;
  }
`;

const controls = css`
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4rem;
    min-block-size: 2.25rem;
    padding: 0.3rem 0.85rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 550;
    cursor: pointer;
    transition:
      background-color var(--quick),
      border-color var(--quick);
  }
  button:hover,
  .button:hover {
    border-color: var(--line-strong);
  }
  button.press {
    border-color: var(--press);
    background: var(--press);
    color: var(--on-press);
  }
  button.press:hover {
    background: color-mix(in srgb, var(--press) 86%, var(--ground));
  }
  button.plain {
    min-block-size: 1.75rem;
    padding: 0.15rem 0.55rem;
    border-color: transparent;
    background: none;
    font-size: 0.8125rem;
  }
  button.plain:hover {
    background: color-mix(in srgb, var(--ink) 8%, transparent);
  }
  input:not([type='checkbox'], [type='radio'], [type='color']),
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 2.25rem;
    padding: 0.3rem 0.65rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  select {
    padding-inline-end: 0.3rem;
  }
  input[type='checkbox'] {
    inline-size: 1.1rem;
    block-size: 1.1rem;
    margin: 0;
    accent-color: var(--press);
  }
  input[aria-invalid='true'],
  textarea[aria-invalid='true'] {
    border-color: var(--error);
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  @media (forced-colors: active) {
    button.press {
      border: 2px solid ButtonText;
    }
  }
`;

/** Radio buttons in a row, as one control. */
export const segmentStyles = css`
  .segments {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
  }
  .legend {
    font-size: 0.8125rem;
    color: var(--ink-soft);
  }
  .row {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 2px;
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--ink) 9%, transparent);
  }
  .row label {
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: 1.9rem;
    padding: 0.1rem 0.7rem;
    border-radius: calc(var(--radius) - 2px);
    cursor: pointer;
    white-space: nowrap;
  }
  .row label:has(:checked) {
    background: var(--chosen);
    box-shadow: 0 1px 2px rgb(0 0 0 / 16%);
    font-weight: 600;
  }
  .row label:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }
  .row input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  @media (forced-colors: active) {
    .row label {
      border: 1px solid transparent;
    }
    .row label:has(:checked) {
      border-color: Highlight;
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;

export const shared = [base, own, controls];
