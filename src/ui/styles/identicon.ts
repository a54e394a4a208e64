/** The colours of an issuer's small mosaic. */
import { css } from 'lit';

export const identiconStyles = css`
  .identicon {
    inline-size: min(2.75rem, 15vw);
    block-size: min(2.75rem, 15vw);
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
