/** Name look-ups: their time, how many there are at once, and which addresses are given. */
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

import { expect, it } from 'vitest';

import { isPublicAddress } from '../../src/issuer/public-lookup.ts';
import type { FindAll } from '../../src/issuer/timed-lookup.ts';
import { createLookupTurns, createTimedLookup } from '../../src/issuer/timed-lookup.ts';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };
const PRIVATE: LookupAddress = { address: '10.0.0.1', family: 4 };
const instant: FindAll = (_, __, callback) => callback(null, [PRIVATE, PUBLIC]);

/** The address, the addresses, or the code of the error. */
function found(lookup: LookupFunction, name: string, all: boolean): Promise<unknown> {
  return new Promise((resolve) =>
    lookup(name, { all }, (error, address) => resolve(error?.code ?? address)),
  );
}

/** Finds names when it is told to; until then it hangs. */
function hanging() {
  const asked = new Map<string, (addresses: LookupAddress[]) => void>();
  const find: FindAll = (name, _, callback) => {
    asked.set(name, (addresses) => callback(null, addresses));
  };
  return { asked, find };
}

it('gives the addresses that are allowed, one or all, and finds no name without one', async () => {
  const options = { find: instant, turns: createLookupTurns(1) };
  const any = createTimedLookup(options);
  expect(await found(any, 'a', true)).toEqual([PRIVATE, PUBLIC]);
  expect(await found(any, 'a', false)).toBe(PRIVATE.address);
  const publicly = createTimedLookup({ ...options, isAllowed: isPublicAddress });
  expect(await found(publicly, 'a', true)).toEqual([PUBLIC]);
  const none = createTimedLookup({ ...options, isAllowed: () => false });
  expect(await found(none, 'a', true)).toBe('ENOTFOUND');
});

it('tells the resolver’s own error', async () => {
  const error = Object.assign(new Error('try again'), { code: 'EAI_AGAIN' });
  const find: FindAll = (_, __, callback) => callback(error, []);
  expect(await found(createTimedLookup({ find }), 'a', false)).toBe('EAI_AGAIN');
});

it('gives its turn on though a look-up throws at once', async () => {
  const turns = createLookupTurns(1);
  const invalid = Object.assign(new TypeError('no name'), { code: 'ERR_INVALID_ARG_VALUE' });
  const find: FindAll = () => {
    throw invalid;
  };
  const throwing = createTimedLookup({ find, turns });
  expect(await found(throwing, 'a', false)).toBe('ERR_INVALID_ARG_VALUE');
  expect(await found(createTimedLookup({ find: instant, turns }), 'b', false)).toBe('10.0.0.1');
});

it('ends in its time though the resolver hangs, and takes a late answer for nothing', async () => {
  const { asked, find } = hanging();
  const answers: unknown[] = [];
  const lookup = createTimedLookup({ find, timeoutMs: 1, turns: createLookupTurns(2) });
  const first = found(lookup, 'slow', false).then((answer) => answers.push(answer));
  await first;
  asked.get('slow')!([PUBLIC]);
  expect(answers).toEqual(['ETIMEOUT']);
});

it('keeps what hangs from holding more threads than it may', async () => {
  const { asked, find } = hanging();
  const turns = createLookupTurns(2);
  const patient = createTimedLookup({ find, turns });
  const impatient = createTimedLookup({ find, turns, timeoutMs: 1 });
  const hangs = [found(impatient, 'a', false), found(impatient, 'b', false)];
  expect(await Promise.all(hangs)).toEqual(['ETIMEOUT', 'ETIMEOUT']);
  // Their threads are still held: the next ones wait, and one gives up.
  const third = found(patient, 'c', false);
  expect(await found(impatient, 'd', false)).toBe('ETIMEOUT');
  expect([...asked.keys()]).toEqual(['a', 'b']);
  asked.get('a')!([]);
  expect([...asked.keys()]).toEqual(['a', 'b', 'c']);
  asked.get('c')!([PUBLIC]);
  expect(await third).toBe(PUBLIC.address);
  asked.get('b')!([]);
  expect([...asked.keys()]).toEqual(['a', 'b', 'c']);
});
