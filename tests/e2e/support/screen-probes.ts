/**
 * Reads what can be seen, measured and reached on a screen of the gallery, through shadow roots.
 */
import type { Page } from '@playwright/test';

import { cutText as cutTextHere } from '../../../scripts/cut-text.mjs';

declare global {
  interface Window {
    asked: unknown[];
    /** What was moved by script; put there by a test. */
    moved: string[];
    show(scene: string): Promise<void>;
    axe: {
      run(
        context: Document,
        options: object,
      ): Promise<{
        violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
      }>;
    };
    /** All elements of the page in order, through shadow roots; put there by `sceneNames`. */
    everything(): Element[];
    /**
     * Resolves with the next task: elements are rendered in microtasks. Put there by
     * `sceneNames`; unlike `setTimeout`, never put off by 4 ms.
     */
    rendered(): Promise<void>;
    /** Where the focus was at each press of a key; put there by `focusPath`. */
    focusPath: string[];
  }
}

/** Waits for the gallery, and prepares its page for all that follows. */
export async function sceneNames(page: Page): Promise<string[]> {
  await page.waitForFunction(() => document.title.includes(' device-code '));
  await page.evaluate(equip);
  return (await page.title()).split(' ');
}

/** Runs in the page: puts there what reads it. */
function equip(): void {
  window.everything = () => {
    const found: Element[] = [];
    const walk = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        found.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found;
  };
  window.rendered = () => scheduler.postTask(() => undefined);
}

/** Shows a scene and waits until it has settled. */
export async function open(page: Page, scene: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const hasHeading = () =>
      window
        .everything()
        .some((element) => element.localName === 'h1' && element.checkVisibility());
    await window.show(wanted);
    // The headings until the next frame may be those of the scene before.
    do await frame();
    while (document.title !== wanted.split(',')[0] || !hasHeading());
    // What has been laid out with one frame is painted with the next.
    await frame();
    await frame();
  }, scene);
}

/** Renders a scene without waiting until it is painted: all of it is there with the next task. */
export async function showAtOnce(page: Page, scene: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    await window.show(wanted);
    await window.rendered();
  }, scene);
}

/** Waits until what was changed from outside is laid out and painted. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames += 1)
      await new Promise((done) => requestAnimationFrame(done));
  });
}

export async function textSize(page: Page, percent: number): Promise<void> {
  await page.evaluate((size) => {
    document.documentElement.style.setProperty('font-size', `${size}%`);
  }, percent);
}

const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/** Of these rules alone the verdict hangs on colours. */
const COLOUR_RULES = {
  ...RULES,
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/** With `colours`, by the rules alone that another colour scheme can break. */
export async function audit(page: Page, colours = false): Promise<string[]> {
  return page.evaluate(
    async (rules) => {
      const { violations } = await window.axe.run(document, rules);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary ?? ''}`,
        ),
      );
    },
    colours ? COLOUR_RULES : RULES,
  );
}

export interface Facts {
  readonly heading: string;
  /** The focus is on the heading, or on the one field of a PIN or a number. */
  readonly focusOnHeading: boolean;
  readonly focusOnCode: boolean;
  readonly steps: string[];
  readonly code: string;
  readonly error: string;
  /** What sticks out of the window at the side. */
  readonly overflow: string[];
}

export function facts(page: Page): Promise<Facts> {
  return page.evaluate(() => {
    const all = window.everything().filter((element) => element.checkVisibility());
    const headings = all.filter(({ localName }) => localName === 'h1');
    let focused: Element | null = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const attribute = (name: string) => all.filter((element) => element.hasAttribute(name));
    const code = attribute('data-code')[0];
    const width = document.documentElement.clientWidth;
    const scrolls = document.documentElement.scrollWidth > width;
    const sticksOut = (element: Element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > width + 1 || left < -1;
    };
    const inScroller = (element: Element): boolean => {
      // The app's own frame cuts off what sticks out, which is just what is looked for.
      for (
        let at: Element | null = element;
        at && at.localName !== 'tessera-app';
        at = at.parentElement ?? host(at)
      )
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX))
          return true;
      return false;
    };
    const host = (element: Element) =>
      element.getRootNode() instanceof ShadowRoot
        ? (element.getRootNode() as ShadowRoot).host
        : null;
    return {
      heading: headings.at(-1)?.textContent ?? '',
      focusOnHeading:
        focused !== null && (headings.includes(focused) || focused.matches('#field, [data-focus]')),
      focusOnCode: focused?.matches('[data-code] + *') ?? false,
      steps: window
        .everything()
        .filter((element) => element.hasAttribute('data-step'))
        .map((element) => element.getAttribute('data-step') ?? ''),
      code: code ? `${code.getAttribute('data-code')} ${code.textContent}` : '',
      error: attribute('data-error')[0]?.getAttribute('data-error') ?? '',
      overflow: [
        ...(scrolls ? ['the page scrolls sideways'] : []),
        ...all
          .filter((element) => sticksOut(element) && !inScroller(element))
          .map((element) => `${element.localName}.${element.className}`),
      ],
    };
  });
}

/** Text that is not to be seen whole, for whoever sees it. */
export function cutText(page: Page): Promise<string[]> {
  return page.evaluate(cutTextHere);
}

/**
 * The text of each match, through shadow roots, as the eye finds it: line by line, each from the
 * left, whatever the order in the document; without blanks.
 */
export function seenText(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const signs = (element: Element): { sign: string; x: number; y: number }[] => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        if (node.parentElement?.closest('.for-voice, svg')) continue;
        for (let i = 0; i < node.data.length; i += 1) {
          const range = new Range();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          const { left, top, width, height } = range.getBoundingClientRect();
          if (width > 0 && node.data[i]?.trim())
            found.push({ sign: node.data[i]!, x: left, y: top + height / 2 });
        }
      }
      return found;
    };
    const isSameLine = (a: number, b: number) => Math.abs(a - b) < 8;
    return window
      .everything()
      .filter((element) => element.matches(wanted) && element.checkVisibility())
      .map((element) =>
        signs(element)
          .sort((a, b) => (isSameLine(a.y, b.y) ? a.x - b.x : a.y - b.y))
          .map(({ sign }) => sign)
          .join(''),
      );
  }, selector);
}

/** Texts of several lines, one of which has a single letter or character. */
export function loneLetters(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of window.everything()) {
      if (!element.checkVisibility() || element.closest('.for-voice, svg, [aria-hidden=true]'))
        continue;
      for (const node of element.childNodes) {
        // What goes on in another element may share the line.
        if (!(node instanceof Text) || node.nextElementSibling || element.localName === 'bdi')
          continue;
        const lines: { y: number; x: number; text: string }[] = [];
        for (let i = 0; i < node.data.length; i += 1) {
          const range = new Range();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          const { left, top, width } = range.getBoundingClientRect();
          if (width === 0) continue;
          const line = lines.at(-1);
          if (line && Math.abs(line.y - top) < 4) line.text += node.data[i];
          else lines.push({ y: top, x: left, text: node.data[i]! });
        }
        const start = Math.min(...lines.map(({ x }) => x));
        const lone = lines.some(
          ({ text, x }) => /^\p{L}\p{P}*\s*$/u.test(text) && Math.abs(x - start) < 2,
        );
        if (lines.length > 1 && lone) found.push(node.data.trim());
      }
    }
    return found;
  });
}

/** What would move or fade, by its style sheets; the tick of a code that was taken stands still. */
export function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    window
      .everything()
      .filter((element) => {
        if (!element.checkVisibility()) return false;
        const { transitionDuration, animationName } = getComputedStyle(element);
        const isStill = animationName.split(', ').every((name) => /^(none|still)$/.test(name));
        return !isStill || /[1-9]/.test(transitionDuration);
      })
      .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`),
  );
}

