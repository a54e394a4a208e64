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
  const isCut = (text, element) => {
    for (let at = element; at; at = around(at)) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (at === document.documentElement || scrolls(overflowX) || scrolls(overflowY)) return false;
      const box = at.getBoundingClientRect();
      const [left, top] = [box.left + at.clientLeft, box.top + at.clientTop];
      if (cuts(overflowX) && (text.left < left - 1 || text.right > left + at.clientWidth + 1))
        return true;
      if (cuts(overflowY) && (text.top < top - 1 || text.bottom > top + at.clientHeight + 1))
        return true;
    }
    return false;
  };
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
