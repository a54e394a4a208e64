/** Enrolments at other servers, on a real vault, against models of the servers. */
import { beforeEach, describe, expect, it } from 'vitest';

import { pin } from '../../../src/vault/pin.ts';
import type { OathRow } from '../../../src/vault/schema.ts';
import { linOtp, privacyIdea } from '../../e2e/support/other-servers.ts';
import { boot, clock, reset } from '../../vault/fake-device.ts';
import { readRows, writeRow } from '../../vault/raw-rows.ts';
import { indexRecording, startRecording } from '../../vault/recorded-storage.ts';
import { PIN } from '../../vault/scenarios.ts';
import type { Scene } from './enrol-scene.ts';
import { choosePin, codeOf, createScene } from './enrol-scene.ts';

let scene: Scene;
beforeEach(async () => {
  reset();
  const vault = await boot();
  await choosePin(vault);
  scene = createScene(vault);
});

async function accounts() {
  return (await scene.vault.snapshot()).accounts;
}

/** Enrols at LinOTP up to the first code, and has the page take it. */
async function enrolAtLinOtp(server = linOtp()) {
  await scene.scan(server.image1);
  const { pending } = await scene.at('enrol-code');
  const image2 = server.type(pending.code)!;
  scene.enrolRun.act({ type: 'second-wanted' });
  scene.enrolRun.pasted(image2);
  const { answer } = await scene.at('enrol-answer');
  expect(server.check(answer.code)).toBe(true);
  await scene.accept();
  return { server, answer, image2 };
}

describe('two steps', () => {
  it.each(['totp', 'hotp'] as const)('%s: both sides have one key', async (type) => {
    const server = privacyIdea({ type });
    await scene.scan(server.uri);
    const { waiting } = await scene.at('enrol-text');
    expect(waiting).toMatchObject({ issuer: 'Intranet Login', label: 'OATH0001' });
    expect(server.type(waiting.text)).toBe(true);
    await scene.accept();
    expect(scene.left).toEqual(['home']);
    expect(await accounts()).toMatchObject([{ state: 'active', type, serial: 'OATH0001' }]);
    const opened = await scene.vault.unlock(pin(PIN));
    const expected = type === 'totp' ? server.totp(clock.now / 1000) : server.hotp(1);
    expect(await codeOf(opened, scene.vault, waiting.account)).toBe(expected);
  });

  it('says what it means before the first such account, and not again', async () => {
    await scene.scan(privacyIdea().uri);
    expect(await scene.at('enrol-notice')).toMatchObject({ notice: 'first' });
    expect(await accounts()).toEqual([]);
    scene.enrolRun.act({ type: 'notice-read' });
    await scene.at('enrol-text');
    await scene.accept();
    await scene.scan(privacyIdea().uri);
    await scene.until(() => scene.enrolRun.state.step !== 'enrol-reading');
    expect(scene.enrolRun.state.step).toBe('enrol-text');
  });

  it('is shown again from Home, the same text', async () => {
    await scene.scan(privacyIdea().uri);
    const { waiting } = await scene.at('enrol-text');
    scene.enrolRun.back();
    const again = createScene(await boot());
    await again.open(waiting.account);
    expect((await again.at('enrol-text')).waiting).toEqual(waiting);
  });

  it('leaves nothing where the page did not take it', async () => {
    await scene.scan(privacyIdea().uri);
    await scene.at('enrol-text');
    scene.enrolRun.act({ type: 'page-refused' });
    scene.enrolRun.act({ type: 'refused-discarded' });
    await scene.until(() => scene.left.length > 0);
    expect(await accounts()).toEqual([]);
  });

  it('reads the code again after a lock while its key was made, and accuses nobody', async () => {
    const { vault } = scene;
    let isLocked = false;
    const locking = createScene({
      ...vault,
      sealWaitingOath(by, candidate) {
        if (!isLocked) {
          isLocked = true;
          locking.authSession.lock();
          locking.enrolRun.locked();
        }
        return vault.sealWaitingOath(by, candidate);
      },
    });
    const server = privacyIdea();
    await locking.scan(server.uri);
    await locking.at('enrol-notice');
    locking.enrolRun.act({ type: 'notice-read' });
    await locking.until(() => locking.pursued.length > 0);
    expect(locking.pursued).toEqual([{ to: 'transfer', purpose: 'enrol' }]);
    await locking.resume();
    const { waiting } = await locking.at('enrol-text');
    expect(server.type(waiting.text)).toBe(true);
    await locking.accept();
    expect(await accounts()).toMatchObject([{ state: 'active' }]);
    const opened = await vault.unlock(pin(PIN));
    expect(await codeOf(opened, vault, waiting.account)).toBe(server.totp(clock.now / 1000));
  });

  it('draws another part each time', async () => {
    const { uri } = privacyIdea();
    const texts = [];
    for (let n = 0; n < 3; n++) {
      const vault = await boot();
      const other = createScene(vault);
      await other.scan(uri);
      texts.push((await other.at('enrol-text')).waiting.text);
    }
    expect(new Set(texts).size).toBe(3);
  });

  it.each([
    ['a key that can be guessed', /secret=[^&]*/, 'secret=AAAAAAAA', 'WEAK_KEY'],
    ['too many rounds', '=1000', '=9999999', 'OUT_OF_RANGE'],
  ])('refuses %s before anything is kept', async (_, pattern, by, problem) => {
    await scene.scan(privacyIdea().uri.replace(pattern, by));
    expect(await scene.at('enrol-failed')).toMatchObject({ problem });
    expect(await accounts()).toEqual([]);
  });
});

