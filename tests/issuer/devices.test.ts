/**
 * Devices named by id, serial number or owner, and lists of devices page by page, on every store.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  createIssuerFixture,
  granted,
  refused,
  START,
  wrongOtp,
} from './issuer-fixture.ts';
import { newId } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import {
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

const LOGIN = { kind: 'login', title: 'Log in' } as const;
const identified = { identifiedAsAtEnrolment: true } as const;

const cluster = await startCluster();
afterAll(() => cluster?.stop());

suite('memory', memoryServers);
suite('PGlite', pgliteServers);
if (cluster) suite('PostgreSQL', () => postgresServers(cluster));

function suite(name: string, open: () => Promise<Servers>): void {
  describe(name, () => {
    let servers: Servers;
    let at: IssuerFixture;
    let owner: string;

    beforeAll(async () => {
      servers = await open();
      at = createIssuerFixture({ store: servers.stores[0] });
    });
    beforeEach(() => {
      owner = newId();
      at.clock.now = START;
    });
    afterAll(() => servers.close());

    const device = async (): Promise<Bound> =>
      activate(at, granted(await at.issuer.begin({ owner })));
    const serialOf = ({ account }: Bound) => ({ serial: account.message.serial });

    describe('a serial number', () => {
      it('means the current instance, for each call that takes a device', async () => {
        const old = await device();
        const ref = serialOf(old);
        const begun = granted(await at.issuer.beginReplacement(ref, identified));
        expect((await at.issuer.find(ref))?.id).toBe(old.id);
        const bound = await activate(at, begun);
        const { id } = bound;
        expect((await at.issuer.find(ref))?.id).toBe(id);

        expect(granted(await at.issuer.rename(ref, 'Blue phone')).name).toBe('Blue phone');
        expect((await at.issuer.find(id))?.name).toBe('Blue phone');
        const code = await bound.account.otpAt(START);
        expect(granted(await at.issuer.verifyOtp(ref, code)).id).toBe(id);
        expect(granted(await at.issuer.createRequest(ref, LOGIN)).instance).toBe(id);
        granted(await at.issuer.createDeactivation(ref));
        granted(await at.issuer.unpause(ref));
        expect(granted(await at.issuer.revoke(ref)).state).toBe('REVOKED');
        expect((await at.issuer.find(ref))?.state).toBe('REVOKED');
      });

      it('that no account has is unknown', async () => {
        const ref = { serial: newId() };
        expect(await at.issuer.find(ref)).toBeUndefined();
        expect(refused(await at.issuer.verifyOtp(ref, '123456'))).toEqual({
          ok: false,
          reason: 'UNKNOWN_ACTIVATION',
        });
        expect(refused(await at.issuer.revoke(ref)).reason).toBe('UNKNOWN_ACTIVATION');
      });
    });

    describe('an owner', () => {
      it('is asked on the active device that was used last', async () => {
        const [one, two] = [await device(), await device()];
        at.clock.now += 60;
        granted(await at.issuer.verifyOtp(one.id, await one.account.otpAt(at.clock.now)));
        expect(granted(await at.issuer.createRequest({ owner }, LOGIN)).instance).toBe(one.id);
        granted(await at.issuer.revoke(one.id));
        expect(granted(await at.issuer.createRequest({ owner }, LOGIN)).instance).toBe(two.id);
        granted(await at.issuer.revoke(two.id));
        expect(refused(await at.issuer.createRequest({ owner }, LOGIN))).toMatchObject({
          reason: 'WRONG_STATE',
          state: 'REVOKED',
        });
      });

      it('without a device is unknown', async () => {
        const stranger = { owner: newId() };
        for (const outcome of [
          await at.issuer.createRequest(stranger, LOGIN),
          await at.issuer.verifyOtp(stranger, '123456'),
          await at.issuer.unpause(stranger),
        ])
          expect(outcome).toEqual({ ok: false, reason: 'UNKNOWN_OWNER' });
        expect(await at.issuer.revokeAll(stranger)).toEqual({ revoked: 0 });
      });

      it('is unpaused with all devices', async () => {
        const [one, two] = [await device(), await device()];
        const wrong = await wrongOtp(one.account, START);
        for (let i = 0; i < 5; i++) await at.issuer.verifyOtp({ owner }, wrong);
        const code = await two.account.otpAt(START);
        expect(refused(await at.issuer.verifyOtp({ owner }, code)).reason).toBe('PAUSED');
        expect(refused(await at.issuer.verifyOtp(two.id, code)).reason).toBe('PAUSED');
        granted(await at.issuer.unpause({ owner }));
        expect(granted(await at.issuer.verifyOtp({ owner }, code)).id).toBe(two.id);
        granted(await at.issuer.verifyOtp(one.id, await one.account.otpAt(START)));
      });

      it('loses all devices and activations at once', async () => {
        const [one, two] = [await device(), await device()];
        granted(await at.issuer.revoke(one.id));
        const pending = granted(await at.issuer.begin({ owner }));
        expect(await at.issuer.revokeAll({ owner })).toEqual({ revoked: 1 });
        const states = (await at.issuer.list(owner)).map(({ id, state }) => [id, state]);
        expect(states).toEqual([
          [one.id, 'REVOKED'],
          [two.id, 'REVOKED'],
          [pending.id, 'FAILED'],
        ]);
        expect(await at.issuer.revokeAll({ owner })).toEqual({ revoked: 0 });
      });
    });

    it('are listed page by page, by owner and by state, each once', async () => {
      for (let i = 0; i < 3; i++) await device();
      granted(await at.issuer.begin({ owner }));
      const query = { owner, limit: 2 };
      const first = await at.issuer.devices(query);
      expect(first.items).toHaveLength(2);
      const second = await at.issuer.devices({ ...query, after: first.next! });
      expect(second.next).toBeUndefined();
      expect([...first.items, ...second.items]).toEqual(await at.issuer.list(owner));
      const active = await at.issuer.devices({ owner, state: 'ACTIVE' });
      expect(active.items.map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
      expect(active.next).toBeUndefined();
      const all = await at.issuer.devices({ limit: 500 });
      const mine = all.items.filter((each) => each.owner === owner);
      expect(mine).toEqual(await at.issuer.list(owner));
    });
  });
}
