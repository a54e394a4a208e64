/** Whether the person wants little motion (Media Queries 5 §12.1). */

export function isMotionReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
