/**
 * While the database is away both handlers say so, and that trying again helps; whatever else
 * breaks is their own fault.
 */
import { describe, expect, it } from 'vitest';

import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import { createServiceHandler } from '../../src/issuer/http/service-handler.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import { StoreError } from '../../src/issuer/stores/store-error.ts';
import { AUTHENTICATOR, requestFor, SERVICE, tokenFor } from './authenticator-fixture.ts';
import { activate, createIssuerFixture } from './issuer-fixture.ts';

/** Both handlers' answers to a call, with a store whose every read fails so. */
async function answers(thrown: Error) {
  const store = createMemoryStore();
  const at = createIssuerFixture({ store, serviceUrl: SERVICE });
  const bound = await activate(at);
  const away = {
    ...store,
    instance: () => Promise.reject(thrown),
    instancesOf: () => Promise.reject(thrown),
  };
  const { issuer } = createIssuerFixture({ store: away, serviceUrl: SERVICE });
  const reports: unknown[] = [];
  const report = (each: unknown) => void reports.push(each);
  const page = createPageHandler({ issuer, owner: () => 'customer', account: () => ({}), report });
  const service = createServiceHandler({ issuer, authenticators: [AUTHENTICATOR], report });
  const call = { path: '/requests' };
  const fetched = await service(requestFor(call, await tokenFor(at, bound, call)));
  const seen = await page(new Request('https://bank.example/api/overview'));
  expect(reports).toEqual([thrown, thrown]);
  return Promise.all(
    [fetched, seen].map(async (response) => ({
      status: response.status,
      retry: response.headers.get('Retry-After'),
      error: ((await response.json()) as { error: string }).error,
    })),
  );
}

describe('a database that is away', () => {
  it('makes 503, to be tried again', async () => {
    const away = new StoreError('STORE_UNREACHABLE', 'away');
    const answer = { status: 503, retry: '1', error: 'BUSY' };
    expect(await answers(away)).toEqual([answer, answer]);
  });

  it('is not what a damaged row is', async () => {
    const answer = { status: 500, retry: null, error: 'UNEXPECTED' };
    expect(await answers(new StoreError('STORE_DAMAGED', 'damaged'))).toEqual([answer, answer]);
  });
});
