/** A made-up language: the English table, 40 % longer and accented, to see what does not stretch. */
import type { Strings } from './strings.ts';

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'ï',
  o: 'ö',
  u: 'ü',
  n: 'ñ',
};

export function pseudo(table: Strings): Strings {
  return { ...(walk(table) as Strings), locale: table.locale };
}

function walk(value: unknown): unknown {
  if (typeof value === 'string') return longer(value);
  if (Array.isArray(value)) return value.map(walk);
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, inner]) => [key, walk(inner)]),
  );
}

function longer(text: string): string {
  const accented = text
    .split(/(\{\w+\})/u)
    .map((part) =>
      part.startsWith('{')
        ? part
        : part.replace(/[aeioun]/gu, (letter) => ACCENTS[letter] ?? letter),
    )
    .join('');
  const missing = Math.ceil(text.replace(/\{\w+\}/gu, '').length * 0.4);
  return `${accented}${' öñé twö'.repeat(Math.ceil(missing / 8)).slice(0, missing)}`;
}
