/** The look of the view-finder: a dark window with four cut corners. */
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
    aspect-ratio: 1;
    max-block-size: 52dvb;
    min-block-size: 12rem;
    inline-size: 100%;
    color: #eef4f2;
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
    fill: rgb(240 190 80 / 25%);
    stroke: #f2c25c;
    stroke-width: 4;
    stroke-linejoin: round;
  }
  .frame {
    position: absolute;
    inset: 11%;
    --corner: 2.25rem;
    --edge: 4px;
    --c: #f3f7f6;
    background:
      linear-gradient(var(--c) 0 0) 0 0 / var(--corner) var(--edge),
      linear-gradient(var(--c) 0 0) 0 0 / var(--edge) var(--corner),
      linear-gradient(var(--c) 0 0) 100% 0 / var(--corner) var(--edge),
      linear-gradient(var(--c) 0 0) 100% 0 / var(--edge) var(--corner),
      linear-gradient(var(--c) 0 0) 0 100% / var(--corner) var(--edge),
      linear-gradient(var(--c) 0 0) 0 100% / var(--edge) var(--corner),
      linear-gradient(var(--c) 0 0) 100% 100% / var(--corner) var(--edge),
      linear-gradient(var(--c) 0 0) 100% 100% / var(--edge) var(--corner);
    background-repeat: no-repeat;
    opacity: 0.9;
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
    max-inline-size: 10rem;
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
    min-inline-size: 3rem;
    max-inline-size: 12rem;
    block-size: var(--target);
    accent-color: #f2c25c;
  }
  .hint {
    text-align: center;
    font-weight: 600;
    min-block-size: 1.5em;
  }
  @media (max-height: 34rem) and (min-width: 40rem) {
    .finder {
      aspect-ratio: 16 / 9;
      max-block-size: 60dvb;
    }
  }
`;
