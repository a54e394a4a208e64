/** Of several elements of one kind on a page, one tells what has happened. */
import { expect, it } from 'vitest';

import type { Teller } from '../../src/page-kit/one-teller.ts';
import { isToTell, noteUse } from '../../src/page-kit/one-teller.ts';

const page = () => {
  const connection = {};
  const element = (localName: string, about: string): Teller & { isConnected: boolean } => ({
    localName,
    about,
    connection,
    isConnected: true,
  });
  return {
    first: element('tessera-code', 'request'),
    second: element('tessera-code', 'request'),
    otp: element('tessera-code', 'one-time-password'),
    request: element('tessera-request', 'request'),
  };
};

/** Which of them tell something new, asked one after the other. */
const tellersOf = (...elements: readonly Teller[]): readonly Teller[] => {
  const what = {};
  return elements.filter((element) => isToTell(what, element));
};

it('is the first of a kind where none is in use', () => {
  const { first, second, request } = page();
  expect(tellersOf(first, second, request)).toEqual([first, request]);
  expect(tellersOf(second, first)).toEqual([second]);
});

it('is the one in which the call was begun', () => {
  const { first, second } = page();
  noteUse(first, false);
  noteUse(second, true);
  expect(tellersOf(first, second)).toEqual([second]);
  expect(tellersOf(second, first)).toEqual([second]);
  // The next call is begun by the page.
  noteUse(first, false);
  noteUse(second, false);
  expect(tellersOf(first, second)).toEqual([first]);
});

it('is another one where that in use does not tell of it, or hears no more', () => {
  const { first, second, otp, request } = page();
  for (const used of [otp, request]) {
    noteUse(used, true);
    expect(tellersOf(first, second)).toEqual([first]);
  }
  noteUse(second, true);
  second.isConnected = false;
  expect(tellersOf(first)).toEqual([first]);
});

it('is one on each page', () => {
  const [one, other] = [page(), page()];
  noteUse(other.second, true);
  expect(tellersOf(one.first, one.second)).toEqual([one.first]);
});
