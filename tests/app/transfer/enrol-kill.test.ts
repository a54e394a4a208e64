/** Enrolments at other servers, killed at every write: they go on, or the code is scanned again. */
import { expect, it } from 'vitest';

import { pin } from '../../../src/vault/pin.ts';
import type { Vault } from '../../../src/vault/types.ts';
import type { LinOtp, PrivacyIdea } from '../../e2e/support/other-servers.ts';
import { linOtp, privacyIdea } from '../../e2e/support/other-servers.ts';
import { boot, clock, killedAt, reset } from '../../vault/fake-device.ts';
import { PIN } from '../../vault/scenarios.ts';
import { choosePin, codeOf, createScene } from './enrol-scene.ts';

/** An empty vault with a PIN. */
async function prepared(): Promise<Vault> {
  reset();
  const vault = await boot();
  await choosePin(vault);
  return vault;
}

/** What the person's pages have seen. */
interface Seen {
  readonly texts: string[];
}

/** Goes on from wherever the vault is: from the waiting account, or from the page's code. */
async function finishTwoSteps(vault: Vault, server: PrivacyIdea, { texts }: Seen): Promise<void> {
  const scene = createScene(vault);
  const [account] = (await vault.snapshot()).accounts;
  if (account?.state === 'active') return;
  if (account) await scene.open(account.id);
  else await scene.scan(server.uri);
  const { waiting } = await scene.at('enrol-text');
  texts.push(waiting.text);
  expect(server.type(waiting.text)).toBe(true);
  await scene.accept();
}

/** The page's own state lasts longer than the app: it shows image 2 once the code was typed. */
interface Page extends Seen {
  image2?: string;
}

async function finishOcra2(vault: Vault, server: LinOtp, page: Page): Promise<void> {
  const scene = createScene(vault);
  const [account] = (await vault.snapshot()).accounts;
  if (account?.state === 'active') return;
  if (!account && !page.image2) {
    if (await vault.ocra2Pending()) await scene.resume();
    else await scene.scan(server.image1);
    const { pending } = await scene.at('enrol-code');
    page.texts.push(pending.code);
    page.image2 = server.type(pending.code)!;
    scene.enrolRun.pasted(page.image2);
  } else {
    if (account) await scene.open(account.id);
    else await scene.resume();
    await scene.until(() => ['enrol-code', 'enrol-scan'].includes(scene.enrolRun.state.step));
    scene.enrolRun.pasted(page.image2!);
  }
  const { answer } = await scene.at('enrol-answer');
  page.texts.push(answer.code);
  // A page takes one right code; the same one typed again is the same answer.
  if (server.taken.length === 0) expect(server.check(answer.code)).toBe(true);
  await scene.accept();
}

it('two steps, killed at any moment: one account with the page’s key', async () => {
  let kills = 0;
  for (let n = 1; ; n++) {
    const vault = await prepared();
    const server = privacyIdea({ rounds: 1 });
    const seen: Seen = { texts: [] };
    const killed = await killedAt(n, () => finishTwoSteps(vault, server, seen));
    const again = await boot();
    await finishTwoSteps(again, server, seen);
    const { accounts } = await again.snapshot();
    expect(accounts, `killed at moment ${String(n)}`).toMatchObject([{ state: 'active' }]);
    const opened = await again.unlock(pin(PIN));
    expect(await codeOf(opened, again, accounts[0]!.id)).toBe(server.totp(clock.now / 1000));
    await expect(again.activationCode(accounts[0]!.id)).rejects.toThrow();
    // The page saw one text, however often: another one would belong to another key.
    expect(new Set(seen.texts).size).toBe(1);
    again.close();
    if (!killed) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(5);
});

it('ocra2, killed at any moment: one account, and no counter used for two challenges', async () => {
  let kills = 0;
  for (let n = 1; ; n++) {
    const vault = await prepared();
    const server = linOtp();
    const page: Page = { texts: [] };
    const killed = await killedAt(n, () => finishOcra2(vault, server, page));
    const again = await boot();
    await finishOcra2(again, server, page);
    const { accounts } = await again.snapshot();
    expect(accounts, `killed at moment ${String(n)}`).toMatchObject([
      { state: 'active', counter: 1 },
    ]);
    expect(await again.ocra2Pending()).toBeUndefined();
    // One activation code and one first code, however often they were shown.
    expect(new Set(page.texts).size).toBe(2);
    const shown = await createScene(again).sign(server.ask('Pay'));
    expect(server.check('answer' in shown ? shown.answer.code : '')).toBe(true);
    expect(server.taken).toEqual([0, 1]);
    again.close();
    if (!killed) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(8);
});

it('a later question, killed at any moment: no counter makes two codes', async () => {
  for (let n = 1; ; n++) {
    const vault = await prepared();
    const server = linOtp();
    const texts: string[] = [];
    await finishOcra2(vault, server, { texts });
    const shown: string[] = [];
    const ask = async (app: Vault): Promise<void> => {
      const state = await createScene(app).sign(server.ask(`Pay ${String(shown.length)}`));
      if (!('answer' in state)) throw new Error(state.problem);
      shown.push(state.answer.code);
      expect(server.check(state.answer.code)).toBe(true);
    };
    const killed = await killedAt(n, () => ask(vault));
    const again = await boot();
    await ask(again);
    await ask(again);
    const { taken } = server;
    expect(taken, `killed at moment ${String(n)}`).toHaveLength(shown.length + 1);
    expect(new Set(taken).size).toBe(taken.length);
    again.close();
    if (!killed) break;
    expect(n).toBeLessThan(100);
  }
});
