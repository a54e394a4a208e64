/** The frame around every screen: one column, safe areas, the page's own colours. */
import { css } from 'lit';

export const shell = css`
  :host {
    display: block;
    min-block-size: 100dvb;
    /* A step that moves in must not make the page wider. */
    overflow-x: clip;
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
    /* A phone's own edges stay where they are, whichever way lines run. */
    padding-left: calc(var(--gutter) + env(safe-area-inset-left));
    padding-right: calc(var(--gutter) + env(safe-area-inset-right));
  }
  main tessera-your-picture:not([said]) {
    padding-block-start: var(--s3);
  }
  .missing {
    display: flex;
    flex-direction: column;
    flex: 1;
  }
  .wall {
    display: none;
  }
  /* The app as a card on the page's ground. */
  @media (min-width: 40rem) {
    main {
      min-block-size: min(100dvb, 50rem);
      padding-block: var(--s4) var(--s6);
    }
    :host {
      display: grid;
      align-items: center;
      align-items: safe center;
    }
  }
  /* A phone on its side has no room to spare. */
  @media (min-width: 40rem) and (max-height: 34rem) {
    main {
      padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
    }
  }
  /* Room for the wall beside it. */
  @media (min-width: 64rem) {
    :host {
      grid-template-columns: minmax(20rem, 38%) 1fr;
    }
    .wall {
      display: block;
      /* Centred as the card is, it would begin below the top of a page that is long. */
      align-self: start;
      position: sticky;
      inset-block-start: 0;
      block-size: 100dvb;
      background: var(--brand-deep);
    }
    .wall p {
      position: absolute;
      inset-inline: var(--s6);
      inset-block-end: var(--s6);
      color: #ffffff;
      font-weight: 650;
      font-size: var(--text-large);
      margin: 0;
    }
    main {
      --column: 30rem;
    }
  }
`;
