/** Authentications over a real vault: what confirms a PIN before a write (vault.md, rule 2). */
import { beforeEach, describe, expect, it } from 'vitest';

import type { AuthSession } from '../../src/app/auth-session.ts';
import { createAuthSession } from '../../src/app/auth-session.ts';
import type { AuthenticationEvent, ProofHandle } from '../../src/core/authentication.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { OFFERED_PICTURES } from '../../src/vault/picture-choice.ts';
import { pin } from '../../src/vault/pin.ts';
import type { Vault } from '../../src/vault/types.ts';
import { authenticator } from '../vault/activation-fixtures.ts';
import { reset } from '../vault/fake-device.ts';
import { forgive, PIN, slips, twoEntries, withAccount } from '../vault/scenarios.ts';

type Given<L extends string> = Extract<AuthenticationEvent, { readonly lacking: L | string }>;

const forever = new AbortController().signal;
const DISAGREES = {
  type: 'proof-refused',
  problem: expect.objectContaining({ code: 'PIN_DISAGREES' }) as unknown,
};

let vault: Vault;
let session: AuthSession;
let shown: number[];
let own: number;
let slip: string;

beforeEach(async () => {
  reset();
  ({ vault } = await withAccount({ biometrics: authenticator() }));
  const known = await vault.unlock(pin(PIN));
  own = known.picture;
  known.lock();
  // One PIN in 32 has the same picture: nothing would tell it.
  for (const digits of await slips(vault, true, 3)) {
    const other = await vault.unlock(pin(digits));
    if (other.picture !== own) slip = digits;
    other.lock();
  }
  await forgive(vault);
  shown = [];
  session = createAuthSession(vault, ({ picture }) => shown.push(picture));
});

/** Enters a PIN, before a write under it unless `forWrite` is false. */
async function enter(digits: string, forWrite = true, agreeWith?: ProofHandle) {
  const effect = { type: 'check-pin', pin: pin(digits), ...(agreeWith && { agreeWith }) } as const;
  const event = await session.perform(effect, forWrite, forever);
  await forgive(vault);
  return event;
}

async function choice(digits: string): Promise<Given<'choice'> & { pictures: readonly number[] }> {
  const event = await enter(digits);
  expect(event).toMatchObject({ type: 'proof-given', lacking: 'choice' });
  return event as never;
}

const choose = (proof: ProofHandle, chosen: number) =>
  session.perform({ type: 'confirm-picture', proof, chosen }, true, forever);

describe('one entry before a write, with no picture shown since the lock', () => {
  it('asks which picture it is, and confirms the PIN by the right one', async () => {
    const { proof, pictures } = await choice(PIN);
    expect(pictures).toHaveLength(OFFERED_PICTURES);
    expect(pictures).toContain(own);
    expect(shown).toEqual([]);
    const given = await choose(proof, own);
    expect(given).toMatchObject({ type: 'proof-given', lacking: 'nothing', picture: own });
    expect(shown).toEqual([own]);
    await session.confirmedPin((given as { proof: ProofHandle }).proof);
  });

  it('says nowhere which it is until it was chosen', async () => {
    const { type, proof, ...rest } = await choice(PIN);
    expect(Object.keys(rest).sort()).toEqual(['lacking', 'pictures']);
    expect([type, session.current]).toEqual(['proof-given', undefined]);
    expect(session.isValid(proof)).toBe(true);
  });

  it('confirms nothing by another one, and gives no second choice until the lock', async () => {
    const { proof, pictures } = await choice(PIN);
    const other = pictures.find((each) => each !== own)!;
    expect(await choose(proof, other)).toEqual({
      type: 'proof-refused',
      problem: { code: 'PIN_DISAGREES', by: 'picture' },
    });
    expect(session.current).toBeUndefined();
    await expect(session.confirmedPin(proof)).rejects.toThrow(TesseraError);
    expect(await enter(PIN)).toMatchObject({ lacking: 'entry' });
    session.lock();
    await choice(PIN);
  });

  it('catches a slip: the picture of another PIN is not among the choices that pass', async () => {
    const { proof, pictures } = await choice(slip);
    const known = pictures.includes(own) ? own : undefined;
    if (known !== undefined) expect(await choose(proof, known)).toEqual(DISAGREES);
    else await session.perform({ type: 'forget-proof', proof }, true, forever);
    expect(session.current).toBeUndefined();
  });

  it('takes two entries and the question of who does not remember', async () => {
    const { proof } = await choice(PIN);
    const again = await enter(PIN, true, proof);
    expect(again).toMatchObject({ lacking: 'picture', picture: own });
    const { proof: second } = again as { proof: ProofHandle };
    const passed = await session.perform({ type: 'confirm-picture', proof: second }, true, forever);
    expect(passed).toMatchObject({ lacking: 'nothing' });
    await session.confirmedPin((passed as { proof: ProofHandle }).proof);
  });

  it('finds a second entry that disagrees', async () => {
    const { proof } = await choice(slip);
    expect(await enter(PIN, true, proof)).toEqual(DISAGREES);
  });
});

describe('an entry before a write, in a session whose picture was shown', () => {
  it('is the second one where none was confirmed, and the question follows', async () => {
    await enter(PIN, false);
    expect(shown).toEqual([own]);
    expect(await enter(PIN)).toMatchObject({ lacking: 'picture', picture: own });
  });

  it('must agree with it', async () => {
    await enter(PIN, false);
    expect(await enter(slip)).toEqual(DISAGREES);
    session.lock();
    await enter(slip, false);
    expect(await enter(PIN)).toEqual(DISAGREES);
    // Which of the two was the slip is not known: a second entry tells, and no choice.
    expect(await enter(PIN)).toMatchObject({ lacking: 'entry' });
  });

  it('is enough where that one was confirmed', async () => {
    await choose((await choice(PIN)).proof, own);
    expect(await enter(PIN)).toMatchObject({ lacking: 'nothing' });
    expect(await enter(slip)).toEqual(DISAGREES);
  });
});

describe('biometrics', () => {
  beforeEach(async () => {
    await vault.enableBiometrics(await twoEntries(vault));
  });

  it('confirm by themselves', async () => {
    const given = await session.perform({ type: 'check-biometrics' }, true, forever);
    expect(given).toMatchObject({ lacking: 'nothing', picture: own });
    await session.confirmedPin((given as { proof: ProofHandle }).proof);
    expect(await enter(PIN)).toMatchObject({ lacking: 'nothing' });
  });

  it('that never answer are left, and what they give too late is dropped', async () => {
    const left = new AbortController();
    let answer = (): void => undefined;
    const late = vault.unlockWithBiometrics();
    const slow: Vault = {
      ...vault,
      unlockWithBiometrics: () => new Promise((resolve) => (answer = () => resolve(late))),
    };
    session = createAuthSession(slow, ({ picture }) => shown.push(picture));
    const prompt = session.perform({ type: 'check-biometrics' }, false, left.signal);
    left.abort();
    expect(await enter(PIN, false)).toMatchObject({ lacking: 'nothing' });
    answer();
    expect(await prompt).toBeUndefined();
    expect((await late).locked).toBe(true);
    expect(session.current?.by).toBe('pin');
  });
});
