/**
 * Icons as inline SVG, 24 units square: straight strokes with mitred corners. They grow with the
 * person's text size.
 */
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { html, svg } from 'lit';

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
  copy: svg`<path d="M9 9h11v11H9zM5 15H4V4h11v1" />`,
  check: svg`<path d="m4 12.5 5.5 5.5L20 6.5" />`,
  light: svg`<path d="M8 3h8v4l-2 4v10h-4V11L8 7zM8 7h8" />`,
  alert: svg`<path d="M12 4 22 20H2zM12 10v5M12 17.500v.01" />`,
  info: svg`<path d="M4 4h16v16H4zM12 11v6M12 7.500v.01" />`,
  lock: svg`<path d="M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3" />`,
  erase: svg`<path d="M9 5h12v14H9l-6-7zM12 9.500l5 5M17 9.500l-5 5" />`,
  up: svg`<path d="m5 14 7-7 7 7" />`,
  down: svg`<path d="m5 10 7 7 7-7" />`,
  clock: svg`<path d="M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.500V12l3 2.5" />`,
  close: svg`<path d="M5 5l14 14M19 5 5 19" />`,
  find: svg`<path d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20" />`,
  face: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M9 9v1.500M15 9v1.500M12 9v4h-1M9 15.500c1.8 1.3 4.2 1.3 6 0" />`,
  bell: svg`<path d="M6 17V10a6 6 0 0 1 12 0v7l1.5 1.500h-15zM10 21h4" />`,
  phone: svg`<path d="M7 3h10v18H7zM11 18h2" />`,
  grip: svg`<path d="M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01" />`,
  accounts: svg`<path d="M7 4h14v11H7zM3 9v11h14M11 11h6" />`,
  pin: svg`<path d="M3 8h18v8H3zM7.500 12v.01M12 12v.01M16.500 12v.01" />`,
  globe: svg`<path d="M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM3.500 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17" />`,
  help: svg`<path d="M4 4h16v16H4zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300l-1 .7v1M12 16.500v.01" />`,
  screen: svg`<path d="M3 5h18v11H3zM8 20h8M12 16v4" />`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof PATHS;

/** Draws an icon in the colour of the text around it, unseen by assistive technology. */
export function icon(name: IconName): TemplateResult {
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
    ${PATHS[name]}
  </svg>`;
}
