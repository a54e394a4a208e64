/**
 * A new phone for an old account: who may begin it, when the old one ends, and what cannot slip in
 * between (docs/protocol.md §6).
 */
import { describe, expect, it } from 'vitest';

import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { checkReplaces } from '../../src/protocol/second-message.ts';
import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  refused,
  setTotal,
  START,
  wrongOtp,
} from './issuer-fixture.ts';

const TAKEN = { ok: false, reason: 'SERIAL_TAKEN' };
const identified = { identifiedAsAtEnrolment: true } as const;

describe('a replacement', () => {
  it.each([
    [{ label: 'Savings' }, {}, 'Savings'],
    [{ privateLabel: 'Savings' }, {}, 'Savings'],
    [{ label: 'Savings' }, { privateLabel: 'Shared savings' }, 'Shared savings'],
    [{ privateLabel: 'Savings' }, { label: 'Shared savings' }, 'Shared savings'],
    [{}, {}, undefined],
  ])('of %j by %j is labelled %s', async (old, options, label) => {
    const at = createIssuerFixture();
    const { id } = await activate(
      at,
      granted(await at.issuer.begin({ owner: 'customer-17', ...old })),
    );
    const begun = granted(await at.issuer.beginReplacement(id, identified, options));
    expect((await at.issuer.inspect(begun.id))?.label).toBe(label);
  });

  it('begins with a code of the old instance, which ends when the new one is confirmed', async () => {
    const at = createIssuerFixture();
    const old = await activate(at, granted(await at.issuer.begin({ owner: 'customer-17' })));
    const proof = { oneTimePassword: await old.account.otpAt(START) };
    const begun = granted(await at.issuer.beginReplacement(old.id, proof, { label: 'New phone' }));
    expect(begun.serial).toBe(old.account.message.serial);

    const { message: first } = await readFirstMessage(begun.firstMessage);
    expect(first.replaces).toBe(begun.serial);
    const next = await bind(at, begun);
    expect(next.account.message).toMatchObject({ serial: begun.serial, sequence: 2 });
    expect(() => checkReplaces(first, next.account.message, [])).not.toThrow();

    granted(await at.issuer.verifyOtp(old.id, await old.account.otpAt(START + 30)));
    const confirmed = granted(await at.issuer.confirm(next.id, next.account.activationCode));
    expect(confirmed.replaced).toBe(old.id);
    const states = (await at.issuer.list('customer-17')).map(({ state }) => state);
    expect(states).toEqual(['REPLACED', 'ACTIVE']);
    at.clock.now += 90;
    const late = await at.issuer.verifyOtp(old.id, await old.account.otpAt(at.clock.now));
    expect(refused(late)).toMatchObject({ reason: 'WRONG_STATE', state: 'REPLACED' });
    granted(await at.issuer.verifyOtp(next.id, await next.account.otpAt(at.clock.now)));
  });

  it('does not begin with a wrong, a spent or a malformed code, and counts the wrong ones', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const code = await account.otpAt(START);
    granted(await at.issuer.verifyOtp(id, code));
    const begin = async (oneTimePassword: string): Promise<string> =>
      refused(await at.issuer.beginReplacement(id, { oneTimePassword })).reason;
    expect(await begin(code)).toBe('CODE_USED');
    expect(await begin('123')).toBe('CODE_MALFORMED');
    const wrong = await wrongOtp(account, START);
    for (let i = 0; i < 5; i++) expect(await begin(wrong)).toBe('CODE_WRONG');
    expect(await begin(await account.otpAt(START + 30))).toBe('PAUSED');
    expect(await at.issuer.list('customer')).toHaveLength(1);
  });

  it('brings a blocked account back on the word of the site', async () => {
    const at = createIssuerFixture();
    const old = await activate(at);
    const wrong = await wrongOtp(old.account, START);
    await setTotal(at, old.id, 24);
    await at.issuer.verifyOtp(old.id, wrong);
    expect((await at.issuer.inspect(old.id))?.state).toBe('BLOCKED');
    const begun = granted(await at.issuer.beginReplacement(old.id, identified));
    const next = await activate(at, begun);
    expect((await at.issuer.inspect(old.id))?.state).toBe('REPLACED');
    granted(await at.issuer.verifyOtp(next.id, await next.account.otpAt(START)));
  });

  it('that was abandoned leaves the old instance as it was', async () => {
    const at = createIssuerFixture();
    const old = await activate(at);
    const begun = granted(await at.issuer.beginReplacement(old.id, identified));
    await bind(at, begun);
    at.clock.now += 601;
    expect((await at.issuer.inspect(begun.id))?.state).toBe('EXPIRED');
    granted(await at.issuer.verifyOtp(old.id, await old.account.otpAt(at.clock.now)));
  });

  it('begun by a code dies with the instance that gave it', async () => {
    const at = createIssuerFixture();
    const stolen = await activate(at);
    const proof = { oneTimePassword: await stolen.account.otpAt(START) };
    const thief = await bind(at, granted(await at.issuer.beginReplacement(stolen.id, proof)));
    granted(await at.issuer.revoke(stolen.id));
    expect(refused(await at.issuer.confirm(thief.id, thief.account.activationCode))).toEqual({
      ok: false,
      reason: 'WRONG_STATE',
      state: 'FAILED',
      failure: 'SUPERSEDED',
      attemptsLeft: 0,
    });
  });

  it('begun by identification outlives the revocation of the old instance', async () => {
    const at = createIssuerFixture();
    const lost = await activate(at);
    const next = await bind(at, granted(await at.issuer.beginReplacement(lost.id, identified)));
    granted(await at.issuer.revoke(lost.id));
    const confirmed = granted(await at.issuer.confirm(next.id, next.account.activationCode));
    expect(confirmed.replaced).toBeUndefined();
    expect((await at.issuer.inspect(lost.id))?.state).toBe('REVOKED');
  });

  it('of two, only one becomes the account', async () => {
    const at = createIssuerFixture();
    const old = await activate(at);
    const one = await bind(at, granted(await at.issuer.beginReplacement(old.id, identified)));
    const other = await bind(at, granted(await at.issuer.beginReplacement(old.id, identified)));
    const outcomes = await Promise.all(
      [one, other].map(({ id, account }) => at.issuer.confirm(id, account.activationCode)),
    );
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const states = (await at.issuer.list('customer')).map(({ state }) => state).sort();
    expect(states).toEqual(['ACTIVE', 'FAILED', 'REPLACED']);
  });

  it('is the only way to another instance of an account that was active', async () => {
    const at = createIssuerFixture();
    const old = await activate(at, granted(await at.issuer.begin({ owner: 'a', serial: 'NW-1' })));
    expect(await at.issuer.begin({ owner: 'a', serial: 'NW-1' })).toEqual(TAKEN);
    granted(await at.issuer.revoke(old.id));
    expect(await at.issuer.begin({ owner: 'a', serial: 'NW-1' })).toEqual(TAKEN);
    granted(await at.issuer.beginReplacement(old.id, identified));
  });
});

describe('a serial number', () => {
  it('belongs to one owner', async () => {
    const { issuer } = createIssuerFixture();
    granted(await issuer.begin({ owner: 'a', serial: 'NW-1' }));
    expect(await issuer.begin({ owner: 'b', serial: 'NW-1' })).toEqual(TAKEN);
  });

  it('begun twice before either was active becomes one account, and counts its instances', async () => {
    const at = createIssuerFixture();
    const one = await bind(at, granted(await at.issuer.begin({ owner: 'a', serial: 'NW-1' })));
    const other = await bind(at, granted(await at.issuer.begin({ owner: 'a', serial: 'NW-1' })));
    expect(other.account.message.sequence).toBe(2);
    granted(await at.issuer.confirm(other.id, other.account.activationCode));
    const late = refused(await at.issuer.confirm(one.id, one.account.activationCode));
    expect(late.failure).toBe('SUPERSEDED');
  });
});
