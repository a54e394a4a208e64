/**
 * Styles of a switch: the whole row is the target, and the knob's place tells its state besides
 * colour.
 */
import { css } from 'lit';

export const switchStyles = css`
  .all {
    display: grid;
    gap: var(--s3);
  }
  .card {
    background: var(--surface);
    border-radius: var(--radius-large);
    box-shadow: var(--lift);
  }
  button.switch {
    font: inherit;
    color: inherit;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s4);
    inline-size: 100%;
    min-block-size: 3.5rem;
    padding: var(--s3) var(--s4);
    border: 0;
    border-radius: var(--radius-large);
    background: none;
    text-align: start;
    font-weight: 600;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button.switch:focus-visible {
    outline: 3px solid var(--brand-ink);
    outline-offset: 2px;
  }
  button.switch[aria-disabled='true'] {
    cursor: default;
  }
  .switch .grow {
    flex: 1 1 6em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .track {
    flex: none;
    display: flex;
    padding: 0.1875rem;
    inline-size: 3.25rem;
    block-size: 1.875rem;
    border-radius: var(--radius-large);
    background: var(--line-strong);
    transition: background-color var(--quick);
  }
  .knob {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    border-radius: 0.5rem;
    background: var(--surface);
    transition: transform var(--quick);
  }
  [aria-checked='true'] .track {
    background: var(--brand);
  }
  [aria-checked='true'] .knob {
    transform: translateX(calc(var(--towards-end, 1) * 1.375rem));
  }
  [aria-disabled='true'] .track {
    opacity: 0.55;
  }
  @media (forced-colors: active) {
    .card {
      border: 1px solid CanvasText;
    }
    .track {
      border: 1px solid ButtonBorder;
      background: ButtonFace;
    }
    .knob {
      background: ButtonText;
    }
    [aria-checked='true'] .track {
      background: Highlight;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .track,
    .knob {
      transition: none;
    }
  }
`;
