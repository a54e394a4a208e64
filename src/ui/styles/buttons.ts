/** Styles of buttons: the first choice, a second one, a grave one and a plain one. */
import { css } from 'lit';

export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    min-block-size: var(--target);
    min-inline-size: var(--target);
    padding: 0.625rem var(--s4);
    border: 0;
    border-radius: var(--radius);
    background: none;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition:
      background-color var(--quick),
      transform var(--quick);
  }
  button:focus-visible,
  input:focus-visible,
  textarea:focus-visible,
  select:focus-visible,
  summary:focus-visible,
  a:focus-visible {
    outline: 3px solid var(--brand-ink);
    outline-offset: 2px;
  }
  button:active {
    transform: translateY(1px);
  }
  button.primary,
  button.second,
  button.grave {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    min-block-size: 3.25rem;
    font-weight: 600;
    text-align: center;
    line-height: calc(1.2 * var(--leading, 1));
    overflow-wrap: anywhere;
  }
  button bdi {
    color: inherit;
    font-weight: inherit;
  }
  button.primary {
    background: var(--brand);
    color: var(--on-brand);
    box-shadow: var(--sheen);
  }
  button.second {
    background: var(--surface);
    color: var(--brand-ink);
    box-shadow: inset 0 0 0 1.5px var(--line-strong);
  }
  button.grave {
    background: var(--alarm-ground);
    color: var(--alarm);
    box-shadow: inset 0 0 0 1.5px var(--alarm);
  }
  button.plain {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    color: var(--brand-ink);
    font-weight: 600;
    line-height: calc(1.2 * var(--leading, 1));
    overflow-wrap: anywhere;
  }
  @media (hover: hover) {
    button.primary:hover {
      background: var(--brand-pressed);
    }
    button.second:hover,
    button.plain:hover {
      background: var(--sunken);
    }
  }
  button[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  /* The first choice is filled, a second one has a thick border, a plain one a thin one. */
  @media (forced-colors: active) {
    button.plain {
      border: 1px solid ButtonBorder;
    }
    button.second,
    button.grave {
      border: 2px solid ButtonBorder;
    }
    button.primary,
    button.primary:hover {
      border: 2px solid ButtonText;
      background: ButtonText;
      color: ButtonFace;
      forced-color-adjust: none;
    }
    button.primary:focus-visible {
      outline-color: Highlight;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button {
      transition: none;
    }
    button:active {
      transform: none;
    }
  }
`;
