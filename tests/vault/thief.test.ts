/** A stolen copy tells nothing: at least 504 of 10,000 PINs survive a full life. */
import { beforeAll, describe, expect, test } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { encodeCbor } from '../../src/core/codec/cbor.ts';
import { pictureName } from '../../src/ui/mosaic/picture-names.ts';
import { pin } from '../../src/vault/pin.ts';
import { accountKey, derivePinRoot, importPinRoot, pictureOf } from '../../src/vault/pin-kdf.ts';
import { baseOf } from '../../src/vault/pin-offset.ts';
import { sealRecord } from '../../src/vault/record-cipher.ts';
import type { AccountRow, PinRow } from '../../src/vault/schema.ts';
import type { Activation } from './activation-fixtures.ts';
import { drawn, expectedCode, scanFirst } from './activation-fixtures.ts';
import { boot, clock, reset } from './fake-device.ts';
import type { Life } from './full-life.ts';
import { liveFully } from './full-life.ts';
import { editRow, readRows, writeRow } from './raw-rows.ts';
import { startRecording } from './recorded-storage.ts';
import { PIN } from './scenarios.ts';
import type { Candidate } from './thief.ts';
import { agreeing, attack, leftByRules, passing, weigh } from './thief.ts';

describe('a thief with every byte ever written and the device key', () => {
  let life: Life;
  let candidates: readonly Candidate[];
  beforeAll(async () => {
    life = await liveFully();
    candidates = await passing(life.recording);
  });

  test('is left with about a sixteenth of the PINs that the app does not refuse', async () => {
    const { survivors, evidence } = await weigh(life.recording, candidates);
    expect(evidence).toEqual([]);
    expect(survivors).toContain(life.pin);
    expect(survivors.length).toBeGreaterThanOrEqual(leftByRules(life.recording).enough);
  });

  test('who knows the keys of any one account is left with exactly one PIN', async () => {
    for (const account of life.accounts) {
      const left = agreeing(life.recording, candidates, { account });
      expect(left.map(({ digits }) => digits)).toEqual([life.pin]);
    }
  });

  test('who has seen the picture is left with about one PIN in 512', async () => {
    const picture = await pictureOf(await rootOf(life.pin));
    const agreed = agreeing(life.recording, candidates, { picture });
    const { survivors } = await weigh(life.recording, agreed);
    expect(survivors).toContain(life.pin);
    // 10,000 / 512 is 19.5: five standard deviations more, and four less.
    expect(agreed.length).toBeGreaterThan(1);
    expect(agreed.length).toBeLessThan(42);
  });

  test('who has both is left with exactly one, too', async () => {
    const picture = await pictureOf(await rootOf(life.pin));
    const account = life.accounts[0]!;
    const left = agreeing(life.recording, candidates, { account, picture });
    expect(left.map(({ digits }) => digits)).toEqual([life.pin]);
  });

  test.each([
    ['a tag beside a secret', 'a tag, a hash or a key', plantTag],
    ['an authenticated ciphertext', 'an authenticated ciphertext', plantGcm],
    ['a secret that was encrypted again', 'one secret, encrypted twice', plantSecondCiphertext],
    ['a one-time password that was stored', 'a code', plantCode],
    ['a second message that was kept', 'the second message', plantSecondMessage],
    ['the nonce of a second message', 'the second message', plantNonce],
    ['a hash of the PIN', 'a tag, a hash or a key', plantHash],
  ])('would notice %s', async (_, what, plant) => {
    const known = life.accounts[1]!;
    const account = (await readRows()).accounts[known.id];
    const { recording, stop } = startRecording();
    await plant(life.pin, known);
    stop();
    await writeRow('accounts', known.id, account);
    const writes = [...life.recording.writes, ...recording.writes];
    const { survivors, evidence } = await weigh({ writes, elsewhere: [] }, candidates);
    expect(evidence.map((each) => each.what)).toContain(what);
    expect(survivors).toContain(life.pin);
    expect(survivors.length).toBeLessThan(5);
  });

  test.each([
    ['as a setting', (n: number) => sealInto('settings', 'picture', n)],
    ['by its name', (n: number) => sealInto('settings', 'picture', pictureName(n))],
    ['in the clear', (n: number) => editRow('keys', 'pin', (row: object) => ({ ...row, tile: n }))],
  ])('would notice the picture, written %s', async (_, plant) => {
    const row = (await readRows()).keys.pin;
    const { recording, stop } = startRecording();
    await plant(await pictureOf(await rootOf(life.pin)));
    stop();
    await writeRow('keys', 'pin', row);
    const writes = [...life.recording.writes, ...recording.writes];
    const { survivors, evidence } = await weigh({ writes, elsewhere: [] }, candidates);
    expect(evidence.map((each) => each.what)).toEqual(['the picture']);
    expect(survivors).toContain(life.pin);
    // As whoever has seen it: about one PIN in 512.
    expect(survivors.length).toBeLessThan(42);
  });
});

