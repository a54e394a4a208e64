/**
 * What reads a screen in its page, through shadow roots. Each function's text is sent there, so
 * that it knows nothing but the others by their names.
 */
import { cutText } from '../../../scripts/cut-text.mjs';

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

interface Box {
  readonly label: string;
  /** CSS pixels, like the height. */
  readonly width: number;
  readonly height: number;
}

/** What can be asked of a screen at once. */
export interface Probes {
  facts(): Facts;
  /** Text that is not to be seen whole, for whoever sees it. */
  cutText(): string[];
  moving(): string[];
  boxes(): Box[];
  buttonActions(): string[];
  loneLetters(): string[];
  said(): string[];
  /** Faults by the rules of WCAG 2.2 AA and best practice. */
  axe(): Promise<string[]>;
  /** Faults by the rules of {@link axe} but those of {@link axeColours}. */
  axeStructure(): Promise<string[]>;
  /** Faults by the rules alone that another colour scheme can break. */
  axeColours(): Promise<string[]>;
}

declare global {
  interface Window {
    /** All elements of the page in order, through shadow roots. */
    everything(): Element[];
    /** Whether the page has a heading that is seen: it has rendered a screen. */
    hasHeading(): boolean;
    /**
     * Resolves with the next task: elements are rendered in microtasks. Unlike `setTimeout` never
     * put off by 4 ms.
     */
    rendered(): Promise<void>;
    /** Resolves when one frame has been laid out, with what observes sizes. */
    laidOut(): Promise<void>;
    readonly probes: Probes;
    axe: {
      run(
        context: Document,
        options: object,
      ): Promise<{
        violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
      }>;
    };
  }
}

/** The functions, as a script that puts them into a page. */
export function inPageProbes(): string {
  const probes = { facts, cutText, moving, boxes, buttonActions, loneLetters, said, axe, axeStructure, axeColours } satisfies Probes; // oxfmt-ignore
  const others = { everything, hasHeading, rendered, laidOut, violations, axeTags, axeColourRules };
  const written = Object.entries({ ...probes, ...others }).map(
    ([name, read]) => `const ${name} = ${String(read)};`,
  );
  return `(() => { ${written.join('\n')}
    Object.assign(window, { everything, hasHeading, rendered, laidOut, probes: { ${Object.keys(probes).join()} } });
  })()`;
}

function everything(): Element[] {
  const found: Element[] = [];
  const walk = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      found.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return found;
}

function hasHeading(): boolean {
  return everything().some((element) => element.localName === 'h1' && element.checkVisibility());
}

function rendered(): Promise<void> {
  return scheduler.postTask(() => undefined);
}

async function laidOut(): Promise<void> {
  await new Promise((done) => requestAnimationFrame(done));
  await rendered();
}

function facts(): Facts {
  const elements = everything();
  const all = elements.filter((element) => element.checkVisibility());
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
  const host = (element: Element) =>
    element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : null;
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
  return {
    heading: headings.at(-1)?.textContent ?? '',
    focusOnHeading:
      focused !== null && (headings.includes(focused) || focused.matches('#field, [data-focus]')),
    focusOnCode: focused?.matches('[data-code] + *') ?? false,
    steps: elements
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
}

/** What would move or fade, by its style sheets; the tick of a code that was taken stands still. */
function moving(): string[] {
  return everything()
    .filter((element) => {
      if (!element.checkVisibility()) return false;
      const { transitionDuration, animationName } = getComputedStyle(element);
      const isStill = animationName.split(', ').every((name) => /^(none|still)$/.test(name));
      return !isStill || /[1-9]/.test(transitionDuration);
    })
    .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
}

/** Everything that can be pressed or typed into, as large as it is. */
function boxes(): Box[] {
  const elements = everything();
  const modal = elements.find((element) => element.matches('dialog[open]'));
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
  return elements
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
}

/** The `data-action` of each visible button, also under a dialog; empty where it has none. */
function buttonActions(): string[] {
  return everything()
    .filter((element) => element.matches('button') && element.checkVisibility())
    .map((element) => element.getAttribute('data-action') ?? '');
}

/** Texts of several lines, one of which has a single letter or character. */
function loneLetters(): string[] {
  const found: string[] = [];
  for (const element of everything()) {
    if (!element.checkVisibility() || element.closest('.for-voice, svg, [aria-hidden=true]'))
      continue;
    for (const node of element.childNodes) {
      // What goes on in another element may share the line.
      if (!(node instanceof Text) || node.nextElementSibling || element.localName === 'bdi')
        continue;
      const range = new Range();
      range.selectNodeContents(node);
      // Of one line: what costs most is to ask for each character.
      if (range.getClientRects().length < 2) continue;
      const lines: { y: number; x: number; text: string }[] = [];
      for (let i = 0; i < node.data.length; i += 1) {
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
}

/** Every text of the page, and what its elements are called and described by; also unseen ones. */
function said(): string[] {
  const found: string[] = [];
  for (const element of everything()) {
    for (const node of element.childNodes)
      if (node instanceof Text && node.data.trim()) found.push(node.data);
    for (const name of ['aria-label', 'aria-description', 'alt', 'title', 'placeholder']) {
      const text = element.getAttribute(name);
      if (text) found.push(text);
    }
  }
  return found;
}

function axeTags(): string[] {
  return ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
}

function axeColourRules(): string[] {
  return ['color-contrast', 'link-in-text-block'];
}

function axe(): Promise<string[]> {
  return violations({ runOnly: axeTags() });
}

function axeStructure(): Promise<string[]> {
  const rules = axeColourRules().map((rule) => [rule, { enabled: false }]);
  return violations({ runOnly: axeTags(), rules: Object.fromEntries(rules) as object });
}

function axeColours(): Promise<string[]> {
  return violations({ runOnly: { type: 'rule', values: axeColourRules() } });
}

async function violations(rules: object): Promise<string[]> {
  const options = { ...rules, resultTypes: ['violations'], preload: false, iframes: false };
  const { violations: found } = await window.axe.run(document, options);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary ?? ''}`,
    ),
  );
}
