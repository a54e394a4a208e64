/** Icons as inline SVG, 24 units square, cut like stones: straight strokes, mitred corners. Those of Home; the others are in more-icons.ts. */
import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';

const PATHS = {
  back: svg`<path class="flip" d="M15 4 7 12l8 8" />`,
  forward: svg`<path class="flip" d="m9 4 8 8-8 8" />`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h10" />`,
  scan: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M8 12h8" />`,
  key: svg`<path d="M10 14a4.5 4.5 0 1 1 2.1-2.1L20 20v-3h-3v-3h-3l-1.9-2.1M7.6 9.9h.01" />`,
  inbox: svg`<path d="M4 13 6.5 5h11L20 13v6H4v-6Zm0 0h5l1.2 2.5h3.6L15 13h5" />`,
  picture: svg`<path d="M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.500L20 17M15.5 9h.01" />`,
  paste: svg`<path d="M9 5H5v16h14V5h-4M9 3h6v4H9zM9 12h6M9 16h4" />`,
  share: svg`<path d="M12 15V3M8 6.5 12 3l4 3.500M8 10H5v11h14V10h-3" />`,
  add: svg`<path d="M4 4h16v16H4zM12 8v8M8 12h8" />`,
  outside: svg`<path d="M14 4h6v6M20 4l-9 9M10 5H4v15h15v-6" />`,
  plus: svg`<path d="M12 4v16M4 12h16" />`,
} satisfies Record<string, SVGTemplateResult>;

export function icon(name: keyof typeof PATHS): TemplateResult {
  return drawn(PATHS[name]);
}

/** An icon around its strokes. */
export function drawn(strokes: SVGTemplateResult): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.9"
    stroke-linejoin="miter"
    stroke-linecap="square"
    aria-hidden="true"
    focusable="false"
  >
    ${strokes}
  </svg>`;
}
