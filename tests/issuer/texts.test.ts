/**
 * Every text that a site hands to the library is judged before any store: refused with the same
 * error and field whatever the store, or answered with the same outcome.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TesseraError } from '../../src/core/errors.ts';
import { ArgumentError } from '../../src/issuer/argument-error.ts';
import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import { createServiceHandler } from '../../src/issuer/http/service-handler.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { RefusalReason } from '../../src/issuer/outcome.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { openPgliteStore } from '../../src/issuer/stores/pglite-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { signServiceToken } from '../../src/protocol/service-token.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';
import type { Servers } from './stores-under-test.ts';
import {
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

const MEGABYTE = 'x'.repeat(1_000_000);
/** What no store could keep, or none could keep alike. */
const UNKEEPABLE = { nul: 'a\0b', escape: 'a\x1bb', half: 'a\ud800', halves: '\udc00\ud800' };
const UNSEEN = { format: 'a\u200bb', line: 'a\u2028b', override: 'a\u202eb', filler: 'a\u3164' };
const OPEN = { private: 'a\ue000', unassigned: 'a\u0378' };
const OUTER = { front: ' a', end: 'a\u00a0' };
const MARKED = { marks: `a${'\u0301'.repeat(5)}` };

/** Texts that break the rule of what an authenticator shows; `value` without the letter rule. */
const VALUES = { ...UNKEEPABLE, ...UNSEEN, ...OPEN, ...OUTER, ...MARKED, long: MEGABYTE };
const NAMES = { ...VALUES, dots: '...' };
/** Texts that are no site's own name for something. */
const IDENTIFIERS = {
  ...UNKEEPABLE,
  ...{ format: UNSEEN.format, line: UNSEEN.line, override: UNSEEN.override },
  ...OPEN,
  ...OUTER,
  ...{ empty: '', decomposed: 'e\u0301', l201: 'x'.repeat(201), long: MEGABYTE },
  ...{ here: '.', above: '..' },
};
/** Nearly ids. */
const NO_IDS = {
  ...{ short: 'a'.repeat(15), more: 'a'.repeat(17), capitals: 'A'.repeat(16), g: 'g'.repeat(16) },
  ...{ break: `${'a'.repeat(16)}\n`, blank: ` ${'a'.repeat(16)}`, proto: '__proto__' },
};
/** What a person could type, or anybody send: an outcome, whatever it is. */
const TYPED = { ...NAMES, empty: '', l65: `${'0'.repeat(8)}${' '.repeat(57)}` };

const LOGIN = { kind: 'login', title: 'Log in' } as const;
const SERVICE_URL = 'https://bank.example/tessera';
const CALL = { token: 't', method: 'GET', url: `${SERVICE_URL}/requests` };
const ASKER = 'a'.repeat(22);
const PASSWORD = { oneTimePassword: '123456' };

interface TextArgument {
  /** The call, and the path of the text as an error names it. */
  readonly call: string;
  readonly field: string;
  readonly bad: Readonly<Record<string, string>>;
  readonly run: (issuer: Issuer, text: string, id: string) => Promise<unknown>;
}

