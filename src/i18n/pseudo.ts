/** A made-up language: English, 40 % longer and accented, to see what does not stretch. */
import type { MessageFunction, MessageValues } from './message-parts.ts';
import { messageParts } from './message-parts.ts';

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
export function pseudo<Words extends { readonly locale: string }>(words: Words): Words {
  return { ...(toPseudo(words) as Words), locale: words.locale };
}

function toPseudo(entry: unknown): unknown {
  if (typeof entry === 'string') return accentuate(entry) + fillingFor(entry);
  if (typeof entry === 'function') return convertMessage(entry as MessageFunction<MessageValues>);
  return Object.fromEntries(
    Object.entries(entry as object).map(([key, inner]) => [key, toPseudo(inner)]),
  );
}

/** Changes the words of a message and leaves its values as they are. */
function convertMessage(message: MessageFunction<MessageValues>): MessageFunction<MessageValues> {
  return (values) => {
    const parts = messageParts(message, values);
    const words = parts.map(({ text, isValue }) => (isValue ? '' : text)).join('');
    const shown = parts.map(({ text, isValue }) => (isValue ? text : accentuate(text)));
    return shown.join('') + fillingFor(words);
  };
}

function accentuate(text: string): string {
  return text.replace(/[aeioun]/gu, (letter) => ACCENTS[letter] ?? letter);
}

function fillingFor(text: string): string {
  const missing = Math.ceil(text.length * GROWTH);
  return FILLING.repeat(Math.ceil(missing / FILLING.length)).slice(0, missing);
}
