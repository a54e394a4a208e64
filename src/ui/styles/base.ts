/** Styles of every screen: box model, headings, text, fields, text for screen readers alone. */
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
    line-height: calc(1.2 * var(--leading, 1));
    font-weight: 650;
    letter-spacing: calc(-0.015em * var(--tight, 1));
    text-wrap: var(--heading-wrap, balance);
    overflow-wrap: anywhere;
  }
  h1:focus {
    outline: none;
  }
  h2 {
    font-size: var(--text-large);
    line-height: calc(1.3 * var(--leading, 1));
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
  .whole,
  .unbroken {
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
  .facts bdi {
    display: inline-block;
    color: inherit;
    font-weight: inherit;
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
