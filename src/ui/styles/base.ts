/**
 * Styles of every screen: box model, headings, text, buttons, fields, and text for screen readers
 * alone.
 */
import { css } from 'lit';

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: var(--text-title);
    line-height: 1.2;
    font-weight: 650;
    letter-spacing: -0.015em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  h1:focus {
    outline: none;
  }
  h2 {
    font-size: var(--text-large);
    line-height: 1.3;
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  p,
  li,
  dd,
  dt {
    overflow-wrap: anywhere;
  }
  bdi {
    font-weight: 650;
    color: var(--ink);
  }
  h1 bdi {
    color: var(--brand-ink);
    font-weight: inherit;
  }
  .whole {
    display: inline-block;
  }
  /*
   * Facts with dots between. A dot at the start of a line is cut off, and none is read aloud; each
   * fact stands beside its dot, so that nothing of a fact of several lines is cut off with it.
   */
  .facts {
    display: block;
    overflow-x: clip;
  }
  .facts > span {
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: -1em;
  }
  .facts .whole {
    display: block;
    position: relative;
    min-inline-size: 0;
    padding-inline-start: 1em;
  }
  .facts .whole::before {
    content: '·';
    content: '·' / '';
    position: absolute;
    inset-inline-start: 0;
    inline-size: 1em;
    text-align: center;
  }
  .icon {
    inline-size: min(1.5rem, 10vw);
    block-size: min(1.5rem, 10vw);
    flex: none;
  }
  .soft {
    color: var(--ink-soft);
  }
  .small {
    font-size: var(--text-small);
  }
  .for-voice {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    min-block-size: var(--target);
    min-inline-size: var(--target);
    padding: 0.625rem var(--s4);
    border: 0;
    border-radius: var(--radius);
    background: none;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition:
      background-color var(--quick),
      transform var(--quick);
  }
  button:focus-visible,
  input:focus-visible,
  textarea:focus-visible,
  select:focus-visible,
  summary:focus-visible,
  a:focus-visible {
    outline: 3px solid var(--brand-ink);
    outline-offset: 2px;
  }
  button:active {
    transform: translateY(1px);
  }
  button.primary,
  button.second,
  button.grave {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    min-block-size: 3.25rem;
    font-weight: 600;
    text-align: center;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  button bdi {
    color: inherit;
    font-weight: inherit;
  }
  button.primary {
    background: var(--brand);
    color: var(--on-brand);
    box-shadow: var(--sheen);
  }
  button.second {
    background: var(--surface);
    color: var(--brand-ink);
    box-shadow: inset 0 0 0 1.5px var(--line-strong);
  }
  button.grave {
    background: var(--alarm-ground);
    color: var(--alarm);
    box-shadow: inset 0 0 0 1.5px var(--alarm);
  }
  button.plain {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    color: var(--brand-ink);
    font-weight: 600;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  @media (hover: hover) {
    button.primary:hover {
      background: var(--brand-pressed);
    }
    button.second:hover,
    button.plain:hover {
      background: var(--sunken);
    }
  }
  button[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  /* The first choice is filled, a second one has a thick border, a plain one a thin one. */
  @media (forced-colors: active) {
    button.plain {
      border: 1px solid ButtonBorder;
    }
    button.second,
    button.grave {
      border: 2px solid ButtonBorder;
    }
    button.primary,
    button.primary:hover {
      border: 2px solid ButtonText;
      background: ButtonText;
      color: ButtonFace;
      forced-color-adjust: none;
    }
    button.primary:focus-visible {
      outline-color: Highlight;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button {
      transition: none;
    }
    button:active {
      transform: none;
    }
  }
`;

/** One screen: what is said at the start, what can be done at the end, within reach of a thumb. */
export const page = css`
  :host {
    flex: 1;
    display: flex;
    flex-direction: column;
  }
  .body {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: var(--s4);
    inline-size: min(100%, var(--column));
    margin-inline: auto;
    padding-block: var(--s4) var(--s5);
  }
  .intro {
    display: grid;
    gap: var(--s2);
  }
  .intro p {
    color: var(--ink-soft);
  }
  /** A small square before a heading: what kind of screen this is. */
  .sign {
    display: grid;
    place-items: center;
    inline-size: 3.25rem;
    aspect-ratio: 1;
    border-radius: var(--radius-large);
    background: var(--alarm-ground);
    border: 1px solid var(--alarm-line);
    color: var(--alarm);
    margin-block-end: var(--s2);
  }
  .actions {
    display: grid;
    gap: var(--s2);
    margin-block-start: auto;
    padding-block-start: var(--s4);
  }
  .center {
    justify-items: center;
    text-align: center;
  }
`;

export const fields = css`
  label.field {
    display: grid;
    gap: var(--s1);
    font-weight: 600;
  }
  input.text,
  textarea,
  select {
    font: inherit;
    font-weight: 400;
    color: var(--ink);
    background: var(--surface);
    min-block-size: 3rem;
    inline-size: 100%;
    padding: 0.625rem var(--s3);
    border: 1.5px solid var(--line-strong);
    border-radius: var(--radius);
  }
  input[aria-invalid='true'] {
    border-color: var(--alarm);
  }
  textarea {
    min-block-size: 8rem;
    resize: vertical;
    font-family: var(--font-code);
    font-size: max(1rem, 16px);
    overflow-wrap: anywhere;
  }
`;
