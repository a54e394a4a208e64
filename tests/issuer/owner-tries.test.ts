/**
 * One-time passwords verified for an owner with several devices, and the limits of many tries at
 * once, on every store and across two servers (docs/protocol.md §7).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Outcome } from '../../src/issuer/outcome.ts';
import { NO_OWNER_TRIES } from '../../src/issuer/tries.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  createIssuerFixture,
  granted,
  refused,
  setTotal,
  START,
  wrongOtpOfAll,
} from './issuer-fixture.ts';
import { newId } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import {
  hasPglite,
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

/** Calls at once in the long run, too: each waits for a connection so long and no longer. */
const MOST_AT_ONCE = 200;

const cluster = await startCluster();
afterAll(() => cluster?.stop());

suite('memory', memoryServers);
if (hasPglite('owner-tries', cluster)) suite('PGlite', pgliteServers);
if (cluster) suite('PostgreSQL, two servers', () => postgresServers(cluster));

/** Several devices of one owner, and a code that is none of theirs. */
interface Home {
  readonly owner: string;
  readonly devices: readonly [Bound, Bound, Bound];
  readonly wrong: string;
}

function suite(name: string, open: () => Promise<Servers>): void {
  describe(name, () => {
    let servers: Servers;
    let callsAtOnce: number;
    let desks: readonly [IssuerFixture, IssuerFixture];
    let at: IssuerFixture;

    beforeAll(async () => {
      servers = await open();
      callsAtOnce = Math.min(servers.tries, MOST_AT_ONCE);
      const [one, other] = servers.stores;
      desks = [createIssuerFixture({ store: one }), createIssuerFixture({ store: other })];
      at = desks[0];
    });
    afterAll(() => servers.close());

    const setClocks = (now: number) => {
      for (const { clock } of desks) clock.now = now;
    };

    async function home(): Promise<Home> {
      setClocks(START);
      const owner = newId();
      const one = async () => activate(at, granted(await at.issuer.begin({ owner })));
      const devices = [await one(), await one(), await one()] as const;
      return { owner, devices, wrong: wrongForAll(devices, START) };
    }

    async function atOnce(
      call: (fixture: IssuerFixture, i: number) => Promise<Outcome>,
    ): Promise<Record<string, number>> {
      const calls = Array.from({ length: callsAtOnce }, (_, i) => call(desks[i % 2]!, i));
      const counts: Record<string, number> = {};
      for (const outcome of await Promise.all(calls)) {
        const told = outcome.ok ? 'ok' : outcome.reason;
        counts[told] = (counts[told] ?? 0) + 1;
      }
      return counts;
    }

    const triesOf = async ({ id }: Bound) => (await at.store.instance(id))!.tries;

    it('accepts a code of any device, and spends it', async () => {
      const { owner, devices } = await home();
      for (const { id, account } of devices) {
        const code = await account.otpAt(START);
        const accepted = granted(await at.issuer.verifyOtp({ owner }, code));
        expect(accepted).toMatchObject({ id, serial: account.message.serial, drift: 0 });
        expect(accepted).toMatchObject({ wrongSince: 0, attemptsLeft: 5, totalLeft: 25 });
        expect(refused(await at.issuer.verifyOtp({ owner }, code)).reason).toBe('CODE_USED');
        expect(refused(await at.issuer.verifyOtp(id, code)).reason).toBe('CODE_USED');
      }
      expect(refused(await at.issuer.verifyOtp({ owner }, '12345')).reason).toBe('CODE_MALFORMED');
      expect((await at.store.owner(owner))?.tries).toEqual(NO_OWNER_TRIES);
    });

    it('counts a wrong one at the owner, and pauses all devices at the fifth', async () => {
      const { owner, devices, wrong } = await home();
      for (let left = 4; left >= 0; left--) {
        const outcome = refused(await at.issuer.verifyOtp({ owner }, wrong));
        expect(outcome).toMatchObject({ reason: 'CODE_WRONG', attemptsLeft: left });
        expect(outcome).not.toHaveProperty('totalLeft');
      }
      const code = await devices[1].account.otpAt(START);
      expect(refused(await at.issuer.verifyOtp({ owner }, code))).toMatchObject({
        reason: 'PAUSED',
        attemptsLeft: 0,
        pausedUntil: START + 900,
      });
      for (const device of devices) {
        expect(refused(await at.issuer.verifyOtp(device.id, code)).reason).toBe('PAUSED');
        expect(await triesOf(device)).toMatchObject({ row: 0, byOwner: 5, total: 0 });
      }
      setClocks(START + 900);
      const later = await devices[1].account.otpAt(START + 900);
      expect(granted(await at.issuer.verifyOtp({ owner }, later)).wrongSince).toBe(5);
      for (const device of devices) expect(await triesOf(device)).toMatchObject({ byOwner: 0 });
      expect((await at.store.owner(owner))?.tries).toMatchObject({ row: 0, step: 1 });
      await at.store.sweep({ before: START + 900 + 86_400 });
      expect(await at.store.owner(owner)).toBeDefined();
      await at.store.sweep({ before: START + 900 + 86_401 });
      expect(await at.store.owner(owner)).toBeUndefined();
    });

    it('adds a device’s and its owner’s, and goes on with the other devices', async () => {
      const { owner, devices, wrong } = await home();
      for (let i = 0; i < 3; i++) await at.issuer.verifyOtp(devices[0].id, wrong);
      for (let i = 0; i < 2; i++) await at.issuer.verifyOtp({ owner }, wrong);
      const [first, second] = await Promise.all(devices.map(({ account }) => account.otpAt(START)));
      expect(refused(await at.issuer.verifyOtp(devices[0].id, first!)).reason).toBe('PAUSED');
      // Not compared with the paused one: wrong for the others.
      expect(refused(await at.issuer.verifyOtp({ owner }, first!)).reason).toBe('CODE_WRONG');
      expect(granted(await at.issuer.verifyOtp({ owner }, second!)).id).toBe(devices[1].id);
    });

    it('is unpaused with its owner', async () => {
      const { owner, devices, wrong } = await home();
      for (let i = 0; i < 5; i++) await at.issuer.verifyOtp({ owner }, wrong);
      granted(await at.issuer.unpause(devices[2].id));
      granted(await at.issuer.verifyOtp({ owner }, await devices[2].account.otpAt(START)));
    });

    it('has no device: the owner is told why', async () => {
      expect(refused(await at.issuer.verifyOtp({ owner: newId() }, '123456')).reason).toBe(
        'UNKNOWN_OWNER',
      );
      const { owner, devices } = await home();
      for (const { id } of devices) await at.issuer.revoke(id);
      expect(refused(await at.issuer.verifyOtp({ owner }, '123456'))).toMatchObject({
        reason: 'WRONG_STATE',
        state: 'REVOKED',
      });
    });

    it('many wrong ones at once: five are compared before the pause, five after it', async () => {
      const { devices, wrong } = await home();
      const [{ id }] = devices;
      const call = ({ issuer }: IssuerFixture) => issuer.verifyOtp(id, wrong);
      expect(await atOnce(call)).toEqual({ CODE_WRONG: 5, PAUSED: callsAtOnce - 5 });
      setClocks(START + 900);
      const second = wrongForAll(devices, START + 900);
      expect(await atOnce(({ issuer }) => issuer.verifyOtp(id, second))).toEqual({
        CODE_WRONG: 5,
        PAUSED: callsAtOnce - 5,
      });
      expect(await triesOf(devices[0])).toMatchObject({ row: 10, total: 10, step: 2 });
    });

    it('many wrong ones at once: the last of all blocks', async () => {
      const { devices, wrong } = await home();
      await setTotal(at, devices[0].id, 22);
      const counts = await atOnce(({ issuer }) => issuer.verifyOtp(devices[0].id, wrong));
      expect(counts).toEqual({ CODE_WRONG: 3, BLOCKED: callsAtOnce - 3 });
    });

    it('many at once by owner and by device: no device is compared with a sixth', async () => {
      const { owner, devices, wrong } = await home();
      const compared = [0, 0, 0];
      let byOwner = 0;
      await atOnce(async ({ issuer }, i) => {
        const device = i % 4;
        const outcome =
          device === 3
            ? await issuer.verifyOtp({ owner }, wrong)
            : await issuer.verifyOtp(devices[device]!.id, wrong);
        if (outcome.ok || outcome.reason !== 'CODE_WRONG') return outcome;
        if (device === 3) byOwner++;
        else compared[device]!++;
        return outcome;
      });
      for (const [i, device] of devices.entries()) {
        const tries = await triesOf(device);
        expect(tries.row).toBe(compared[i]);
        expect(tries.total).toBe(compared[i]);
        expect(tries.row + tries.byOwner).toBe(5);
        expect(tries.step).toBe(1);
      }
      expect((await at.store.owner(owner))?.tries.row ?? 0).toBe(byOwner);
      expect(byOwner).toBeLessThanOrEqual(5);
    });

    it('many right ones at once by owner: each code is good once', async () => {
      const { owner, devices } = await home();
      const codes = await Promise.all(devices.map(({ account }) => account.otpAt(START)));
      const counts = await atOnce(({ issuer }, i) => issuer.verifyOtp({ owner }, codes[i % 3]!));
      expect(counts).toEqual({ ok: 3, CODE_USED: callsAtOnce - 3 });
    });

    it('many at once that unpause and guess: at most five are compared for each pause', async () => {
      const { owner, devices, wrong } = await home();
      const [{ id }] = devices;
      for (let i = 0; i < 5; i++) await at.issuer.verifyOtp(id, wrong);
      const during = await atOnce(({ issuer }, i) =>
        i === callsAtOnce / 2 ? issuer.unpause(id) : issuer.verifyOtp(id, wrong),
      );
      const after = await atOnce(({ issuer }) => issuer.verifyOtp(id, wrong));
      // However many of the first came after the end of the pause.
      expect((during['CODE_WRONG'] ?? 0) + (after['CODE_WRONG'] ?? 0)).toBe(5);
      expect(await triesOf(devices[0])).toMatchObject({ row: 10, total: 10, step: 2 });
      expect((await at.store.owner(owner))?.tries).toEqual(NO_OWNER_TRIES);
    });
  });
}

/** A code that is none of these devices'. */
function wrongForAll(devices: readonly Bound[], now: number): string {
  return wrongOtpOfAll(
    devices.map(({ account }) => account),
    now,
  );
}
