/** Lists of things to open, and pairs of a term and its value. */
import { css } from 'lit';

export const rows = css`
  .rows {
    display: grid;
    background: var(--surface);
    border-radius: var(--radius-large);
    box-shadow: var(--lift);
    overflow: hidden;
  }
  .rows > li + li,
  .rows > div + div {
    border-block-start: 1px solid var(--line);
  }
  .rows button.row {
    display: flex;
    align-items: center;
    gap: var(--s3);
    inline-size: 100%;
    min-block-size: 3.5rem;
    padding: var(--s3) var(--s4);
    text-align: start;
    border-radius: 0;
  }
  .rows button.row:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius-large);
  }
  .row .grow {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .row .icon {
    flex: none;
    color: var(--ink-soft);
  }
  .rows > div {
    display: grid;
    gap: 0.125rem;
    padding: var(--s3) var(--s4);
  }
  dt {
    font-size: var(--text-small);
    color: var(--ink-soft);
  }
  dd {
    min-inline-size: 0;
  }
  .flip {
    transform: scaleX(var(--towards-end, 1));
    transform-origin: center;
  }
  @media (hover: hover) {
    .rows button.row:hover {
      background: var(--sunken);
    }
  }
  @media (forced-colors: active) {
    .rows {
      border: 1px solid CanvasText;
    }
  }
`;
