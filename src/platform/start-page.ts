/** The page that stands before the app (index.html, public/start.js): what it has found out, and when the app takes its place. */

/** After so long the app has words of its own for waiting. */
const START_TIMEOUT_MS = 1000;

const page = (): HTMLElement | null => document.getElementById('start');

/** Whether public/start.js found that this browser lacks what the app needs; the page says so. */
export function isBrowserTooOld(): boolean {
  return page()?.dataset['tooOld'] !== undefined;
}

/** Says in the frame of another page that the app opens only in a window of its own. */
export function tellFramed(): void {
  const start = page();
  if (!start) return;
  for (const text of start.querySelectorAll<HTMLElement>('.intro'))
    text.hidden = text.id !== 'start-framed';
  start.dataset['told'] = 'framed';
}

/** Puts the app on the page, out of sight until the returned function is called, or for a moment at most. */
export function putBehindStartPage(app: HTMLElement): () => void {
  const show = (): void => {
    clearTimeout(timer);
    app.hidden = false;
    page()?.remove();
  };
  const timer = setTimeout(show, START_TIMEOUT_MS);
  app.hidden = page() !== null;
  document.body.append(app);
  return show;
}