/** Arguments that refuse what breaks their rule: the call throws, and nothing is written. */
const JUDGED: readonly TextArgument[] = [
  { call: 'begin', field: 'owner', bad: IDENTIFIERS, run: (i, owner) => i.begin({ owner }) },
  { call: 'begin', field: 'label', bad: NAMES, run: (i, label) => i.begin({ label }) },
  {
    call: 'begin',
    field: 'privateLabel',
    bad: NAMES,
    run: (i, privateLabel) => i.begin({ privateLabel }),
  },
  { call: 'begin', field: 'serial', bad: TYPED, run: (i, serial) => i.begin({ serial }) },
  {
    call: 'beginReplacement',
    field: 'label',
    bad: NAMES,
    run: (i, label, id) => i.beginReplacement(id, PASSWORD, { label }),
  },
  {
    call: 'beginReplacement',
    field: 'privateLabel',
    bad: NAMES,
    run: (i, privateLabel, id) => i.beginReplacement(id, PASSWORD, { privateLabel }),
  },
  {
    call: 'verifyOtp',
    field: 'owner',
    bad: IDENTIFIERS,
    run: (i, owner) => i.verifyOtp({ owner }, 'x'),
  },
  {
    call: 'rename',
    field: 'name',
    bad: { ...NAMES, empty: '', l41: 'x'.repeat(41) },
    run: (i, name, id) => i.rename(id, name),
  },
  {
    call: 'watch',
    field: 'owner',
    bad: IDENTIFIERS,
    run: (i, owner) => i.watch(owner, () => undefined),
  },
  { call: 'list', field: 'owner', bad: IDENTIFIERS, run: (i, owner) => i.list(owner) },
  {
    call: 'wasAskedBy',
    field: 'asker',
    bad: { ...TYPED, short: 'x'.repeat(21) },
    run: (i, asker) => i.wasAskedBy('x', asker),
  },
  {
    call: 'createRequest',
    field: 'kind',
    bad: TYPED,
    run: (i, kind, id) => i.createRequest(id, { ...LOGIN, kind: kind as 'login' }),
  },
  {
    call: 'createRequest',
    field: 'title',
    bad: { ...NAMES, empty: '' },
    run: (i, title, id) => i.createRequest(id, { ...LOGIN, title }),
  },
  {
    call: 'createRequest',
    field: 'fields[0][0]',
    bad: { ...NAMES, empty: '' },
    run: (i, name, id) => i.createRequest(id, { ...LOGIN, fields: [[name, 'x']] }),
  },
  {
    call: 'createRequest',
    field: 'fields[0][1]',
    bad: VALUES,
    run: (i, value, id) => i.createRequest(id, { ...LOGIN, fields: [['x', value]] }),
  },
  {
    call: 'createRequest',
    field: 'reference',
    bad: IDENTIFIERS,
    run: (i, reference, id) => i.createRequest(id, { ...LOGIN, reference }),
  },
  {
    call: 'shownRequest',
    field: 'asker',
    bad: { ...TYPED, short: 'x'.repeat(21) },
    run: (i, asker) => i.shownRequest('x', asker),
  },
  {
    call: 'createRequest',
    field: 'asker',
    bad: { ...TYPED, short: 'x'.repeat(21) },
    run: (i, asker, id) => i.createRequest(id, { ...LOGIN, asker }),
  },
  {
    call: 'listRequests',
    field: 'of.owner',
    bad: IDENTIFIERS,
    run: (i, owner) => i.listRequests({ owner }),
  },
  {
    call: 'service.answer',
    field: 'answer.decision',
    bad: TYPED,
    run: (i, decision) => i.service.answer(CALL, 'x', { decision: decision as 'deny' }),
  },
  {
    call: 'revokeAll',
    field: 'owner',
    bad: IDENTIFIERS,
    run: (i, owner) => i.revokeAll({ owner }),
  },
  { call: 'devices', field: 'owner', bad: IDENTIFIERS, run: (i, owner) => i.devices({ owner }) },
  {
    call: 'events',
    field: 'owner',
    bad: IDENTIFIERS,
    run: async (i, owner) => i.events({ owner }),
  },
  { call: 'evidence', field: 'owner', bad: IDENTIFIERS, run: (i, owner) => i.evidence({ owner }) },
  {
    call: 'evidence',
    field: 'reference',
    bad: IDENTIFIERS,
    run: (i, reference) => i.evidence({ reference }),
  },
  { call: 'evidence', field: 'after', bad: TYPED, run: (i, after) => i.evidence({ after }) },
  {
    call: 'checkEvidence',
    field: 'evidence.id',
    bad: TYPED,
    run: (i, id) => i.checkEvidence({ id } as never),
  },
  {
    call: 'exportOwner',
    field: 'of.owner',
    bad: IDENTIFIERS,
    run: async (i, owner) => i.exportOwner({ owner }),
  },
  {
    call: 'eraseOwner',
    field: 'of.owner',
    bad: IDENTIFIERS,
    run: (i, owner) => i.eraseOwner({ owner }),
  },
];

