/**
 * Design tokens: type scale, spacing and colours as inherited custom properties;
 * core/brand-colours.ts derives the brand's own.
 */
import { css } from 'lit';

/** What is other on dark ground. */
const dark = css`
  color-scheme: dark;
  --ground: #0b1312;
  --surface: #182523;
  --sunken: #1f2c2a;
  --ink: #eaf1ef;
  --ink-soft: #a8b8b4;
  --line: #2f3f3c;
  --line-strong: #7c8f8a;
  --alarm: #ffb3a3;
  --alarm-ground: #341b17;
  --alarm-line: #7a3d32;
  --well: #8fd6a0;
  --care: #e0b04b;
  --care-ground: #262215;
  --care-line: #75602a;
  --gold: #e0b04b;
  --shade: rgb(0 0 0 / 65%);

  /* Light falls from above: a rim of the mosaic's gold, and less light further down. */
  --glow: rgb(255 255 255 / 7%);
  --lift:
    inset 0 1px 0 rgb(224 176 75 / 38%), inset 0 3rem 3rem -2rem var(--glow),
    0 0 0 1px rgb(255 255 255 / 5%), 0 10px 28px rgb(0 0 0 / 45%);
  --sheen: inset 0 1px 0 rgb(255 255 255 / 40%), 0 6px 18px rgb(0 0 0 / 35%);

  --brand: var(--brand-on-dark, #6fc7bd);
  --brand-ink: var(--brand-ink-on-dark, #7fd0c7);
  --on-brand: var(--on-brand-on-dark, #06201e);
  --brand-pressed: var(--brand-pressed-on-dark, #97dbd3);

  --in-light: none;
  --in-dark: inline;
`;

export const tokens = css`
  :host {
    color-scheme: light dark;

    /*
     * Type: a scale by 1.2, in rem so that a person's own text size counts. In a narrow window a
     * title's long words fit on a line. What a script asks for is in app.css.
     */
    --font:
      -apple-system, 'Segoe UI Variable Text', 'Segoe UI', Roboto,
      var(--script-fonts, 'Helvetica Neue'), Arial, system-ui, sans-serif;
    --font-code:
      ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', Menlo, Consolas, 'Liberation Mono',
      'DejaVu Sans Mono', monospace;
    --text-small: 0.875rem;
    --text: 1rem;
    --text-large: 1.125rem;
    --text-title: min(var(--title, 1.625rem), 11vw);
    --text-display: min(1.5rem + 2vw, 2.5rem, 12vw);

    /* Space: steps of 4 px. In a narrow window large text takes the space, not its margins. */
    --s1: min(0.25rem, 1.25vw);
    --s2: min(0.5rem, 2.5vw);
    --s3: min(0.75rem, 3.75vw);
    --s4: min(1rem, 5vw);
    --s5: min(1.5rem, 7.5vw);
    --s6: min(2rem, 10vw);
    --s7: min(3rem, 15vw);
    --gutter: min(1.5rem, 5vw);
    --column: 27rem;
    --target: max(2.75rem, 44px);

    /* A tessera is cut, not turned on a lathe. */
    --radius: 0.375rem;
    --radius-large: 0.75rem;

    --quick: 120ms;
    --calm: 180ms;

    --ground: #f3f5f4;
    --surface: #ffffff;
    --sunken: #e6ebe9;
    --ink: #13211f;
    --ink-soft: #4a5a57;
    --line: #c9d3d0;
    --line-strong: #71827e;
    --alarm: #a32a1c;
    --alarm-ground: #fbebe7;
    --alarm-line: #e3b3a8;
    --well: #23662f;
    --care: #7a5a12;
    --care-ground: #fbf1da;
    --care-line: #dcc38a;
    --gold: #c08a1e;
    --shade: rgb(10 25 22 / 50%);
    --lift: 0 1px 2px rgb(16 40 36 / 8%), 0 6px 20px rgb(16 40 36 / 6%);
    --sheen: none;

    --brand: var(--brand-on-light, #0b5b58);
    --brand-ink: var(--brand-ink-on-light, #0b5b58);
    --on-brand: var(--on-brand-on-light, #ffffff);
    --brand-pressed: var(--brand-pressed-on-light, #07403e);
    --brand-deep: var(--brand-deep-anywhere, #0a3937);
  }

  @media (prefers-color-scheme: dark) {
    :host(:not([scheme='light'])) {
      ${dark}
    }
  }

  :host([scheme='light']) {
    color-scheme: light;
  }

  :host([scheme='dark']) {
    ${dark}
  }
`;
