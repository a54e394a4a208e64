/** The frame around every screen: one column, safe areas, the page's own colours. */
import { css } from 'lit';

export const shell = css`
  :host {
    display: block;
    min-block-size: 100dvb;
    background: var(--ground);
    color: var(--ink);
    font-family: var(--font);
    font-size: var(--text);
    line-height: 1.5;
    -webkit-text-size-adjust: 100%;
  }
  main {
    display: flex;
    flex-direction: column;
    min-block-size: 100dvb;
    inline-size: min(100%, calc(var(--column) + 2 * var(--gutter)));
    margin-inline: auto;
    padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
    padding-inline: calc(var(--gutter) + env(safe-area-inset-left))
      calc(var(--gutter) + env(safe-area-inset-right));
  }
`;
