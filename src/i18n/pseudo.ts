/** A made-up language: English, 40 % longer and accented, to see what does not stretch. */
import type { Message, MessageValues } from './message-parts.ts';
import { messageParts } from './message-parts.ts';
import type { Strings } from './strings.ts';

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'ï',
  o: 'ö',
  u: 'ü',
  n: 'ñ',
};
/** Share of its own length that a message grows by. */
const GROWTH = 0.4;
const FILLING = ' öñé twö';

/** Returns a catalogue with every message changed, and its language's tag kept. */
export function pseudo(strings: Strings): Strings {
  return { ...(convert(strings) as Strings), locale: strings.locale };
}

function convert(entry: unknown): unknown {
  if (typeof entry === 'string') return accented(entry) + filling(entry);
  if (typeof entry === 'function') return convertMessage(entry as Message<MessageValues>);
  return Object.fromEntries(
    Object.entries(entry as object).map(([key, inner]) => [key, convert(inner)]),
  );
}

/** Changes the words of a message and leaves its values as they are. */
function convertMessage(message: Message<MessageValues>): Message<MessageValues> {
  return (values) => {
    const parts = messageParts(message, values);
    const words = parts.map(({ text, isValue }) => (isValue ? '' : text)).join('');
    const shown = parts.map(({ text, isValue }) => (isValue ? text : accented(text)));
    return shown.join('') + filling(words);
  };
}

function accented(text: string): string {
  return text.replace(/[aeioun]/gu, (letter) => ACCENTS[letter] ?? letter);
}

function filling(text: string): string {
  const missing = Math.ceil(text.length * GROWTH);
  return FILLING.repeat(Math.ceil(missing / FILLING.length)).slice(0, missing);
}
