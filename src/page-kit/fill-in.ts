/** Fills a field with a code that was read, and sends its form unless the person steps in. */

/** Milliseconds for which the code is shown before it is sent. */
export const SHOWN_MS = 1000;

/** What the person does that leaves the sending to them. */
const TOUCHES = ['pointerdown', 'keydown', 'input'] as const;

/**
 * Fills the field as if the code had been typed, and submits its form a second later. A touch of
 * the form in between leaves the sending to the person. `tell` is told so, and, then or later, that
 * the form was submitted with this code; where the field has no form, that the code is in it.
 * @returns leaves the sending to the person, too
 */
export function fillIn(
  field: HTMLInputElement,
  code: string,
  tell: (how: 'sent' | 'touched') => void,
): () => void {
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const { form } = field;
  if (!form) {
    tell('sent');
    return () => undefined;
  }
  const waiting = new AbortController();
  const unsent = new AbortController();
  const leave = (): void => {
    if (waiting.signal.aborted) return;
    waiting.abort();
    clearTimeout(timer);
    tell('touched');
  };
  const submitted = (): void => {
    if (symbolsIn(field.value) !== symbolsIn(code)) return;
    waiting.abort();
    unsent.abort();
    clearTimeout(timer);
    tell('sent');
  };
  const timer = setTimeout(() => {
    form.requestSubmit();
    // The browser's own check of the form has stopped it.
    leave();
  }, SHOWN_MS);
  const capture = true;
  for (const type of TOUCHES)
    form.addEventListener(type, leave, { capture, signal: waiting.signal });
  form.addEventListener('submit', submitted, { capture, signal: unsent.signal });
  return leave;
}

/** Without what groups them. */
function symbolsIn(text: string): string {
  return text.replaceAll(/[\s-]/g, '').toUpperCase();
}