/** What is no text at all. */
const NO_TEXTS = { number: 7, none: null, object: { a: 1 }, list: ['a'], yes: true };

const refused = (reason: RefusalReason) => ({ ok: false, reason });

/** Ids: what is none names nothing, and no store is asked for it. */
const IDS: readonly (Omit<TextArgument, 'bad'> & { readonly answer: unknown })[] = [
  {
    call: 'beginReplacement',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.beginReplacement(id, PASSWORD),
  },
  {
    call: 'acceptDeviceCode',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.acceptDeviceCode(id, 'x'),
  },
  {
    call: 'confirm',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.confirm(id, 'x'),
  },
  {
    call: 'verifyOtp',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.verifyOtp(id, 'x'),
  },
  {
    call: 'rename',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.rename(id, 'x'),
  },
  {
    call: 'unpause',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.unpause(id),
  },
  { call: 'inspect', field: 'id', answer: undefined, run: (i, id) => i.inspect(id) },
  {
    call: 'createRequest',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.createRequest(id, LOGIN),
  },
  {
    call: 'verifyResponse',
    field: 'requestId',
    answer: refused('UNKNOWN_REQUEST'),
    run: (i, id) => i.verifyResponse(id, 'x'),
  },
  {
    call: 'denyRequest',
    field: 'requestId',
    answer: refused('UNKNOWN_REQUEST'),
    run: (i, id) => i.denyRequest(id),
  },
  {
    call: 'cancelRequest',
    field: 'requestId',
    answer: refused('UNKNOWN_REQUEST'),
    run: (i, id) => i.cancelRequest(id),
  },
  {
    call: 'inspectRequest',
    field: 'requestId',
    answer: undefined,
    run: (i, id) => i.inspectRequest(id),
  },
  {
    call: 'shownRequest',
    field: 'requestId',
    answer: undefined,
    run: (i, id) => i.shownRequest(id, ASKER),
  },
  {
    call: 'wasAskedBy',
    field: 'requestId',
    answer: false,
    run: (i, id) => i.wasAskedBy(id, ASKER),
  },
  {
    call: 'listRequests',
    field: 'of.instance',
    answer: [],
    run: (i, instance) => i.listRequests({ instance }),
  },
  {
    call: 'createDeactivation',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.createDeactivation(id),
  },
  {
    call: 'cancel',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.cancel(id),
  },
  {
    call: 'revoke',
    field: 'id',
    answer: refused('UNKNOWN_ACTIVATION'),
    run: (i, id) => i.revoke(id),
  },
  {
    call: 'service.answer',
    field: 'requestId',
    answer: refused('TOKEN_REFUSED'),
    run: (i, id) => i.service.answer(CALL, id, { decision: 'deny' }),
  },
  { call: 'find', field: 'id', answer: undefined, run: (i, id) => i.find(id) },
];

