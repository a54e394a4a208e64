/** The gallery in a frame of the studio: neither its history nor its focus is the page's. */

/**
 * Screens go back in history and focus their headings, which would move the page around the frame:
 * in a frame only what has the focus already moves it.
 */
export function behaveInFrame(): void {
  history.pushState = history.back = () => undefined;
  const { focus } = HTMLElement.prototype;
  const { showModal } = HTMLDialogElement.prototype;
  HTMLElement.prototype.focus = function (this: HTMLElement, options?: FocusOptions): void {
    if (document.hasFocus()) focus.call(this, options);
  };
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement): void {
    const before = document.hasFocus() ? undefined : focused(parent.document);
    showModal.call(this);
    before?.focus({ preventScroll: true });
  };
}

/** What has the focus, through shadow roots. */
function focused(page: Document): HTMLElement | undefined {
  let at = page.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return (at as HTMLElement | null) ?? undefined;
}
