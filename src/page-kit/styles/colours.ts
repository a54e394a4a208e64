/**
 * The colours, corners and fonts of the page kit: those that the site names, else what follows from
 * the site's own text and colour scheme, whether light or dark.
 */
import { css } from 'lit';

export const kitColours = css`
  :host {
    --accent: var(--tessera-accent, LinkText);
    --on-accent: var(--tessera-on-accent, Canvas);
    --focus: var(--tessera-focus, var(--accent));
    --ink: var(--tessera-ink, currentcolor);
    --soft: var(--tessera-soft, color-mix(in srgb, currentcolor 78%, transparent));
    --line: var(--tessera-line, color-mix(in srgb, currentcolor 22%, transparent));
    --edge: var(--tessera-edge, color-mix(in srgb, currentcolor 60%, transparent));
    --surface: var(--tessera-surface, transparent);
    --ground: var(--tessera-ground, color-mix(in srgb, currentcolor 7%, transparent));
    --good: var(--tessera-good, color-mix(in srgb, #1c8a55 60%, currentcolor));
    --good-ground: var(--tessera-good-ground, color-mix(in srgb, #1c8a55 10%, transparent));
    --bad: var(--tessera-bad, color-mix(in srgb, #d0242b 65%, currentcolor));
    --bad-ground: var(--tessera-bad-ground, color-mix(in srgb, #d0242b 10%, transparent));
    --radius: var(--tessera-radius, 0.5rem);
    --mono: var(
      --tessera-mono,
      ui-monospace,
      'SF Mono',
      'Cascadia Mono',
      Menlo,
      Consolas,
      'Liberation Mono',
      monospace
    );

    display: block;
    container-type: inline-size;
    color: var(--tessera-ink, inherit);
    font-family: var(--tessera-font, inherit);
    line-height: 1.55;
    overflow-wrap: break-word;
  }
`;
