/** The steps of an activation and of a request, and the images in them. */
import { css } from 'lit';

export const stepStyles = css`
  .asked {
    margin-block-start: 0.75rem;
    font-family: var(--tessera-heading-font, inherit);
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.3;
  }

  .fields {
    margin: 0.75rem 0 0;
    border-block: 1px solid var(--line);
    padding-block: 0.5rem;
  }

  .fields > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    padding-block: 0.25rem;
  }

  .fields dt {
    flex: 0 0 6rem;
    color: var(--soft);
  }

  .fields dd {
    flex: 1 1 10rem;
    margin: 0;
    overflow-wrap: anywhere;
  }

  /* The number beside a request, to be read across a table */

  .match {
    margin-block-start: 1rem;
    padding: 0.875rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--ground);
  }

  .match > p:first-child {
    font-weight: 600;
  }

  .match .digits {
    font: 700 3rem/1.1 var(--mono);
    letter-spacing: 0.08em;
    font-variant-numeric: tabular-nums;
  }

  .match .hint {
    margin-block-start: 0.375rem;
    max-inline-size: 36rem;
  }

  /* As high as the form in whose place it stands. */
  tessera-paused-device {
    display: grid;
    align-content: start;
    gap: 0.5rem;
    min-block-size: 10.5rem;
    max-inline-size: 24rem;
  }

  /* Steps of an activation */

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.25rem 1rem;
  }

  .tessera-time-left {
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }

  .tessera-time-left[data-short] {
    color: var(--bad);
    font-weight: 600;
  }

  .steps {
    margin-block-start: 1.25rem;
  }

  .steps > li {
    position: relative;
    padding-block-end: 1.5rem;
  }

  .steps h3 {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }

  .number {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 2rem;
    block-size: 2rem;
    border-radius: 50%;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .steps [data-later] h3 {
    color: var(--soft);
    font-weight: 400;
  }

  .steps [data-later] .number {
    background: none;
    border: 1.5px solid var(--edge);
    color: var(--soft);
  }

  .steps [data-done] h3 {
    color: var(--soft);
    font-weight: 400;
  }

  .steps [data-done] .number {
    background: var(--good-ground);
    color: var(--good);
  }

  .steps [data-done],
  .steps [data-later] {
    padding-block-end: 0.75rem;
  }

  .body > * + * {
    margin-block-start: 1rem;
  }

  .body {
    padding-block-start: 0.5rem;
  }

  .code-image {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    background: #ffffff;
    border-radius: 4px;
  }

  /* One control of two halves; the radio buttons themselves lie invisible over them. */
  .kinds {
    display: flex;
    inline-size: fit-content;
    max-inline-size: 100%;
    margin: 0 0 0.75rem;
    padding: 0;
    border: 0;
  }

  .kinds label {
    position: relative;
  }

  .kinds input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .kinds span {
    display: flex;
    align-items: center;
    min-block-size: 2.75rem;
    padding: 0.25rem 1rem;
    border: 1.5px solid var(--edge);
    color: var(--soft);
  }

  .kinds label:first-of-type span {
    border-start-start-radius: 0.5rem;
    border-end-start-radius: 0.5rem;
  }

  .kinds label:last-of-type span {
    margin-inline-start: -1.5px;
    border-start-end-radius: 0.5rem;
    border-end-end-radius: 0.5rem;
  }

  .kinds :checked + span {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }

  .kinds :focus-visible + span {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
    margin-block-start: 0.75rem;
  }

  figcaption textarea {
    inline-size: 100%;
  }

  .copied {
    color: var(--good);
    font-size: 0.9375rem;
  }

  .ways-out {
    margin-block-start: 0.75rem;
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    border-block-start: 1px solid var(--line);
    padding-block-start: 1.25rem;
  }

  /* Image and field side by side: both are seen at once. */
  @container (min-width: 44rem) {
    .steps {
      display: grid;
      grid-template-columns: 25rem 1fr;
      column-gap: 2rem;
    }
  }
`;