/** Arguments whose text is a person's or an authenticator's: an outcome with this reason. */
const ANSWERED: readonly (Omit<TextArgument, 'bad'> & { readonly reason: string })[] = [
  {
    call: 'beginReplacement',
    field: 'proof.oneTimePassword',
    reason: 'CODE_MALFORMED',
    run: (i, oneTimePassword, id) => i.beginReplacement(id, { oneTimePassword }),
  },
  {
    call: 'verifyOtp',
    field: 'typed',
    reason: 'CODE_MALFORMED',
    run: (i, typed, id) => i.verifyOtp(id, typed),
  },
  {
    call: 'acceptDeviceCode',
    field: 'typed',
    reason: 'CODE_MALFORMED',
    run: async (i, typed) => i.acceptDeviceCode(granted(await i.begin()).id, typed),
  },
  {
    call: 'confirm',
    field: 'typed',
    reason: 'WRONG_STATE',
    run: async (i, typed) => i.confirm(granted(await i.begin()).id, typed),
  },
  {
    call: 'verifyResponse',
    field: 'typed',
    reason: 'CODE_MALFORMED',
    run: async (i, typed, id) => {
      // One for all texts: there are only so many in an hour.
      const [open] = await i.listRequests({ instance: id });
      const asked = open ? { ok: true, id: open.id } : await i.createRequest(id, LOGIN);
      return i.verifyResponse('id' in asked ? asked.id : 'none', typed);
    },
  },
  ...(['token', 'method', 'url'] as const).flatMap((name) => [
    {
      call: 'service.pending',
      field: `call.${name}`,
      reason: 'TOKEN_REFUSED',
      run: (i: Issuer, text: string) => i.service.pending({ ...CALL, [name]: text }),
    },
    {
      call: 'service.subscribe',
      field: `call.${name}`,
      reason: 'TOKEN_REFUSED',
      run: (i: Issuer, text: string) => i.service.subscribe({ ...CALL, [name]: text }, {}),
    },
    {
      call: 'service.unsubscribe',
      field: `call.${name}`,
      reason: 'TOKEN_REFUSED',
      run: (i: Issuer, text: string) => i.service.unsubscribe({ ...CALL, [name]: text }),
    },
  ]),
  {
    call: 'service.answer',
    field: 'answer.code',
    reason: 'TOKEN_REFUSED',
    run: (i, code) => i.service.answer(CALL, 'x', { decision: 'approve', code }),
  },
];

async function refusalOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (thrown) {
    if (!(thrown instanceof TesseraError)) throw thrown;
    return { code: thrown.code, field: thrown.field };
  }
}

const cluster = await startCluster();
afterAll(() => cluster?.stop());

suite('memory', memoryServers);
suite('PGlite', pgliteServers);
if (cluster) suite('PostgreSQL', () => postgresServers(cluster));

/** What the first store said. */
let first: Readonly<Record<string, string>> | undefined;

async function messageOf(call: () => Promise<unknown>): Promise<string> {
  const thrown: unknown = await call().then(
    () => 'accepted',
    (error: unknown) => error,
  );
  return thrown instanceof ArgumentError ? thrown.message : String(thrown);
}

