/** docs/quickstart.md: both ways run as they are written, to a device that approves a payment. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, describe, expect, it } from 'vitest';

import { readText } from '../../src/core/codec/message-text.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { readConfiguration } from '../../src/server/configuration.ts';
import { listen } from '../../src/server/listeners.ts';
import { SCOPES } from '../../src/server/schemas.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Account } from '../issuer/issuer-fixture.ts';
import { phone } from '../issuer/issuer-fixture.ts';
import { docSnippets } from '../support/doc-snippets.ts';
import { createServiceFixture } from './service-fixture.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OWNER = 'customer-17';
const ORIGIN = 'https://shop.example';
const ANY_PORT = { PORT: '0', API_PORT: '0', OPS_PORT: '0' };
/** Bytes of a store's key. */
const KEY_BYTES = 32;

const { text, folder, load, problems, remove } = docSnippets('docs/quickstart.md');
afterAll(remove);

const shells = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!);

const now = (): number => Math.floor(Date.now() / 1000);

interface Shown {
  readonly id: string;
  readonly text: string;
}

/** Calls of a page, and an activation by them up to its end. */
async function activateBy(
  call: (path: string, body: object) => Promise<Shown>,
): Promise<Account & { readonly id: string }> {
  const first = await call('activations', {});
  const holder = await phone(readText(first.text));
  const second = await call(`activations/${first.id}/device-code`, { code: holder.deviceCode });
  const account = await holder.scan(readText(second.text));
  await call(`activations/${first.id}/activation-code`, { code: account.activationCode });
  return { ...account, id: first.id };
}

/** Posts JSON as a page does. */
function poster(base: string, headers: Readonly<Record<string, string>>) {
  return async (path: string, body: object): Promise<Shown> => {
    const response = await fetch(`${base}/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
    return (await response.json()) as Shown;
  };
}

it('compiles', () => {
  expect([...text.matchAll(/```ts\n\/\/ /g)]).toHaveLength(3);
  expect(problems()).toEqual([]);
});

it('signs in and pays with the library', async () => {
  const { openIssuer } = await load<{
    openIssuer: (at: string, key: string) => Promise<{ issuer: Issuer; store: SealedStore }>;
  }>('issuer.ts');
  const { createSite } = await load<{
    createSite: (issuer: Issuer, site: object) => Server;
  }>('site.ts');
  const { isSignInCode, askToPay, approvedOrder } = await load<{
    isSignInCode: (issuer: Issuer, owner: string, typed: string) => Promise<boolean>;
    askToPay: (
      ...of: [Issuer, string, string]
    ) => Promise<{ request: string; message: Uint8Array }>;
    approvedOrder: (...of: [Issuer, string, string]) => Promise<string | undefined>;
  }>('calls.ts');
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const { issuer, store } = await openIssuer(`${folder}store`, key);
  const site = createSite(issuer, {
    customerOf: ({ headers }: IncomingMessage) => headers.cookie,
    others: (_: unknown, res: { end: (body: string) => void }) => res.end('the site'),
  });
  await new Promise<void>((resolve) => site.listen(0, resolve));
  try {
    const origin = `http://localhost:${String((site.address() as AddressInfo).port)}`;
    expect(await (await fetch(origin)).text()).toBe('the site');
    await expect(poster(`${origin}/api`, {})('activations', {})).rejects.toThrow('401');
    const account = await activateBy(poster(`${origin}/api`, { Cookie: OWNER }));
    expect(await isSignInCode(issuer, OWNER, await account.otpAt(now()))).toBe(true);
    expect(await isSignInCode(issuer, OWNER, await account.otpAt(now()))).toBe(false);
    const { request, message } = await askToPay(issuer, OWNER, 'order-981');
    const code = await responseTo(account, message);
    expect(await approvedOrder(issuer, request, code)).toBe('order-981');
    expect(await approvedOrder(issuer, request, code)).toBeUndefined();
  } finally {
    site.closeAllConnections();
    site.close();
    await issuer.close();
    await store.close();
  }
});

describe('with the service', () => {
  it('signs in and pays', async () => {
    const at = await createServiceFixture();
    const listeners = await listen(at.service, readConfiguration(ANY_PORT));
    const api = `http://127.0.0.1:${String(listeners.ports.api)}`;
    const pages = `http://127.0.0.1:${String(listeners.ports.public)}/p`;
    const known = { API: api, KEY: await at.keyFor(SCOPES) };
    const [setup, ticket, otp, payment, events, ...more] = shells;
    expect(more).toEqual([]);
    const run = async <Answer>(block: string, more = {}): Promise<Answer> => {
      const env = { ...process.env, ...known, ...more };
      const script = `set -e\n${setup!}${block}`;
      const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
      return JSON.parse(stdout) as Answer;
    };
    try {
      const made = await run<{ id: string; ticket: string }>(ticket!);
      const headers = { Authorization: `Bearer ${made.ticket}`, Origin: ORIGIN };
      const call = poster(pages, headers);
      const account = await activateBy(call);
      expect(await run(otp!)).toMatchObject({ reason: 'CODE_WRONG' });
      const right = { CODE: await account.otpAt(at.clock.now) };
      expect(await run(otp!, right)).toMatchObject({ device: account.id });
      const asked = await run<Shown>(payment!, { TICKET_ID: made.id });
      const overview = await fetch(`${pages}/overview`, { headers });
      expect(await overview.json()).toMatchObject({ request: { id: asked.id } });
      const code = await responseTo(account, readText(asked.text));
      await call(`requests/${asked.id}/response-code`, { code });
      const { items } = await run<{ items: object[] }>(events!);
      expect(items).toMatchObject([{ type: 'request.approved', reference: 'order-981' }]);
    } finally {
      await listeners.close();
      await at.close();
    }
  });

  it('names members of the page kit that there are', () => {
    const [script] = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, block]) => block!);
    const kit = readFileSync(`${ROOT}docs/examples/page-kit/plain.js`, 'utf8');
    const elements = /const ELEMENTS = .*\n/.exec(kit)![0];
    expect(script).toContain(elements);
    expect(script).toContain("from './page-kit/element.js'");
  });
});