describe('ocra2', () => {
  it('goes over two images and two codes to an account that signs', async () => {
    const { server, answer } = await enrolAtLinOtp();
    expect(answer).toMatchObject({ message: 'Aktivierung + Test', isWhole: true });
    expect(await accounts()).toMatchObject([
      { state: 'active', type: 'ocra2', label: 'LSO200000001', counter: 1 },
    ]);
    expect(await scene.vault.ocra2Pending()).toBeUndefined();
    for (const message of ['Zahlung 100,00 EUR', '']) {
      const shown = await scene.sign(server.ask(message));
      expect(shown).toMatchObject({ step: 'sign-code', answer: { message, isWhole: true } });
      expect(server.check('answer' in shown ? shown.answer.code : '')).toBe(true);
    }
    expect(server.taken).toEqual([0, 1, 2]);
  });

  it.each(['OCRA-1:HOTP-SHA256-6:QA64', 'OCRA-1:HOTP-SHA256-6:C-QA64'])(
    'takes %s',
    async (suite) => {
      const { server } = await enrolAtLinOtp(linOtp({ suite }));
      const shown = await scene.sign(server.ask('Pay'));
      expect(server.check('answer' in shown ? shown.answer.code : '')).toBe(true);
    },
  );

  it('knows whose question it is by its key', async () => {
    const first = await enrolAtLinOtp();
    const second = await enrolAtLinOtp(linOtp({ serial: 'LSO200000002' }));
    for (const { server, answer } of [second, first, second]) {
      const shown = await scene.sign(server.ask('Pay'));
      expect(shown).toMatchObject({ answer: { account: answer.account } });
    }
    expect(await scene.sign(linOtp().ask('Pay'))).toMatchObject({ problem: 'nobody' });
  });

  it('answers past an account that is damaged', async () => {
    const [first, second] = [
      await enrolAtLinOtp(),
      await enrolAtLinOtp(linOtp({ serial: 'LSO200000002' })),
    ];
    for (const damaged of [first, second]) {
      const sound = damaged === first ? second : first;
      const { account } = damaged.answer;
      const row = (await readRows()).accounts[account] as OathRow;
      const secret = { class: 2, bytes: row.secret!.bytes.slice(1) } as const;
      await writeRow('accounts', account, { ...row, secret });
      const shown = await scene.sign(sound.server.ask('Pay'));
      expect(shown).toMatchObject({ answer: { account: sound.answer.account } });
      expect(await scene.sign(damaged.server.ask('Pay'))).toMatchObject({ problem: 'nobody' });
      await writeRow('accounts', account, row);
    }
  });

  it('uses up a counter for each code that it shows, typed or not', async () => {
    const { server } = await enrolAtLinOtp();
    const text = server.ask('Pay');
    const codes = [];
    for (let n = 0; n < 3; n++) {
      const shown = await scene.sign(text);
      codes.push('answer' in shown ? shown.answer.code : '');
    }
    expect(new Set(codes).size).toBe(3);
    expect(server.check(codes[2]!)).toBe(true);
    expect(server.check(codes[1]!)).toBe(false);
  });

  it('says that the activation code was mistyped, or that it is another image', async () => {
    const server = linOtp();
    await scene.scan(server.image1);
    const { pending } = await scene.at('enrol-code');
    const mistyped = server.type('GEZDGNBVGY3TQOJQ01')!;
    scene.enrolRun.pasted(mistyped);
    expect(await scene.at('enrol-scan')).toMatchObject({ problem: 'mistyped', pending });
    expect(await accounts()).toEqual([]);
    scene.enrolRun.pasted(server.type(pending.code)!);
    expect(server.check((await scene.at('enrol-answer')).answer.code)).toBe(true);
  });

  it('tells another account’s image, an image without a first one, and other codes', async () => {
    const [server, other] = [linOtp(), linOtp({ serial: 'LSO200000002' })];
    const stray = other.type('GEZDGNBVGY3TQOJQ01')!;
    await scene.scan(stray);
    expect(await scene.at('enrol-failed')).toMatchObject({ problem: 'first-missing' });
    await scene.scan(server.image1);
    await scene.at('enrol-code');
    scene.enrolRun.pasted(stray);
    expect(await scene.at('enrol-scan')).toMatchObject({ problem: 'other-serial' });
    scene.enrolRun.pasted('https://example.org');
    expect(scene.enrolRun.state).toMatchObject({ problem: 'not-this' });
    scene.enrolRun.seen([], 'picture');
    expect(scene.enrolRun.state).toMatchObject({ problem: 'NO_CODE_IN_PICTURE' });
    expect(scene.enrolRun.scans).toBe(true);
  });

  it('asks before another enrolment is dropped', async () => {
    const [server, other] = [linOtp(), linOtp({ serial: 'LSO200000002' })];
    await scene.scan(server.image1);
    const { pending } = await scene.at('enrol-code');
    scene.enrolRun.back();
    await scene.scan(other.image1);
    await scene.at('enrol-replace');
    scene.enrolRun.act({ type: 'replace-denied' });
    await scene.resume();
    expect((await scene.at('enrol-code')).pending).toEqual(pending);
    scene.enrolRun.back();
    await scene.scan(other.image1);
    await scene.at('enrol-replace');
    scene.enrolRun.act({ type: 'replace-confirmed' });
    expect((await scene.at('enrol-code')).pending.serial).toBe('LSO200000002');
  });

  it('asks for the PIN again after a lock, and goes on with the image that was read', async () => {
    const server = linOtp();
    await scene.scan(server.image1);
    const { pending } = await scene.at('enrol-code');
    scene.authSession.lock();
    scene.enrolRun.locked();
    scene.enrolRun.pasted(server.type(pending.code)!);
    await scene.until(() => scene.enrolRun.state.step === 'enrol-scan');
    expect(scene.pursued).toEqual([{ to: 'transfer', purpose: 'enrol' }]);
    await scene.resume();
    expect(server.check((await scene.at('enrol-answer')).answer.code)).toBe(true);
  });

  it('accepts a waiting account by its first question: its page has taken the code', async () => {
    const server = linOtp();
    await scene.scan(server.image1);
    const image2 = server.type((await scene.at('enrol-code')).pending.code)!;
    scene.enrolRun.pasted(image2);
    server.check((await scene.at('enrol-answer')).answer.code);
    expect(await accounts()).toMatchObject([{ state: 'waiting' }]);
    expect(await scene.sign(server.ask('Pay'))).toMatchObject({ step: 'sign-code' });
    expect(await accounts()).toMatchObject([{ state: 'active' }]);
  });

  it('says that nobody here is asked where there is no such account', async () => {
    expect(await scene.sign(linOtp().ask('Pay'))).toMatchObject({ problem: 'nobody' });
    expect(scene.pursued).toEqual([]);
  });

  it('refuses a key that can be guessed before a code is shown', async () => {
    const server = linOtp();
    await scene.scan(server.image1.replace(/sh=[^&]*/, `sh=${'41'.repeat(32)}`));
    expect(await scene.at('enrol-failed')).toMatchObject({ problem: 'WEAK_KEY' });
    await scene.scan(server.image1);
    const { pending } = await scene.at('enrol-code');
    const image2 = server.type(pending.code)!;
    scene.enrolRun.pasted(image2.replace(/no=[^&]*/, `no=${'41'.repeat(64)}`));
    expect(await scene.at('enrol-scan')).toMatchObject({ problem: 'WEAK_KEY' });
  });
});