function suite(name: string, open: () => Promise<Servers>): void {
  describe(name, () => {
    let servers: Servers;
    let issuer: Issuer;
    let id: string;
    let serviceKey: Uint8Array;

    beforeAll(async () => {
      servers = await open();
      const at = createIssuerFixture({ store: servers.stores[0], serviceUrl: SERVICE_URL });
      ({ issuer } = at);
      const active = await activate(at);
      ({ id } = active);
      serviceKey = active.account.keys.service;
    });
    afterAll(() => servers.close());

    it.each(JUDGED)('$call: $field', async ({ field, bad, run }) => {
      for (const [kind, text] of Object.entries({ ...bad, ...NO_TEXTS })) {
        const refused = await refusalOf(() => run(issuer, text as never, id));
        expect({ kind, refused }).toEqual({ kind, refused: { code: 'OUT_OF_RANGE', field } });
      }
      expect(await issuer.listRequests({ instance: id })).toEqual([]);
    });

    it('says the same of every wrong text as every other store', async () => {
      const said: Record<string, string> = {};
      for (const { call, field, bad, run } of JUDGED)
        for (const [kind, text] of Object.entries({ ...bad, ...NO_TEXTS }))
          said[`${call} ${field} ${kind}`] = await messageOf(() => run(issuer, text as never, id));
      first ??= said;
      expect(said).toEqual(first);
      const mistakes = Object.entries(said).filter(
        ([of, text]) => !text.includes(of.split(' ')[1]!),
      );
      expect(mistakes).toEqual([]);
    });

    it.each(IDS)('$call: $field of nothing', async ({ answer, run }) => {
      for (const [kind, text] of Object.entries({ ...TYPED, ...IDENTIFIERS, ...NO_IDS })) {
        const outcome = await refusalOf(() => run(issuer, text, id));
        expect({ kind, outcome }).toEqual({ kind, outcome: answer });
      }
    });

    it.each(ANSWERED)('$call: $field is answered with $reason', async ({ reason, run }) => {
      for (const [kind, text] of Object.entries(TYPED)) {
        const outcome = await refusalOf(() => run(issuer, text, id));
        expect({ kind, outcome }).toMatchObject({ kind, outcome: { ok: false, reason } });
      }
      expect((await issuer.inspect(id))?.attemptsLeft).toBe(5);
    });

    it('keeps an owner and a reference of 200 letters of any script', async () => {
      const owner = '𠀀'.repeat(199) + 'é';
      const reference = `${'ß'.repeat(198)} Σ`;
      const own = await activateAs(owner);
      const asked = await issuer.createRequest(own, { ...LOGIN, reference });
      expect(asked.ok).toBe(true);
      expect((await issuer.list(owner)).map((device) => device.owner)).toEqual([owner]);
      expect((await issuer.listRequests({ owner })).map((each) => each.reference)).toEqual([
        reference,
      ]);
    });

    async function activateAs(owner: string): Promise<string> {
      const at = createIssuerFixture({ store: servers.stores[0] });
      return (await activate(at, granted(await at.issuer.begin({ owner })))).id;
    }

    it('answers calls of a page alike', async () => {
      const handler = createPageHandler({
        issuer,
        owner: () => 'customer',
        ask: ({ title }) => ({ kind: 'login', title: title as string }),
        report: (thrown) => expect.fail(String(thrown)),
      });
      const post = async (path: string, body: object): Promise<unknown> => {
        const response = await handler(
          new Request(`https://bank.example/api/${path}`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          }),
        );
        return [response.status, ((await response.json()) as { error: string }).error];
      };
      for (const [kind, text] of Object.entries(TYPED)) {
        const malformed = kind === 'long' ? [413, 'TOO_LARGE'] : [422, 'CODE_MALFORMED'];
        const unfit = kind === 'long' ? [413, 'TOO_LARGE'] : [422, 'ASK_REFUSED'];
        const password = await post(`devices/${id}/one-time-password`, { code: text });
        expect({ kind, answer: password }).toEqual({ kind, answer: malformed });
        const request = await post(`devices/${id}/requests`, { title: text });
        expect({ kind, answer: request }).toEqual({ kind, answer: unfit });
        const { id: pending } = granted(await issuer.begin({ owner: 'customer' }));
        const code = await post(`activations/${pending}/device-code`, { code: text });
        expect({ kind, answer: code }).toEqual({ kind, answer: malformed });
        await issuer.cancel(pending);
      }
    });

    it('answers calls of an authenticator alike', async () => {
      const handler = createServiceHandler({
        issuer,
        authenticators: [],
        report: (thrown) => expect.fail(String(thrown)),
      });
      const { serial } = (await issuer.inspect(id))!;
      const asked = await issuer.createRequest(id, LOGIN);
      if (!asked.ok) throw new Error(asked.reason);
      const send = async (method: string, path: string, content: object): Promise<unknown> => {
        const body = new TextEncoder().encode(JSON.stringify(content));
        const url = `${SERVICE_URL}/${path}`;
        const token = await signServiceToken(
          serviceKey,
          { activationId: Buffer.from(id, 'hex'), serial },
          { method, url, body },
          issuer.now(),
        );
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
        const response = await handler(new Request(url, { method, headers, body }));
        return [response.status, ((await response.json()) as { error: string }).error];
      };
      const path = `requests/${Buffer.from(asked.id, 'hex').toString('base64url')}/answer`;
      for (const [kind, text] of Object.entries(TYPED)) {
        const tooLong = kind === 'long' ? [413, 'TOO_LARGE'] : undefined;
        const code = await send('POST', path, { decision: 'approve', code: text });
        expect({ kind, code }).toEqual({ kind, code: tooLong ?? [422, 'CODE_MALFORMED'] });
        const decision = await send('POST', path, { decision: text });
        expect({ kind, decision }).toEqual({ kind, decision: tooLong ?? [400, 'BAD_REQUEST'] });
        const keys = { p256dh: text, auth: text };
        for (const subscription of [
          { endpoint: text, keys },
          { endpoint: `https://push.example/${text}`, keys },
        ])
          expect({
            kind,
            answer: await send('PUT', 'push-subscription', subscription),
          }).toEqual({ kind, answer: tooLong ?? [422, 'SUBSCRIPTION_REFUSED'] });
      }
      await issuer.cancelRequest(asked.id);
    });

    it('names its secrets by the same rule', async () => {
      const store = servers.stores[0] as Partial<SealedStore>;
      if (store.secret === undefined) return;
      for (const [kind, text] of Object.entries(IDENTIFIERS)) {
        const refused = await refusalOf(() => store.secret!(text, () => expect.fail()));
        expect({ kind, refused }).toEqual({
          kind,
          refused: { code: 'OUT_OF_RANGE', field: 'name' },
        });
      }
    });
  });
}

