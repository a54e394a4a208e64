/** How large an image is shown: whole pixels a module, so that all modules are alike, and enough of them for a phone's camera. */

/** CSS pixels a module, below which cameras begin to miss (docs/cryptogram.md). */
const LEAST_A_MODULE = 6;

/** A comfortable side, in CSS pixels: larger images still get their six a module. */
const SIDE = 352;

/** The side of a square SVG document whose units are modules, in CSS pixels. */
export function sideOf(image: string): number {
  const modules = Number(/viewBox="0 0 (\d+) /.exec(image)?.[1] ?? 0);
  return modules === 0 ? SIDE : modules * Math.max(LEAST_A_MODULE, Math.ceil(SIDE / modules));
}
