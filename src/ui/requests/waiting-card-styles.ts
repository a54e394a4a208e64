/** The look of waiting requests on Home: cards like those of the accounts, above their heading. */
import { css } from 'lit';

export const waitingCardStyles = css`
  /* In the text after the heading of Home, which is what has the focus when Home appears. */
  :host {
    order: -1;
  }
  section {
    display: grid;
    gap: var(--s3);
  }
  ul {
    display: grid;
    gap: var(--s2);
  }
  .card {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s3);
    inline-size: 100%;
    padding: var(--s3) var(--s4);
    text-align: start;
    background: var(--surface);
    border-radius: var(--radius-large);
    border-inline-start: 0.25rem solid var(--brand);
    box-shadow: var(--lift);
  }
  .card .grow {
    flex: 1 1 9rem;
    display: grid;
    gap: 0.125rem;
    min-inline-size: 0;
  }
  .name {
    font-size: var(--text-large);
    font-weight: 650;
    line-height: calc(1.3 * var(--leading, 1));
  }
  .tags .icon {
    color: inherit;
  }
  .plain {
    justify-self: start;
  }
  @media (forced-colors: active) {
    .card {
      border: 1px solid ButtonBorder;
    }
  }
`;
