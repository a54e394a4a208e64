/** docs/integrating.md: its calls, limits and snippets are the library's. */
import { afterAll, expect, it } from 'vitest';

import { PAGE_CALLS } from '../../src/issuer/http/page-calls.ts';
import type { PageHandler } from '../../src/issuer/http/page-handler.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import type { Outcome } from '../../src/issuer/outcome.ts';
import { DEFAULT_LIMITS } from '../../src/issuer/owner-limits.ts';
import type { Requested } from '../../src/issuer/request-options.ts';
import { docSnippets } from '../support/doc-snippets.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';

const { text, load, problems, remove } = docSnippets('docs/integrating.md');
afterAll(remove);

/** First cells of the rows below a heading, up to the next one. */
function firstCells(heading: string): readonly string[] {
  const section = new RegExp(`^## ${heading}\n(.*?)^## `, 'ms').exec(text)![1]!;
  return [...section.matchAll(/^\| +(`.*?) +\|/gm)].map(([, cell]) => cell!);
}

it('has a whole file in each block of code, which compiles', () => {
  expect([...text.matchAll(/```ts\n\/\/ /g)]).toHaveLength([...text.matchAll(/```ts\n/g)].length);
  expect(problems()).toEqual([]);
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
