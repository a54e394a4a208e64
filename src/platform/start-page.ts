/** The start page (index.html, public/start.js) that is shown until the app takes its place. */

/** Milliseconds after which the app shows its own waiting screen. */
const START_TIMEOUT_MS = 1000;

function startPage(): HTMLElement | null {
  return document.getElementById('start');
}

/**
 * Returns true if public/start.js found that this browser lacks what the app needs, and says so.
 */
export function isBrowserTooOld(): boolean {
  return startPage()?.dataset['tooOld'] !== undefined;
}

/** Says that a part of the app did not arrive. */
export function tellUnloaded(): void {
  tell('unloaded');
}

/** Says, in the frame of another page, that the app opens only in a window of its own. */
export function tellFramed(): void {
  tell('framed');
}

function tell(name: 'framed' | 'unloaded'): void {
  const start = startPage();
  if (!start) return;
  for (const text of start.querySelectorAll<HTMLElement>('.intro'))
    text.hidden = text.id !== `start-${name}`;
  start.dataset['told'] = name;
}

/** Adds the app to the page, hidden until the returned function is called or the time is over. */
export function putBehindStartPage(app: HTMLElement): () => void {
  function show(): void {
    clearTimeout(timer);
    app.hidden = false;
    startPage()?.remove();
  }

  const timer = setTimeout(show, START_TIMEOUT_MS);
  app.hidden = startPage() !== null;
  document.body.append(app);
  return show;
}
