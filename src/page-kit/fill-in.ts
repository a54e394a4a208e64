/** Fills a field with a code that was read, and sends its form unless the person steps in. */

/** Milliseconds for which the code is shown before it is sent. */
export const SHOWN_MS = 1000;

/** What the person does that leaves the sending to them. */
const TOUCHES = ['pointerdown', 'keydown', 'input', 'submit'] as const;

/**
 * Fills the field as if the code had been typed, and submits its form a second later. A touch of
 * the form in between leaves the sending to the person. `onEnd` is told which of both it was.
 * @returns leaves the sending to the person, too
 */
export function fillIn(
  field: HTMLInputElement,
  code: string,
  onEnd: (how: 'sent' | 'touched') => void,
): () => void {
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const form = field.form ?? field;
  const listening = new AbortController();
  const settle = (how: 'sent' | 'touched'): void => {
    if (listening.signal.aborted) return;
    listening.abort();
    clearTimeout(timer);
    onEnd(how);
  };
  // A form that the person submits is sent all the same.
  const touched = ({ type }: Event): void => settle(type === 'submit' ? 'sent' : 'touched');
  const timer = setTimeout(() => {
    settle('sent');
    field.form?.requestSubmit();
  }, SHOWN_MS);
  const { signal } = listening;
  for (const type of TOUCHES) form.addEventListener(type, touched, { capture: true, signal });
  return () => settle('touched');
}
