/** docs/events.md: its snippets run against the library, and its table has every type of event. */
import { afterAll, expect, it } from 'vitest';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { EVENT_TYPES } from '../../src/issuer/rows/event-row.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import type { WebhookSender } from '../../src/issuer/webhooks/sender.ts';
import { isWebhookSecret } from '../../src/issuer/webhooks/signature.ts';
import { docSnippets } from '../support/doc-snippets.ts';
import { responseTo } from './authenticator-fixture.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';

const { text, load, problems, remove } = docSnippets('docs/events.md');
afterAll(remove);

it('compiles', () => {
  expect(problems()).toEqual([]);
});

it('follows events from the last number that the site knows', async () => {
  const { followEvents } = await load<{
    followEvents: (issuer: Issuer, effects: object, signal: AbortSignal) => Promise<void>;
  }>('follow-events.ts');
  const { issuer } = createIssuerFixture();
  for (const owner of ['one', 'two', 'three']) granted(await issuer.begin({ owner }));
  const stop = new AbortController();
  const applied: unknown[] = [];
  const effects = {
    lastNumber: () => Promise.resolve(1),
    apply(...event: unknown[]) {
      if (applied.push(event) === 2) stop.abort();
      return Promise.resolve();
    },
  };
  await followEvents(issuer, effects, stop.signal);
  expect(applied).toEqual([
    ['activation.begun', 'two', 2],
    ['activation.begun', 'three', 3],
  ]);
});

it('checks the audit chain against a noted head', async () => {
  const { checkAudit } = await load<{
    checkAudit: (issuer: Issuer, head: object) => Promise<number | undefined>;
  }>('check-audit.ts');
  const { issuer } = createIssuerFixture();
  granted(await issuer.begin());
  const head = await issuer.audit.head();
  granted(await issuer.begin());
  expect(await checkAudit(issuer, head)).toBeUndefined();
  expect(await checkAudit(issuer, { ...head, link: 'AAAA' })).toBe(1);
});

it('shows evidence, exports and erases', async () => {
  const { provenEvidence } = await load<{
    provenEvidence: (issuer: Issuer, reference: string) => Promise<readonly { id: string }[]>;
  }>('show-evidence.ts');
  const { exportLines, erase } =
    await load<
      Record<'exportLines' | 'erase', (issuer: Issuer, owner: string) => Promise<readonly string[]>>
    >('owner-data.ts');
  const at = createIssuerFixture();
  const { id, account } = await activate(at);
  const asked = granted(
    await at.issuer.createRequest(id, { kind: 'login', title: 'Sign in', reference: 'session-1' }),
  );
  granted(await at.issuer.verifyResponse(asked.id, await responseTo(account, asked.message)));
  expect(await provenEvidence(at.issuer, 'session-1')).toMatchObject([{ id: asked.id }]);
  const lines = await exportLines(at.issuer, 'customer');
  expect(lines.map((line) => (JSON.parse(line) as { record: string }).record)).toContain('device');
  await erase(at.issuer, 'customer');
  expect(await at.issuer.list('customer')).toEqual([]);
});

it('makes an endpoint and starts a sender', async () => {
  const { addEndpoint, startWebhooks } = await load<{
    addEndpoint: (store: IssuerStore, url: string, now: number) => Promise<string>;
    startWebhooks: (store: IssuerStore) => WebhookSender;
  }>('send-webhooks.ts');
  const { store } = createIssuerFixture();
  expect(isWebhookSecret(await addEndpoint(store, 'https://shop.example/hook', 0))).toBe(true);
  const sender = startWebhooks(store);
  await sender.stop();
  const { items } = await store.serviceRows('endpoints', { limit: 2 });
  expect(items).toMatchObject([{ types: ['request.approved', 'request.denied'] }]);
});

it('has each type of event in its table, and no other', () => {
  const named = [...text.matchAll(/^\| (`[a-z.-]+`(?:, `[a-z.-]+`)*)/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  );
  expect([...named].sort()).toEqual([...EVENT_TYPES].sort());
});