export interface Box {
  readonly label: string;
  readonly width: number;
  readonly height: number;
}

/** Everything that can be pressed or typed into, as large as it is. */
export function boxes(page: Page): Promise<Box[]> {
  return page.evaluate(() => {
    const modal = window.everything().find((element) => element.matches('dialog[open]'));
    const sheet = modal && (modal.getRootNode() as ShadowRoot).host;
    /** Inert, or under a modal dialog. */
    const outOfPlay = (element: Element): boolean => {
      const above = new Set<Node>();
      for (
        let at: Node | null = element;
        at;
        at = at instanceof ShadowRoot ? at.host : at.parentNode
      ) {
        if (at instanceof Element && at.hasAttribute('inert')) return true;
        above.add(at);
      }
      return sheet !== undefined && !above.has(sheet);
    };
    return window
      .everything()
      .filter((element) => element.matches('button, input, select, textarea, summary, a[href]'))
      .filter((element) => element.checkVisibility() && !outOfPlay(element))
      .filter((element) => !(element as HTMLButtonElement).disabled)
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        const text = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
        return {
          label: `${modal ? 'dialog ' : ''}${text || element.localName}`,
          width: Math.round(width * 10) / 10,
          height: Math.round(height * 10) / 10,
        };
      });
  });
}

/** The `data-action` of each visible button, also under a dialog; empty where it has none. */
export function buttonActions(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    window
      .everything()
      .filter((element) => element.matches('button') && element.checkVisibility())
      .map((element) => element.getAttribute('data-action') ?? ''),
  );
}

/**
 * What the Tab key comes to, one after another. All presses are sent at once, as keys of the
 * browser; the page notes where each begins, which is where the one before it has led.
 */
export async function focusPath(page: Page, presses: number): Promise<string[]> {
  const isModal = await page.evaluate(() => {
    const isHeard = 'focusPath' in window;
    window.focusPath = [];
    const note = (event: Event) => {
      const focused = event.composedPath()[0] as HTMLElement;
      const text = focused.getAttribute('aria-label') ?? focused.textContent.trim();
      window.focusPath.push(text || focused.localName);
    };
    if (!isHeard) addEventListener('keydown', note, { capture: true });
    return window.everything().some((element) => element.matches('dialog[open]'));
  });
  const devtools = await page.context().newCDPSession(page);
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  await Promise.all(
    Array.from({ length: presses + 1 }, () =>
      devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }),
    ),
  );
  await devtools.detach();
  const [, ...reached] = await page.evaluate(() => window.focusPath);
  return isModal ? reached.map((label) => `dialog ${label}`) : reached;
}
