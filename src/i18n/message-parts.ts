/** A formatted message taken apart into its own text and the values in it. */

/** What the placeholders of a message take: text, or a number where it counts something. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** A message with placeholders, as scripts/catalogues.mjs compiles it. */
export type MessageFunction<V extends MessageValues> = (values: V) => string;

export interface MessagePart {
  readonly text: string;
  /** Whether it is one of the values, as opposed to the words around them. */
  readonly isValue: boolean;
}

/** The first private-use character of Unicode; no message contains one. */
const FIRST_MARK = 0xe000;
const MARK = /([\ue000-\uf8ff])/u;

/** Formats a message, and splits it where its text values stand; numbers stay with the words. */
export function messageParts<V extends MessageValues>(
  message: MessageFunction<V>,
  values: V,
): readonly MessagePart[] {
  const texts: string[] = [];
  const mark = (value: string | number): string | number =>
    typeof value === 'number' ? value : String.fromCharCode(FIRST_MARK + texts.push(value) - 1);
  const marked = Object.entries(values).map(([name, value]) => [name, mark(value)] as const);
  return message(Object.fromEntries(marked) as V)
    .split(MARK)
    .map((text) => {
      const value = MARK.test(text) ? texts[text.charCodeAt(0) - FIRST_MARK] : undefined;
      return { text: value ?? text, isValue: value !== undefined };
    });
}