it('writes no part of a server, no nonce, no signature, no challenge, no code and no key', async () => {
  const { recording, stop } = startRecording();
  const vault = await boot();
  scene = createScene(vault);
  const idea = privacyIdea();
  await scene.scan(idea.uri);
  const { waiting } = await scene.at('enrol-text');
  idea.type(waiting.text);
  await scene.accept();
  const { server } = await enrolAtLinOtp();
  const shown = await scene.sign(server.ask('Zahlung 100,00 EUR'));
  expect(server.check('answer' in shown ? shown.answer.code : '')).toBe(true);
  // What may be written is found: sealed records are opened, too.
  recording.writes.push(...(await keyRows()));
  const found = indexRecording(recording);
  stop();
  for (const text of [waiting.text, 'Intranet Login', 'LSO200000001'])
    expect(found.contains(Buffer.from(text))).toBe(true);
  const secrets = [...idea.secrets(), ...server.secrets()];
  expect(secrets.length).toBeGreaterThan(8);
  for (const secret of secrets) {
    const bytes = Buffer.from(secret as string);
    const hex = Buffer.from(bytes.toString('hex'));
    for (const form of [bytes, hex]) expect(found.contains(form)).toBe(false);
  }
});

/** The device key was written before the recording began. */
async function keyRows() {
  const { keys } = await readRows();
  return Object.entries(keys).map(([key, value]) => ({ store: 'keys', key, value, at: 0 }));
}
