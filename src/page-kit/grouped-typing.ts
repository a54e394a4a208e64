/** Codes in groups as they are typed or pasted; the caret and deletion know no separators. */
import type { TypedForm } from '../core/codec/typed-code.ts';
import { readTyped } from '../core/codec/typed-code.ts';

export interface Groups {
  readonly form: TypedForm;
  /** Symbols a group. */
  readonly size: number;
  readonly separator: '-' | ' ';
}

/** A field's text, and the place of its caret in UTF-16 code units. */
export interface Typed {
  readonly text: string;
  readonly caret: number;
}

/** Text as long as this is no code: it stays as it is. UTF-16 code units. */
const MOST_LENGTH = 100;

/**
 * Groups what an edit has left in a field. Characters that no code contains stay, to be named when
 * the code is checked; only what separates symbols goes. `before`: the text before the edit, where
 * the edit was a deletion; one of a separator alone takes the symbol beside it.
 */
export function regroup(
  { text, caret }: Typed,
  groups: Groups,
  deletion?: { readonly before: string; readonly direction: 'backward' | 'forward' },
): Typed {
  if (text.length > MOST_LENGTH) return { text, caret };
  const left = symbolsOf(text.slice(0, caret), groups);
  const right = symbolsOf(text.slice(caret), groups);
  if (deletion && sameSymbols([...left, ...right], symbolsOf(deletion.before, groups))) {
    if (deletion.direction === 'backward') left.pop();
    else right.shift();
  }
  return { text: join([...left, ...right], groups), caret: join(left, groups).length };
}

/** Groups what is typed into a field from now on. */
export function groupAsTyped(field: HTMLInputElement, groups: Groups): void {
  let before = field.value;
  const edited = (inputType = ''): void => {
    const direction = /^delete.*(Backward|Forward)$/.exec(inputType)?.[1];
    const caret = field.selectionStart ?? field.value.length;
    const grouped = regroup(
      { text: field.value, caret },
      groups,
      direction === undefined
        ? undefined
        : { before, direction: direction === 'Backward' ? 'backward' : 'forward' },
    );
    before = grouped.text;
    if (grouped.text === field.value) return;
    field.value = grouped.text;
    // In a field without the focus, some browsers would move the focus there.
    if (field.matches(':focus')) field.setSelectionRange(grouped.caret, grouped.caret);
  };
  field.addEventListener('input', (event) => {
    const { isComposing = false, inputType } = event as Partial<InputEvent>;
    // Until a composition ends, its text belongs to the keyboard.
    if (!isComposing) edited(inputType);
  });
  field.addEventListener('compositionend', () => edited());
}

/** The characters that are no separators. */
function symbolsOf(text: string, { form }: Groups): string[] {
  return Array.from(text).filter((character) => {
    const { symbols, foreign } = readTyped(character, form);
    return symbols !== '' || foreign !== undefined;
  });
}

function join(symbols: readonly string[], { size, separator }: Groups): string {
  return symbols
    .map((symbol, i) => (i > 0 && i % size === 0 ? separator + symbol : symbol))
    .join('');
}

function sameSymbols(some: readonly string[], others: readonly string[]): boolean {
  return some.join('') === others.join('');
}
