/** Functions that are sent into the page as text; each uses only `everything` and its arguments. */
import type { Json } from './driver.ts';

/** All elements in order, through shadow roots. */
function everything(root: ParentNode = document): Element[] {
  return [...root.querySelectorAll('*')].flatMap((each) => [
    each,
    ...(each.shadowRoot ? everything(each.shadowRoot) : []),
  ]);
}

/** The call of a function as an expression: policies of pages forbid to make functions there. */
export function callOf(script: (...given: never[]) => unknown, given: readonly Json[]): string {
  const values = given.map((value) => JSON.stringify(value) ?? 'undefined').join();
  return `(() => { ${String(everything)}; return (${String(script)})(${values}); })()`;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Where an element can be tapped, given by a selector and by its text, once it does not move and
 * has nothing before it; else why it cannot. From then on {@link wasMissed} knows of the tap.
 */
export async function placeOf(selector: string, text: string): Promise<Place | string> {
  const found = everything().filter(
    (each) =>
      each.matches(selector) &&
      each.getClientRects().length > 0 &&
      (each.textContent ?? '').includes(text),
  );
  const element = found.find((each) => !each.matches(':disabled, [aria-disabled="true"]'));
  if (!element) return found.length === 0 ? 'not there' : 'disabled';
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const before = element.getBoundingClientRect();
  await new Promise((resolve) => setTimeout(resolve, 40));
  const { left, top, width, height } = element.getBoundingClientRect();
  if (left !== before.left || top !== before.top) return 'moving';
  const [x, y] = [left + width / 2, top + height / 2];
  let hit = document.elementFromPoint(x, y);
  for (;;) {
    const inner: Element | null | undefined = hit?.shadowRoot?.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  for (let at: Node | null = hit; at; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at === element) {
      const aimed = globalThis as { aimedAt?: Element | undefined };
      aimed.aimedAt = element;
      element.addEventListener('click', () => delete aimed.aimedAt, { capture: true, once: true });
      return { x, y };
    }
  return `behind ${hit?.localName ?? 'the edge'}`;
}

/**
 * Whether the element of the last {@link placeOf} is still there and was not clicked: it moved
 * between the look and the tap. Waits for a tap that is on its way.
 */
export async function wasMissed(): Promise<boolean> {
  const isWaiting = () => (globalThis as { aimedAt?: Element }).aimedAt?.isConnected ?? false;
  for (let left = 20; isWaiting() && left > 0; left--)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return isWaiting();
}

/**
 * Focuses the field that a selector finds, and selects its content; returns false if it takes no
 * input.
 */
export function focusField(selector: string): boolean {
  const field = everything().find(
    (each) => each.matches(selector) && each.getClientRects().length > 0,
  ) as HTMLInputElement | undefined;
  if (!field || field.readOnly || field.disabled) return false;
  field.focus();
  field.select();
  return true;
}

/** Puts text into what has the focus, as a person's own paste does. */
export function insertText(text: string): boolean {
  return document.execCommand('insertText', false, text);
}

/** The hidden field for a file. */
export function fileField(): HTMLInputElement | undefined {
  return everything().find((each) => each.matches('input[type="file"]')) as
    | HTMLInputElement
    | undefined;
}

export interface ScreenState {
  readonly url: string;
  readonly step: string;
  readonly errors: readonly string[];
  /** Actions that are offered. */
  readonly actions: readonly string[];
  /** By their kind. */
  readonly codes: Readonly<Record<string, string>>;
  /** Whether an enabled field for a PIN is empty: a whole PIN goes on by itself. */
  readonly takesPin: boolean;
  /** The beginning of its text, for the report of a failed test. */
  readonly words: string;
}

/** What is on the screen. */
export function screenState(): ScreenState {
  const elements = everything();
  const seen = elements.filter((each) => each.getClientRects().length > 0);
  const values = (name: string) =>
    seen.map((each) => each.getAttribute(name) ?? '').filter(Boolean);
  return {
    url: location.href,
    // The element of a step may have no box of its own.
    step: elements.find((each) => each.hasAttribute('data-step'))?.getAttribute('data-step') ?? '',
    errors: values('data-error'),
    actions: values('data-action'),
    codes: Object.fromEntries(
      seen
        .filter((each) => each.hasAttribute('data-code'))
        .map((each) => [each.getAttribute('data-code'), (each.textContent ?? '').trim()]),
    ),
    takesPin: seen.some(
      (each) =>
        each.matches('#field[maxlength]:not([readonly])') &&
        (each as HTMLInputElement).value === '',
    ),
    words: seen
      .filter((each) => each.children.length === 0)
      .map((each) => (each.textContent ?? '').trim())
      .filter(Boolean)
      .join(' | ')
      .slice(0, 600),
  };
}

export interface CodeLayout {
  /** What a selection of the code would copy. */
  readonly text: string;
  /** Its symbols in their lines, from the top. */
  readonly lines: readonly string[];
  /** Symbols that reach over the edge of their card. */
  readonly outside: string;
}

/** Replaces the device code by another one, and measures it, symbol by symbol. */
export async function layOut(code: string): Promise<CodeLayout> {
  const display = everything().find((each) => each.localName === 'tessera-code-display') as
    | (HTMLElement & { code: string; updateComplete: Promise<unknown> })
    | undefined;
  if (!display?.shadowRoot) throw new Error('There is no code.');
  display.code = code;
  await display.updateComplete;
  const shown = display.shadowRoot.querySelector('[data-code="device"]')!;
  const card = shown.closest('.plate')!.getBoundingClientRect();
  const lines = new Map<number, string>();
  let outside = '';
  const texts = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    [...(node.textContent ?? '')].forEach((symbol, i) => {
      if (!/\w/.test(symbol)) return;
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const { top, left, right } = range.getClientRects()[0]!;
      lines.set(Math.round(top), (lines.get(Math.round(top)) ?? '') + symbol);
      if (left < card.left || right > card.right) outside += symbol;
    });
  const inOrder = [...lines].sort(([one], [other]) => one - other).map(([, line]) => line);
  return { text: shown.textContent ?? '', lines: inOrder, outside };
}

/**
 * What the app says of a picture that it was given at the step of the first scan: the next step's
 * name, an error's code, or `choose-code`; nothing where it says nothing for a while. Then it is
 * at that step again, and says nothing of a code.
 */
export async function takeOutcome(): Promise<string> {
  const find = (selector: string) =>
    everything().find((each) => each.matches(selector) && each.getClientRects().length > 0) as
      | HTMLElement
      | undefined;
  const lookFor = async (...selectors: readonly string[]): Promise<HTMLElement | undefined> => {
    const end = Date.now() + 5000;
    for (;;) {
      const found = find(selectors.join());
      if (found || Date.now() > end) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const said = await lookFor(
    '[data-code="device"]',
    '[data-error]:not([data-error^="CAMERA"])',
    '[data-action="choose-code"]',
  );
  if (!said) return '';
  const { error, code, action } = said.dataset;
  if (action) find('[data-action="dismiss"]')?.click();
  (await lookFor('[data-action="cancel"]'))?.click();
  const asked = await lookFor('[data-action="stop"]', '[data-action="scan"]');
  if (asked?.dataset['action'] === 'stop') asked.click();
  (await lookFor('[data-action="scan"]'))?.click();
  await lookFor('[data-action="choose-picture"]');
  return error ?? code ?? action ?? '';
}

/** Whether an element that matches is on the page, in whichever shadow root. */
export function isThere(selector: string): boolean {
  return everything().some((each) => each.matches(selector));
}

/** Clicks the first element that matches; false where there is none. */
export function press(selector: string): boolean {
  const found = everything().find((each) => each.matches(selector)) as HTMLElement | undefined;
  found?.click();
  return found !== undefined;
}

/** The number, 0–31, of the first picture on the screen. */
export function pictureShown(): number {
  const tile = everything().find((each) => each.localName === 'tessera-picture-tile');
  return (tile as unknown as { picture: number }).picture;
}

/** Clicks a picture, 0–31, among those to choose from; false where it is not there. */
export function pickPicture(picture: number): boolean {
  const tile = everything().find(
    (each) =>
      each.localName === 'tessera-picture-tile' &&
      (each as unknown as { picture: number }).picture === picture,
  );
  const choice = tile?.closest<HTMLElement>('[data-action="pick-picture"]');
  choice?.click();
  return !!choice;
}

/** The text of the message whose image is on the page. */
export function messageOnPage(): string {
  const image = everything().find((each) => each.localName === 'tessera-message-image');
  return (image as unknown as { text: string }).text;
}

/** Whether a code's picture for the computer's camera is on the screen. */
export function showsCodePicture(): boolean {
  return everything().some((each) => each.matches('[data-picture="code"]'));
}

/** Whether the engine shows a file's content as a picture, given in Base64. */
export async function isShown(content: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([bytes]));
  return image.decode().then(
    () => image.naturalWidth > 0,
    () => false,
  );
}

/** The passphrase of a backup that is on the screen, in its groups. */
export function passphraseGroups(): readonly string[] {
  return everything()
    .filter((each) => each.matches('.group'))
    .map((each) => each.textContent ?? '');
}

/** Keeps the next file that the page offers as a download, in place of the browser's folder. */
export function catchDownload(): void {
  const { createObjectURL } = URL;
  URL.createObjectURL = (file) => {
    if (file instanceof File)
      void file.arrayBuffer().then((content) => {
        const bytes = String.fromCharCode(...new Uint8Array(content));
        document.documentElement.dataset['caught'] = btoa(bytes);
      });
    return createObjectURL(file);
  };
  HTMLAnchorElement.prototype.click = () => undefined;
}

/** The content of the file that {@link catchDownload} keeps, in Base64; empty without one. */
export function caughtDownload(): string {
  return document.documentElement.dataset['caught'] ?? '';
}