describe('the same PIN, chosen again after an erasure', () => {
  test('tells no more than once', async () => {
    reset();
    const { recording, stop } = startRecording();
    const vault = await boot();
    for (const serial of ['T-1', 'T-2', 'T-3']) {
      const known = await drawn(serial);
      await scanFirst(vault, known);
      (await vault.createPin(pin(PIN), pin(PIN), known.account())).lock();
      await vault.erase();
    }
    stop();
    const { survivors } = await attack(recording);
    expect(survivors).toContain(PIN);
    expect(survivors.length).toBeGreaterThanOrEqual(leftByRules(recording).enough);
  });

  test('would tell more under a second salt', async () => {
    reset();
    const { recording, stop } = startRecording();
    for (const serial of ['T-1', 'T-2']) {
      const vault = await boot();
      const known = await drawn(serial);
      await scanFirst(vault, known);
      (await vault.createPin(pin(PIN), pin(PIN), known.account())).lock();
      await vault.erase();
      vault.close();
      await writeRow('keys', 'pin', undefined);
    }
    stop();
    const { survivors } = await attack(recording);
    expect(survivors).toContain(PIN);
    expect(survivors.length).toBeLessThan(leftByRules(recording).enough / 4);
  });
});

async function rootOf(digits: string): Promise<CryptoKey> {
  const { salt, rounds, offsets } = (await readRows()).keys.pin as PinRow;
  return importPinRoot(await derivePinRoot(baseOf(pin(digits), offsets.at(-1)!), salt, rounds));
}

async function rawAccountKey(digits: string, id: string): Promise<ArrayBuffer> {
  const info = new TextEncoder().encode('tessera/vault/v1/account');
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: fromHex(id), info };
  return crypto.subtle.deriveBits(hkdf, await rootOf(digits), 256);
}

async function plantTag(digits: string, { id }: Activation): Promise<void> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const raw = await rawAccountKey(digits, id);
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
  const { secret } = (await readRows()).accounts[id] as AccountRow;
  const tag = new Uint8Array(await crypto.subtle.sign('HMAC', key, secret.bytes)).slice(0, 16);
  await editRow('accounts', id, (row: object) => ({ ...row, tag }));
}

async function plantGcm(digits: string, { id, otp }: Activation): Promise<void> {
  const raw = await rawAccountKey(digits, id);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, otp));
  await editRow('accounts', id, (row: object) => ({ ...row, iv, sealed }));
}

async function plantSecondCiphertext(digits: string, { id, otp, sign }: Activation): Promise<void> {
  const key = await accountKey(await rootOf(digits), fromHex(id));
  const counter = crypto.getRandomValues(new Uint8Array(16));
  const plain = Uint8Array.of(...otp, ...sign);
  const ctr = { name: 'AES-CTR', counter, length: 128 };
  const bytes = new Uint8Array(await crypto.subtle.encrypt(ctr, key, plain));
  await editRow('accounts', id, (row: object) => ({ ...row, secret: { counter, bytes } }));
}

async function sealInto(
  store: 'settings' | 'activations',
  id: string,
  value: string | number | Uint8Array,
) {
  const { key } = (await readRows()).keys.device as { key: CryptoKey };
  await writeRow(store, id, await sealRecord(key, { store, id, format: 1 }, value));
}

async function plantCode(_: string, known: Activation): Promise<void> {
  await sealInto('settings', 'last', await expectedCode(known, Math.floor(clock.now / 1000)));
}

async function plantSecondMessage(_: string, known: Activation): Promise<void> {
  await sealInto('activations', known.id, known.secondMessage!);
}

async function plantNonce(_: string, known: Activation): Promise<void> {
  const hex = toHex(known.secondMessage!);
  const at = hex.indexOf('3a0001000050') + 12; // header −65537 and a byte string of 16
  await writeRow('settings', 'nonce', { nonce: fromHex(hex.slice(at, at + 32)) });
}

async function plantHash(digits: string): Promise<void> {
  const hash = await crypto.subtle.digest('SHA-256', encodeCbor(digits).slice(1));
  await writeRow('settings', 'pin', { hash: new Uint8Array(hash) });
}