describe('the calls with texts', () => {
  it('ask no store for what is no id, and for nothing before every argument is right', async () => {
    const asked: string[] = [];
    const store = new Proxy(createMemoryStore(), {
      get: (target, name: keyof IssuerStore) =>
        name === 'clock' ? target[name] : () => void asked.push(name),
    });
    const { issuer } = createIssuerFixture({ store, serviceUrl: SERVICE_URL });
    const texts = Object.values({ ...NO_IDS, ...UNKEEPABLE });
    for (const { run } of IDS) for (const text of texts) await run(issuer, text, text);
    for (const { run, bad } of JUDGED)
      for (const text of Object.values(bad))
        await refusalOf(() => run(issuer, text, 'a'.repeat(16)));
    expect(asked).toEqual([]);
  });

  it('are all in the tables', () => {
    const { issuer } = createIssuerFixture({ serviceUrl: SERVICE_URL });
    const calls = (of: object, prefix: string): string[] =>
      Object.entries(of)
        .filter(([, value]) => typeof value === 'function')
        .map(([name]) => prefix + name);
    const withoutText = ['now', 'counts', 'sweep', 'close', 'health', 'observe'];
    const all = [...calls(issuer, ''), ...calls(issuer.service, 'service.')];
    const tried = new Set([...JUDGED, ...IDS, ...ANSWERED].map(({ call }) => call));
    expect([...tried].sort()).toEqual(all.filter((name) => !withoutText.includes(name)).sort());
  });
});

describe('an error', () => {
  const CANARY = 'c4nary';
  const around = (text: unknown): unknown =>
    typeof text === 'string'
      ? CANARY + text.slice(0, 300) + CANARY
      : [CANARY, { [CANARY]: CANARY }];

  it.each(JUDGED)('of $call tells nothing of $field', async ({ bad, run }) => {
    const { issuer } = createIssuerFixture({ serviceUrl: SERVICE_URL });
    const texts = [...Object.values(bad), ...Object.values(NO_TEXTS)].map(around);
    let count = 0;
    for (const text of texts) {
      const thrown: unknown = await run(issuer, text as string, 'a'.repeat(16)).catch(
        (error: unknown) => error,
      );
      if (!(thrown instanceof ArgumentError)) continue;
      count++;
      expect(`${thrown.stack} ${String(thrown.cause)} ${JSON.stringify(thrown)}`).not.toContain(
        CANARY,
      );
    }
    expect(count).toBeGreaterThan(0);
  });
});

describe('the texts of options', () => {
  const key = 'A'.repeat(43);

  it.each(Object.entries({ ...UNKEEPABLE, long: MEGABYTE }))('%s', async (_kind, text) => {
    for (const [field, call] of [
      ['name', () => Promise.resolve(createIssuerFixture({ name: text }))],
      ['ocraSuite', async () => createIssuerFixture({ ocraSuite: text })],
      ['serviceUrl', async () => createIssuerFixture({ serviceUrl: `https://a.example/${text}` })],
      ['folder', () => openPgliteStore({ folder: `/tmp/${text}`, key })],
      ['database', () => openPostgresStore({ database: `postgres://${text}`, key })],
    ] as const)
      expect(await refusalOf(async () => call())).toEqual({ code: 'OUT_OF_RANGE', field });
  });
});
