/** The look of the view-finder: a dark window as wide as the phone, with four cut corners. */
import { css } from 'lit';

export const finderStyles = css`
  :host {
    display: grid;
    gap: var(--s3);
  }
  .finder {
    position: relative;
    overflow: hidden;
    border-radius: var(--radius-large);
    background: #0b1211;
    box-shadow: var(--lift);
    aspect-ratio: 1;
    max-block-size: 44dvb;
    min-block-size: 12rem;
    inline-size: 100%;
    color: #eef4f2;
  }
  /* From edge to edge where the app is as wide as the window. */
  @media (max-width: 30rem) {
    .finder {
      inline-size: calc(100% + 2 * var(--gutter));
      margin-inline: calc(var(--gutter) * -1);
      border-radius: 0;
      box-shadow: none;
    }
  }
  :host([small]) .finder {
    max-block-size: 30dvb;
  }
  :host([small]) .hint {
    display: none;
  }
  video,
  .outline {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .outline polygon {
    fill: rgb(240 190 80 / 22%);
  }
  .corner {
    fill: none;
    stroke: #f3f7f6;
    stroke-width: 4;
    stroke-linecap: square;
    transition:
      transform var(--calm) ease-out,
      stroke var(--quick);
  }
  .found .corner {
    stroke: #f2c25c;
    stroke-width: 5;
  }
  .starting {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    text-align: center;
    padding: 20%;
  }
  .tools {
    position: absolute;
    inset-inline: var(--s2);
    inset-block-end: var(--s2);
    display: flex;
    justify-content: center;
    align-items: center;
    gap: var(--s2);
  }
  .tools button,
  .tools select {
    min-block-size: var(--target);
    background: rgb(11 18 17 / 78%);
    color: #f3f7f6;
    border: 1px solid rgb(255 255 255 / 35%);
    border-radius: var(--radius);
    padding: var(--s2);
    font: inherit;
  }
  .tools select {
    min-inline-size: 0;
    max-inline-size: 60%;
    text-overflow: ellipsis;
  }
  .tools button {
    display: grid;
    place-items: center;
  }
  .tools button[aria-pressed='true'] {
    background: #f2c25c;
    color: #14201e;
  }
  .tools input {
    flex: 1;
    min-inline-size: var(--target);
    max-inline-size: 12rem;
    block-size: var(--target);
    accent-color: #f2c25c;
  }
  .hint {
    text-align: center;
    font-weight: 600;
    min-block-size: 1.5em;
  }
  @media (prefers-reduced-motion: reduce) {
    .corner {
      transition: none;
    }
  }
  @media (max-height: 34rem) and (min-width: 40rem) and (max-width: 63.9375rem) {
    .finder {
      aspect-ratio: 16 / 9;
      max-block-size: 52dvb;
    }
  }
`;
