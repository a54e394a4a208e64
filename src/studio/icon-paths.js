/**
 * All icons of a brand's folder, in the place of those of the same paths in public/; for the
 * studio's page and for scripts that Node runs as they are.
 */
export const ICON_PATHS = [
  'icons/icon.svg',
  'icons/favicon.svg',
  'icons/icon-192.png',
  'icons/icon-512.png',
  'icons/maskable-512.png',
  'icons/apple-touch-icon.png',
  'icons/badge.png',
];
