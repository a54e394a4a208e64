/** The look of Home. */
import { css } from 'lit';

export const homeStyles = css`
  .brand {
    display: inline-flex;
    align-items: center;
    gap: var(--s2);
    font-weight: 650;
    padding-inline-start: var(--s3);
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .brand .mark {
    inline-size: 1.75rem;
    block-size: 1.75rem;
    flex: none;
  }
  .ends {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    margin-inline-start: auto;
  }
  .welcome h1 {
    font-size: var(--text-display);
    line-height: calc(1.1 * var(--leading, 1));
    letter-spacing: calc(-0.025em * var(--tight, 1));
  }
  /* Takes the space that is left; hidden where there is none, or with the wall beside. */
  .wall {
    flex: 1 1 0;
    min-block-size: 0;
    max-block-size: 20rem;
    border-radius: var(--radius-large);
    background: var(--brand-deep);
  }
  @media (min-width: 64rem), (max-height: 36rem) {
    .wall {
      display: none;
    }
  }
  .cards {
    display: grid;
    gap: var(--s3);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr));
    gap: var(--s2);
  }
  .tall {
    padding-inline: var(--s2);
    min-block-size: 4.5rem;
    flex-direction: column;
    gap: var(--s1);
  }
  .scan {
    min-block-size: 3.75rem;
    font-size: var(--text-large);
  }
  .update,
  .offer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2) var(--s4);
    padding: var(--s3) var(--s4);
    border-radius: var(--radius-large);
    background: var(--sunken);
  }
  .update {
    inline-size: min(100%, var(--column));
    margin-inline: auto;
    padding-block: var(--s1);
  }
  .count {
    min-inline-size: 1.5em;
    padding-inline: 0.4em;
    border-radius: var(--radius);
    background: var(--brand);
    color: var(--on-brand);
    font-variant-numeric: tabular-nums;
  }
  .update > span {
    flex: 1 1 10.5rem;
  }
  .offer > div {
    flex: 1 1 12rem;
    display: grid;
    gap: var(--s1);
  }
  .offer h2 {
    font-size: var(--text);
  }
  .first {
    display: grid;
    gap: var(--s3);
    padding: var(--s4);
    border-radius: var(--radius-large);
    background: var(--care-ground);
    border: 1px solid var(--care-line);
  }
  .loud {
    display: grid;
    gap: var(--s3);
    padding: var(--s5) var(--s4);
    border-radius: var(--radius-large);
    background: var(--brand);
    color: var(--on-brand);
  }
  .loud ol {
    display: grid;
    gap: var(--s3);
  }
  .loud li {
    display: flex;
    gap: var(--s3);
    align-items: center;
  }
  .loud .icon {
    flex: none;
  }
  .search {
    position: relative;
  }
  .search .icon {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: var(--s3);
    block-size: 3rem;
    color: var(--ink-soft);
    pointer-events: none;
  }
  .search input {
    padding-inline-start: min(3rem, 15vw);
  }
  .search input::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }
  .none {
    text-align: center;
    color: var(--ink-soft);
  }
  /* Said to a screen reader where there was none before: it is there, and takes no room. */
  .none:empty {
    margin-block-start: calc(-1 * var(--s4));
  }
  @media (forced-colors: active) {
    .loud {
      border: 2px solid Highlight;
    }
  }
`;
