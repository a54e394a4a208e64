/** The calls of the studio's server: what a person is told where one is refused. */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createApi, whyOf } from '../../src/studio/api.ts';
import { newDraft } from '../../src/studio/draft.ts';
import { WORDS } from '../../src/studio/words.ts';

afterEach(() => vi.unstubAllGlobals());

/** A server that gives one answer. */
function answered(status: number, body: unknown, headers: Record<string, string> = {}) {
  const calls: { readonly path: string; readonly init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    calls.push({ path, init });
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
  });
  return { api: createApi('secret'), calls };
}

const draft = { ...newDraft(), name: 'harbour' };
const whyNot = (answer: Promise<unknown>) => answer.then(() => expect.unreachable(), whyOf);

describe('a server that was started again', () => {
  it('is told apart by its token, whatever is asked', async () => {
    const { api, calls } = answered(403, { title: 'No token' });
    expect(await whyNot(api.brands())).toBe(WORDS.brand.restarted);
    expect(await whyNot(api.brand('harbour'))).toBe(WORDS.brand.restarted);
    expect(await api.save(draft, undefined)).toEqual({ is: 'failed', why: WORDS.brand.restarted });
    expect(calls.map(({ init }) => init.headers)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ 'X-Studio-Token': 'secret' })),
    );
  });
});

it('says that nobody answers', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await whyNot(createApi('').brands())).toBe(WORDS.brand.offline);
});

it('says what the server says', async () => {
  const { api } = answered(500, { title: 'The folder could not be used', detail: 'EACCES' });
  expect(await whyNot(api.brands())).toBe('The folder could not be used: EACCES');
});

it('saves over nothing, or over the version that it knows', async () => {
  const { api, calls } = answered(412, { title: 'Changed' }, { ETag: '"2"' });
  const changed = { is: 'changed', version: '"2"' };
  expect(await api.save(draft, undefined)).toEqual(changed);
  expect(await api.save(draft, { name: 'harbour', version: '"1"' })).toEqual(changed);
  expect(calls.map(({ init }) => init.headers)).toMatchObject([
    { 'If-None-Match': '*' },
    { 'If-Match': '"1"' },
  ]);
});
