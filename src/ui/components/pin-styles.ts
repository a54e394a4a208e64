/** Styles of the PIN's field and keypad: a tile is set for each digit. */
import { css } from 'lit';

export const pinStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: var(--s3);
    flex: 1;
  }
  .entry {
    display: grid;
    gap: var(--s2);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    column-gap: var(--s3);
  }
  label {
    font-weight: 600;
  }
  .field {
    position: relative;
    min-block-size: 3.5rem;
    border-radius: var(--radius-large);
    background: var(--surface);
    border: 1.5px solid var(--line-strong);
    padding: var(--s3);
    display: grid;
    align-items: center;
  }
  .field:focus-within {
    outline: 3px solid var(--brand-ink);
    outline-offset: 2px;
  }
  .field[data-invalid] {
    border-color: var(--alarm);
  }
  input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    border: 0;
    font-size: 16px;
    cursor: text;
    -webkit-text-security: disc;
  }
  .tiles {
    display: flex;
    justify-content: center;
    gap: clamp(0.25rem, 2vw, 0.75rem);
    direction: ltr;
    pointer-events: none;
  }
  .tile {
    flex: 0 1 1.5rem;
    aspect-ratio: 1;
    border-radius: 0.1875rem;
    box-shadow: inset 0 0 0 1.5px var(--line-strong);
    transition:
      background-color var(--quick),
      transform var(--quick);
  }
  .tile.set {
    background: var(--brand);
    box-shadow: none;
  }
  .tile.set:nth-child(3n + 1) {
    transform: rotate(-4deg);
  }
  .tile.set:nth-child(3n + 2) {
    transform: rotate(3deg) scale(1.04);
  }
  .tile.set:nth-child(3n) {
    transform: rotate(-1.5deg) scale(0.97);
  }
  .number .tile {
    flex-basis: 2.5rem;
    display: grid;
    place-items: center;
    font-size: 1.5rem;
    font-weight: 650;
    line-height: 1;
    font-variant-numeric: tabular-nums;
  }
  .number .tile.set {
    background: none;
    box-shadow: inset 0 0 0 1.5px var(--brand-ink);
    transform: none;
  }
  /* Two lines of words, and the target beside them. */
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: var(--s2);
    min-block-size: var(--target);
    line-height: 1.3;
  }
  #line {
    flex: 1 1 10rem;
  }
  .hint {
    color: var(--alarm);
  }
  .keypad {
    display: none;
    grid-template-columns: repeat(3, 1fr);
    gap: var(--s2);
    margin-block-start: auto;
    direction: ltr;
  }
  .keypad button {
    min-block-size: 3.25rem;
    font-size: 1.5rem;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    background: var(--surface);
    border-radius: var(--radius-large);
    box-shadow: var(--lift);
    display: grid;
    place-items: center;
  }
  .keypad button:active {
    background: var(--sunken);
  }
  .keypad .bare {
    background: none;
    box-shadow: none;
  }
  .primary {
    margin-block-start: auto;
  }
  @media (any-pointer: coarse) {
    .keypad {
      display: grid;
    }
    .primary {
      margin-block-start: 0;
    }
  }
  /* All of it on a small phone. */
  @media (max-height: 40rem) {
    :host {
      gap: var(--s2);
    }
    .entry {
      gap: var(--s1);
    }
    #by-itself {
      line-height: calc(1.3 * var(--leading, 1));
      margin-block-end: 1px;
    }
    .field {
      min-block-size: 3rem;
      padding-block: var(--s1);
    }
    .number .tile {
      flex-basis: 2.25rem;
    }
    .line[data-kind='number'] {
      min-block-size: var(--line, 1.25rem);
    }
    .keypad {
      gap: var(--s1);
    }
    .keypad button {
      min-block-size: var(--target);
      padding-block: 0;
    }
  }
  @media (forced-colors: active) {
    .tile {
      border: 1px solid CanvasText;
    }
    .pin .tile.set {
      background: CanvasText;
      forced-color-adjust: none;
    }
    .keypad button {
      border: 1px solid ButtonBorder;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .tile {
      transition: none;
    }
  }
`;

/** The screen around it, where a keypad and all words are to fit a small phone. */
export const pinPage = css`
  @media (max-height: 40rem) {
    .body {
      gap: var(--s2);
      padding-block: var(--s2);
    }
    .intro {
      gap: var(--s1);
    }
    h1 {
      font-size: 1.25rem;
    }
  }
`;
