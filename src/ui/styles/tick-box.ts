/** A box that is ticked with its row (`aria-checked`). */
import { css } from 'lit';

export const tickBox = css`
  .box {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    border: 2px solid var(--line-strong);
    border-radius: 0.5rem;
  }
  .box .icon {
    visibility: hidden;
  }
  [aria-checked='true'] .box {
    border-color: var(--brand);
    background: var(--brand);
    color: var(--on-brand);
  }
  [aria-checked='true'] .box .icon {
    visibility: visible;
    color: inherit;
  }
  @media (forced-colors: active) {
    [aria-checked='true'] .box {
      background: Highlight;
      color: HighlightText;
    }
  }
`;
