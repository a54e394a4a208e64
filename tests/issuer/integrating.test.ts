/** docs/integrating.md: its calls, limits and snippets are the library's. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { afterAll, expect, it } from 'vitest';

import { PAGE_CALLS } from '../../src/issuer/http/page-calls.ts';
import type { PageHandler } from '../../src/issuer/http/page-handler.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import type { Outcome } from '../../src/issuer/outcome.ts';
import { DEFAULT_LIMITS } from '../../src/issuer/owner-limits.ts';
import type { Requested } from '../../src/issuer/request-options.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(`${ROOT}docs/integrating.md`, 'utf8');
const folder = `${ROOT}.tmp/integrating-${String(process.pid)}/`;

/** The snippets as files, which take the package from the sources. */
mkdirSync(folder, { recursive: true });
for (const [, name, code] of text.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)) {
  const source = code!.replace(/'@tessera-auth\/issuer(\/[a-z-]+)?'/g, (_, entry?: string) =>
    JSON.stringify(`${ROOT}src/issuer/exports${entry ?? '/index'}.ts`),
  );
  writeFileSync(folder + name!, source);
}
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = async <Snippet>(name: string): Promise<Snippet> =>
  (await import(/* @vite-ignore */ folder + name)) as Snippet;

/** First cells of the rows below a heading, up to the next one. */
function firstCells(heading: string): readonly string[] {
  const section = new RegExp(`^## ${heading}\n(.*?)^## `, 'ms').exec(text)![1]!;
  return [...section.matchAll(/^\| +(`.*?) +\|/gm)].map(([, cell]) => cell!);
}

it('has a snippet of its own in each block of code', () => {
  expect([...text.matchAll(/```ts\n\/\/ /g)]).toHaveLength([...text.matchAll(/```ts\n/g)].length);
});

it('has every call of an issuer in its table, and no other', () => {
  const { issuer } = createIssuerFixture();
  const named = firstCells('The calls').flatMap((cell) =>
    [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name!),
  );
  expect([...named].sort()).toEqual(Object.keys(issuer).sort());
});

it('has every call of a page in its table, and no other', () => {
  const named = firstCells('Pages').map((cell) => cell.replaceAll('`', ''));
  expect(named.toSorted()).toEqual(Object.keys(PAGE_CALLS).sort());
});

it.each(Object.entries(DEFAULT_LIMITS))('tells the limit of %s', (name, most) => {
  const row = text.split('\n').find((line) => line.includes(`\`limits.${name}\``))!;
  expect(row.split('|')[2]!.trim()).toBe(String(most));
});

it('asks a payment as it is written', async () => {
  const { askPayment } = await load<{
    askPayment: (issuer: Issuer, owner: string) => Promise<Outcome<Requested>>;
  }>('ask-payment.ts');
  const at = createIssuerFixture();
  await activate(at);
  const { id } = granted(await askPayment(at.issuer, 'customer'));
  const asked = await at.issuer.inspectRequest(id);
  expect(asked).toMatchObject({ reference: 'order-981' });
  expect(asked!.fields.slice(0, 2)).toEqual([
    ['Amount', 'EUR\u00a01,250.00'],
    ['To', 'Harbour Books'],
  ]);
  expect(asked!.fields.at(-1)).toEqual(['Fee', 'none']);
});

it('serves a page as it is written', async () => {
  const { pageOf } = await load<{
    pageOf: (issuer: Issuer, customerOf: () => Promise<string | undefined>) => PageHandler;
  }>('page.ts');
  const { issuer } = createIssuerFixture();
  const overview = new Request('https://site.example/api/devices/overview');
  expect((await pageOf(issuer, () => Promise.resolve('customer'))(overview)).status).toBe(200);
  expect((await pageOf(issuer, () => Promise.resolve(undefined))(overview)).status).toBe(401);
});
