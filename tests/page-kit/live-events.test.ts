/** Event streams (WHATWG HTML §9.2.6), however they are cut. */
import { describe, expect, it } from 'vitest';

import { createEventParser } from '../../src/page-kit/live-events.ts';

function parse(pieces: readonly string[]): unknown[] {
  const told: unknown[] = [];
  const take = createEventParser({
    onEvent: (type, data) => told.push([type, data]),
    onRetry: (milliseconds) => told.push(milliseconds),
  });
  pieces.forEach(take);
  return told;
}

const CASES: readonly (readonly [name: string, text: string, told: readonly unknown[]])[] = [
  [
    'the examples of the standard, two lines',
    'data: YHOO\ndata: +2\ndata: 10\n\n',
    [['message', 'YHOO\n+2\n10']],
  ],
  [
    'types, and a type without data',
    'event: add\ndata: 73857293\n\nevent: remove\n\ndata: 2153\n\n',
    [
      ['add', '73857293'],
      ['message', '2153'],
    ],
  ],
  [
    'comments, ids and unknown fields',
    ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\nother: x\n\n',
    [
      ['message', 'first event'],
      ['message', 'second event'],
    ],
  ],
  ['one blank after the colon alone', 'data:  third event\n\n', [['message', ' third event']]],
  [
    'empty data',
    'data\n\ndata\ndata\n\ndata:',
    [
      ['message', ''],
      ['message', '\n'],
    ],
  ],
  ['a colon in data', 'data: {"id":"1"}\n\n', [['message', '{"id":"1"}']]],
  ['a number of milliseconds, and none', 'retry: 2000\nretry: soon\nretry: -1\nretry:\n\n', [2000]],
  ['line separators that are none', 'data: a\u2028b\u0085c\n\n', [['message', 'a\u2028b\u0085c']]],
];

describe.each([
  ['LF', '\n'],
  ['CR', '\r'],
  ['CR LF', '\r\n'],
])('lines that end in %s', (_, end) => {
  it.each(CASES)('%s', (__, text, told) => {
    const whole = text.replaceAll('\n', end);
    expect(parse([whole])).toEqual(told);
    expect(parse(whole.split(''))).toEqual(told);
    for (let cut = 1; cut < whole.length; cut++)
      expect(parse([whole.slice(0, cut), '', whole.slice(cut)])).toEqual(told);
  });
});
