/**
 * Two hundred tries at once, over four servers on one store that takes its time: one wins, and no
 * limit is stretched.
 */
import { describe, expect, it } from 'vitest';

import { createDerivations } from '../../src/issuer/derivation-queue.ts';
import { atOnce, servers, TRIES } from './concurrent-calls.ts';
import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  mistyped,
  phone,
  START,
  wrongOtp,
} from './issuer-fixture.ts';

describe('200 at once', () => {
  it('with the right device code all get one and the same second message', async () => {
    const fixtures = servers();
    const { id, firstMessage } = granted(await fixtures[0].issuer.begin());
    const { deviceCode } = await phone(firstMessage);
    const messages = new Set<string>();
    const counts = await atOnce(fixtures, async ({ issuer }) => {
      const outcome = await issuer.acceptDeviceCode(id, deviceCode);
      if (outcome.ok) messages.add(outcome.secondMessage.join());
      return outcome;
    });
    expect(counts).toEqual({ ok: TRIES });
    expect(messages.size).toBe(1);
  });

  it('with two valid device codes one is bound', async () => {
    const fixtures = servers();
    const { id, firstMessage } = granted(await fixtures[0].issuer.begin());
    const { deviceCode, otherDeviceCode } = await phone(firstMessage);
    const counts = await atOnce(fixtures, ({ issuer }, i) =>
      issuer.acceptDeviceCode(id, i % 2 ? deviceCode : otherDeviceCode),
    );
    expect(counts).toEqual({ ok: TRIES / 2, CODE_OTHER: TRIES / 2 });
  });

  it('with wrong device codes five are counted', async () => {
    const fixtures = servers();
    const { id, firstMessage } = granted(await fixtures[0].issuer.begin());
    const { deviceCode } = await phone(firstMessage);
    const counts = await atOnce(fixtures, ({ issuer }) =>
      issuer.acceptDeviceCode(id, mistyped(deviceCode)),
    );
    expect(counts).toEqual({ CODE_WRONG: 5, WRONG_STATE: TRIES - 5 });
  });

  it('with the right activation code one activates', async () => {
    const fixtures = servers();
    const { id, account } = await bind(fixtures[0], granted(await fixtures[0].issuer.begin()));
    const counts = await atOnce(fixtures, ({ issuer }) =>
      issuer.confirm(id, account.activationCode),
    );
    expect(counts).toEqual({ ok: 1, WRONG_STATE: TRIES - 1 });
  });

  it('with wrong activation codes three are counted', async () => {
    const fixtures = servers();
    const { id, account } = await bind(fixtures[0], granted(await fixtures[0].issuer.begin()));
    const counts = await atOnce(fixtures, ({ issuer }) =>
      issuer.confirm(id, mistyped(account.activationCode)),
    );
    expect(counts).toEqual({ CODE_WRONG: 3, WRONG_STATE: TRIES - 3 });
  });

  it('with one one-time password one is accepted', async () => {
    const fixtures = servers();
    const { id, account } = await activate(fixtures[0]);
    const code = await account.otpAt(START);
    const counts = await atOnce(fixtures, ({ issuer }) => issuer.verifyOtp(id, code));
    expect(counts).toEqual({ ok: 1, CODE_USED: TRIES - 1 });
  });

  it('with wrong one-time passwords five are counted', async () => {
    const fixtures = servers();
    const { id, account } = await activate(fixtures[0]);
    const wrong = await wrongOtp(account, START);
    const counts = await atOnce(fixtures, ({ issuer }) => issuer.verifyOtp(id, wrong));
    expect(counts).toEqual({ CODE_WRONG: 5, PAUSED: TRIES - 5 });
  });

  it('with one code as proof one replacement begins', async () => {
    const fixtures = servers();
    const { id, account } = await activate(fixtures[0]);
    const proof = { oneTimePassword: await account.otpAt(START) };
    const counts = await atOnce(fixtures, ({ issuer }) => issuer.beginReplacement(id, proof));
    expect(counts).toEqual({ ok: 1, CODE_USED: TRIES - 1 });
  });

  it('one serial number gets as many sequence numbers as instances', async () => {
    const fixtures = servers({ limits: { activations: 40 } });
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        fixtures[i % 4]!.issuer.begin({ owner: 'c', serial: 'NW-1' }),
      ),
    );
    const sequences = (await fixtures[0].issuer.list('c')).map(({ sequence }) => sequence);
    expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });
});

describe('the slow derivation', () => {
  it('is done once for one code, however often it is sent', async () => {
    const derivations = createDerivations<string>({ atOnce: 1, waiting: 0 });
    let runs = 0;
    const task = async (): Promise<string> => {
      runs++;
      await new Promise(setImmediate);
      return 'done';
    };
    const results = await Promise.all([derivations.run('a', task), derivations.run('a', task)]);
    expect(results).toEqual(['done', 'done']);
    expect(runs).toBe(1);
    expect(await derivations.run('a', task)).toBe('done');
    expect(runs).toBe(2);
  });

  it('runs a few at once, in order, and turns away the rest', async () => {
    const derivations = createDerivations<number>({ atOnce: 2, waiting: 3 });
    let running = 0;
    let most = 0;
    const started: number[] = [];
    const task = (i: number) => async (): Promise<number> => {
      most = Math.max(most, ++running);
      started.push(i);
      await new Promise(setImmediate);
      running--;
      return i;
    };
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => derivations.run(String(i), task(i))),
    );
    expect(results.map(({ status }) => status)).toEqual([
      ...Array<string>(5).fill('fulfilled'),
      ...Array<string>(3).fill('rejected'),
    ]);
    expect(results[5]).toMatchObject({ reason: { code: 'BUSY' } });
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    expect(await derivations.run('again', task(9))).toBe(9);
  });

  it('gives its place back when it fails', async () => {
    const derivations = createDerivations<number>({ atOnce: 1, waiting: 0 });
    const fail = (): Promise<number> => Promise.reject(new Error('broken'));
    await expect(derivations.run('a', fail)).rejects.toThrow('broken');
    expect(await derivations.run('a', () => Promise.resolve(1))).toBe(1);
  });

  it('answers BUSY without counting when too many phones come at once', async () => {
    const at = createIssuerFixture({ derivations: { workers: 1, waiting: 1 } });
    const phones = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { id, firstMessage } = granted(await at.issuer.begin());
        return { id, ...(await phone(firstMessage)) };
      }),
    );
    const outcomes = await Promise.all(
      phones.map(({ id, deviceCode }) => at.issuer.acceptDeviceCode(id, deviceCode)),
    );
    const busy = outcomes.flatMap((outcome, i) => (outcome.ok ? [] : [{ outcome, i }]));
    expect(busy).toHaveLength(2);
    for (const { outcome, i } of busy) {
      expect(outcome).toMatchObject({ reason: 'BUSY', state: 'CREATED', attemptsLeft: 5 });
      granted(await at.issuer.acceptDeviceCode(phones[i]!.id, phones[i]!.deviceCode));
    }
  });
});
