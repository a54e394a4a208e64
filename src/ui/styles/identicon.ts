/** The colours of an issuer's small mosaic. */
import { css } from 'lit';

export const identiconStyles = css`
  .identicon {
    inline-size: 2.75rem;
    block-size: 2.75rem;
    flex: none;
    background: var(--sunken);
    border-radius: var(--radius);
  }
  .tone0 {
    fill: var(--brand-ink);
  }
  .tone1 {
    fill: var(--gold);
  }
  .tone2 {
    fill: var(--line-strong);
  }
`;
