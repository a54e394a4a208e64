/** How many devices and activations an owner may have, also where many come at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { MAX_ATTEMPTS } from '../../src/issuer/update-instance.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { times } from '../chance.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, bind, createIssuerFixture, granted, refused, START } from './issuer-fixture.ts';
import { accountRow, newId } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import {
  hasPglite,
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

const identified = { identifiedAsAtEnrolment: true } as const;
const DAY = 24 * 3600;
/** One of them is written in each round: the last one takes fewer than a call may. */
const AT_ONCE = Math.min(times(100), MAX_ATTEMPTS - 1);

const cluster = await startCluster();
afterAll(() => cluster?.stop());

suite('memory', memoryServers);
if (hasPglite('owner-limits', cluster)) suite('PGlite', pgliteServers);
if (cluster) suite('PostgreSQL, two servers', () => postgresServers(cluster));

function suite(name: string, open: () => Promise<Servers>): void {
  describe(name, () => {
    let servers: Servers;
    let both: readonly IssuerFixture[];
    let at: IssuerFixture;
    let owner: string;

    const LIMITS = { devices: 2, activations: AT_ONCE + 20 };

    beforeAll(async () => {
      servers = await open();
      both = servers.stores.map((store) => createIssuerFixture({ store, limits: LIMITS }));
      at = both[0]!;
    });
    beforeEach(() => {
      owner = newId();
      for (const { clock } of both) clock.now = START;
    });
    afterAll(() => servers.close());

    const begin = async () => granted(await at.issuer.begin({ owner }));
    const device = async (): Promise<Bound> => activate(at, await begin());

    it('ends the activation that is under way when another begins, and no other owner’s', async () => {
      const stranger = granted(await at.issuer.begin({ owner: newId() }));
      const first = await bind(at, await begin());
      const second = await begin();
      const late = refused(await at.issuer.confirm(first.id, first.account.activationCode));
      expect(late).toMatchObject({ reason: 'WRONG_STATE', failure: 'SUPERSEDED' });
      await activate(at, second);
      await activate(at, stranger);
    });

    it(`of ${String(AT_ONCE)} that begin at once leaves one`, async () => {
      const outcomes = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, i) => both[i % 2]!.issuer.begin({ owner })),
      );
      outcomes.forEach(granted);
      const states = (await at.issuer.list(owner)).map(({ state }) => state);
      expect(states.filter((state) => state === 'CREATED')).toHaveLength(1);
      expect(states.filter((state) => state === 'FAILED')).toHaveLength(AT_ONCE - 1);
    });

    it('lets no more devices become active than may be, in turn', async () => {
      const [one] = [await device(), await device()];
      expect(refused(await at.issuer.begin({ owner })).reason).toBe('DEVICE_LIMIT');
      // A replacement takes the place of what it replaces.
      const begun = granted(await at.issuer.beginReplacement(one.id, identified));
      const { id } = await activate(at, begun);
      granted(await at.issuer.revoke(id));
      await device();
      // What replaces a revoked device is one more.
      const more = await bind(at, granted(await at.issuer.beginReplacement(id, identified)));
      const refusedMore = refused(await at.issuer.confirm(more.id, more.account.activationCode));
      expect(refusedMore).toMatchObject({ reason: 'DEVICE_LIMIT', state: 'CODE_BOUND' });
      await at.issuer.revoke((await at.issuer.devices({ owner, state: 'ACTIVE' })).items[0]!.id);
      granted(await at.issuer.confirm(more.id, more.account.activationCode));
    });

    it('lets no more devices become active than may be, 20 at once', async () => {
      // One account's activation as twenty: to begin the next would end the one before.
      const { id, account } = await bind(at, await begin());
      const row = (await at.store.instance(id))!;
      const ids = [id, ...Array.from({ length: 19 }, newId)];
      for (const each of ids.slice(1)) {
        const serial = newId();
        const isWritten = await at.store.commit([
          { table: 'accounts', row: accountRow({ serial, owner }) },
          { table: 'instances', row: { ...row, id: each, serial, version: 1 } },
        ]);
        expect(isWritten).toBe(true);
      }
      const outcomes = await Promise.all(
        ids.map((each, i) => both[i % 2]!.issuer.confirm(each, account.activationCode)),
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(LIMITS.devices);
      const others = outcomes.flatMap((each) => (each.ok ? [] : [each.reason]));
      expect(new Set(others)).toEqual(new Set(['DEVICE_LIMIT']));
    });

    it('begins no more activations in a day than may be, replacements included', async () => {
      const few = createIssuerFixture({ store: at.store, limits: { activations: 3 } });
      const old = await activate(few, granted(await few.issuer.begin({ owner })));
      granted(await few.issuer.begin({ owner }));
      granted(await few.issuer.beginReplacement(old.id, identified));
      expect(await few.issuer.begin({ owner })).toEqual({
        ok: false,
        reason: 'TOO_MANY_ACTIVATIONS',
        until: (Math.floor(START / DAY) + 1) * DAY,
      });
      const code = await old.account.otpAt(START);
      const proof = { oneTimePassword: code };
      expect(refused(await few.issuer.beginReplacement(old.id, proof))).toMatchObject({
        reason: 'TOO_MANY_ACTIVATIONS',
        state: 'ACTIVE',
        until: (Math.floor(START / DAY) + 1) * DAY,
      });
      // The code was not spent for it.
      granted(await few.issuer.verifyOtp(old.id, code));
      granted(await few.issuer.begin({ owner: newId() }));
      few.clock.now += DAY;
      granted(await few.issuer.begin({ owner }));
    });

    it('takes no count of accounts without an owner', async () => {
      const few = createIssuerFixture({ store: at.store, limits: { activations: 1, devices: 1 } });
      for (let i = 0; i < 3; i++) await activate(few, granted(await few.issuer.begin()));
    });

    it('keeps a first message that goes by post for as long as it is told', async () => {
      const lifetime = 60 * DAY;
      const begun = granted(await at.issuer.begin({ owner, lifetime }));
      expect(begun.expiresAt).toBe(START + lifetime);
      const { message } = await readFirstMessage(begun.firstMessage);
      expect(message.expiresAt).toBe(START + lifetime);
      at.clock.now += lifetime;
      await at.issuer.sweep(0);
      await activate(at, begun);
      await expect(at.issuer.begin({ owner, lifetime: lifetime + 1 })).rejects.toThrow('lifetime');
    });
  });
}
