/** Isolates what is put into the sentences of a language that is written from right to left. */
import type { MessageFunction, MessageValues } from './message-parts.ts';

/** First strong isolate, and its end (Unicode Standard Annex 9 §2.4): no width, not read out. */
const [ISOLATE, POP] = ['\u2068', '\u2069'];

/**
 * Returns a catalogue whose messages keep each of their text values together, in its own direction:
 * a serial number, a name or a time in the midst of Arabic. Numbers that are counted stay as they
 * are.
 */
export function isolateValues<Words>(words: Words): Words {
  return isolated(words) as Words;
}

function isolated(entry: unknown): unknown {
  if (typeof entry === 'string') return entry;
  if (typeof entry === 'function')
    return withIsolatedValues(entry as MessageFunction<MessageValues>);
  return Object.fromEntries(
    Object.entries(entry as object).map(([key, inner]) => [key, isolated(inner)]),
  );
}

function withIsolatedValues(message: MessageFunction<MessageValues>) {
  return (values: MessageValues): string => {
    const entries = Object.entries(values).map(
      ([name, value]) => [name, typeof value === 'string' ? ISOLATE + value + POP : value] as const,
    );
    return message(Object.fromEntries(entries));
  };
}
