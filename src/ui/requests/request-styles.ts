/**
 * Styles of a request: who asks, what exactly, a payment's amount large, and the answer within
 * reach of a thumb.
 */
import { css } from 'lit';

export const requestStyles = css`
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s3);
  }
  .who div {
    flex: 1 1 9rem;
    display: grid;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .who .asks {
    font-weight: 650;
  }
  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1) var(--s4);
    color: var(--ink-soft);
    font-size: var(--text-small);
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: var(--s1);
    font-variant-numeric: tabular-nums;
  }
  .tag .icon {
    inline-size: 1.125rem;
    block-size: 1.125rem;
  }
  .title {
    font-size: var(--text-title);
  }
  .rows > div {
    position: relative;
    /* Piled-up marks stay within their own row. */
    overflow: clip;
  }
  .title bdi {
    color: var(--ink);
  }
  .title .sum {
    display: block;
    font-size: min(1.75rem, 11vw);
    line-height: 1.25;
    letter-spacing: calc(-0.01em * var(--tight, 1));
    font-variant-numeric: tabular-nums;
  }
  .title .payee {
    font-size: var(--text-large);
    font-weight: 500;
  }
  .title .sum,
  .title .payee {
    overflow-wrap: anywhere;
  }
  dt bdi {
    font-weight: 400;
    color: var(--ink-soft);
  }
  dd bdi {
    white-space: pre-wrap;
    font-weight: 500;
  }
  dd.amount bdi {
    font-variant-numeric: tabular-nums;
  }
  dd.number bdi {
    font-family: var(--font-code);
    font-variant-numeric: tabular-nums;
    white-space: normal;
    overflow-wrap: normal;
  }
  dd.empty {
    color: var(--ink-soft);
  }
  .end {
    position: absolute;
    inset-block-end: 0;
    inset-inline-start: 0;
    inline-size: 1px;
    block-size: 1px;
  }
  .head {
    position: relative;
    display: grid;
    gap: var(--s3);
  }
  .answer {
    display: grid;
    gap: var(--s2);
    margin-block-start: auto;
    padding-block: var(--s3);
    background: var(--ground);
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--s3);
  }
  button.deny {
    color: var(--alarm);
  }
  .hint {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    font-weight: 600;
    text-align: center;
  }
  .hint .icon {
    flex: none;
  }
  /* Only where it leaves enough of the screen to read in. */
  @media (min-height: 34rem) {
    .answer {
      position: sticky;
      inset-block-end: 0;
      border-block-start: 1px solid var(--line);
      margin-inline: calc(var(--gutter) * -1);
      padding-inline: var(--gutter);
      padding-block-end: max(var(--s3), env(safe-area-inset-bottom));
    }
    .answer.short {
      position: static;
      border: 0;
    }
  }
  @media (max-width: 20rem) {
    .pair {
      grid-template-columns: 1fr;
    }
  }
`;
