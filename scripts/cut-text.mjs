/**
 * Runs in a page: text that is not to be seen whole, cut off by an element that does not scroll, or
 * shortened in its own box. Text for screen readers alone is left out. Self-contained, because its
 * text is sent to the page.
 * @returns {string[]} each with its element
 */
export function cutText() {
  const { document, getComputedStyle, Range, ShadowRoot, Text } = globalThis;
  /** The element around, as it is laid out: through slots and shadow roots. */
  const around = (element) => {
    if (element.assignedSlot) return element.assignedSlot;
    const root = element.getRootNode();
    return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  const cuts = (overflow) => overflow === 'hidden' || overflow === 'clip';
  const scrolls = (overflow) => overflow === 'auto' || overflow === 'scroll';
  /** Of each element the boxes that cut off what is in it: read once, not for each line of text. */
  const read = new Map();
  const boxesAround = (element) => {
    if (!element || element === document.documentElement) return [];
    if (!read.has(element)) read.set(element, readBoxes(element));
    return read.get(element);
  };
  const readBoxes = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    if (scrolls(overflowX) || scrolls(overflowY)) return [];
    const outer = boxesAround(around(element));
    if (!cuts(overflowX) && !cuts(overflowY)) return outer;
    const box = element.getBoundingClientRect();
    const [left, top] = [box.left + element.clientLeft, box.top + element.clientTop];
    const x = cuts(overflowX) && { from: left, to: left + element.clientWidth };
    const y = cuts(overflowY) && { from: top, to: top + element.clientHeight };
    return [{ x, y }, ...outer];
  };
  const isCut = (text, element) =>
    boxesAround(element).some(
      ({ x, y }) =>
        (x && (text.left < x.from - 1 || text.right > x.to + 1)) ||
        (y && (text.top < y.from - 1 || text.bottom > y.to + 1)),
    );
  const found = [];
  const look = (element) => {
    if (element.shadowRoot) [...element.shadowRoot.querySelectorAll('*')].forEach(look);
    if (!element.checkVisibility() || element.closest('.for-voice')) return;
    for (const node of element.childNodes) {
      if (!(node instanceof Text) || !node.data.trim()) continue;
      const range = new Range();
      range.selectNodeContents(node);
      if ([...range.getClientRects()].some((text) => text.width > 0 && isCut(text, element)))
        found.push(`${element.localName}.${element.className}: "${node.data.trim()}"`);
    }
  };
  [...document.querySelectorAll('*')].forEach(look);
  return found;
}
