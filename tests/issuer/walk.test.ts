/** A whole activation, the issuer against the authenticator's side of the protocol. */
import { describe, expect, it } from 'vitest';

import { toHex } from '../../src/core/codec/bytes.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import { messageLink, messageSvg, messageText } from '../../src/issuer/render.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  issuerKey,
  phone,
  START,
} from './issuer-fixture.ts';

describe('a whole activation', () => {
  it('goes from the first image to an accepted one-time password', async () => {
    const at = createIssuerFixture();
    const { issuer, clock } = at;
    const begun = granted(await issuer.begin({ owner: 'customer-17', label: 'Current account' }));
    expect(begun.id).toMatch(/^[0-9a-f]{16}$/);
    expect(begun.expiresAt).toBe(START + 600);
    expect((await issuer.inspect(begun.id))?.state).toBe('CREATED');

    const holder = await phone(begun.firstMessage);
    const { secondMessage } = granted(await issuer.acceptDeviceCode(begun.id, holder.deviceCode));
    expect((await issuer.inspect(begun.id))?.state).toBe('CODE_BOUND');

    const account = await holder.scan(secondMessage);
    expect(account.message).toEqual({
      serial: begun.serial,
      sequence: 1,
      otp: { algorithm: 'SHA1', digits: 6, period: 30 },
      ocraSuite: 'OCRA-1:HOTP-SHA256-8:QH64',
      time: START,
    });
    const confirmed = granted(await issuer.confirm(begun.id, account.activationCode));
    expect(confirmed).toEqual({
      ok: true,
      id: begun.id,
      serial: begun.serial,
      sequence: 1,
      attemptsLeft: 5,
      totalLeft: 25,
    });

    clock.now += 3600;
    const verified = granted(await issuer.verifyOtp(begun.id, await account.otpAt(clock.now)));
    expect(verified).toEqual({
      ok: true,
      id: begun.id,
      serial: begun.serial,
      drift: 0,
      wrongSince: 0,
      attemptsLeft: 5,
      totalLeft: 25,
    });
    expect(await issuer.list('customer-17')).toEqual([
      {
        id: begun.id,
        serial: begun.serial,
        sequence: 1,
        owner: 'customer-17',
        label: 'Current account',
        issuerKey: toHex(issuerKey.publicKey),
        state: 'ACTIVE',
        createdAt: START,
        expiresAt: START + 600,
        activatedAt: START,
        usedAt: START + 3600,
        attemptsLeft: 5,
        totalLeft: 25,
      },
    ]);
  });

  it('puts into the first message what the site said, under its key', async () => {
    const { issuer } = createIssuerFixture({ lifetime: 120 });
    const begun = granted(await issuer.begin({ label: 'Home · savings', serial: 'NW-1' }));
    const { message } = await readFirstMessage(begun.firstMessage);
    expect(message).toMatchObject({
      issuerKey: issuerKey.publicKey,
      issuerName: 'Northwind Bank',
      label: 'Home · savings',
      issuedAt: START,
      expiresAt: START + 120,
    });
    expect(toHex(message.activationId)).toBe(begun.id);
    expect(message.replaces).toBeUndefined();
  });

  it('seals a private label in the second message, and lists the account by it', async () => {
    const at = createIssuerFixture();
    const begun = granted(
      await at.issuer.begin({
        owner: 'c',
        label: 'Account',
        privateLabel: 'Savings 42',
      }),
    );
    const { message } = await readFirstMessage(begun.firstMessage);
    expect(message.label).toBe('Account');
    const { account } = await bind(at, begun);
    expect(account.message.label).toBe('Savings 42');
    expect((await at.issuer.list('c'))[0]?.label).toBe('Savings 42');
  });

  it('sends policy, suite, service and notification key where the site has them', async () => {
    const vapidKey = new Uint8Array(65).fill(4);
    const at = createIssuerFixture({
      otp: { algorithm: 'SHA512', digits: 8, period: 60 },
      ocraSuite: 'OCRA-1:HOTP-SHA512-6:QH64',
      serviceUrl: 'https://bank.example/authenticator',
      vapidKey,
    });
    const { account, id } = await activate(at);
    expect(account.message).toMatchObject({
      otp: { algorithm: 'SHA512', digits: 8, period: 60 },
      ocraSuite: 'OCRA-1:HOTP-SHA512-6:QH64',
      serviceUrl: 'https://bank.example/authenticator',
      vapidKey,
    });
    granted(await at.issuer.verifyOtp(id, await account.otpAt(START)));
  });

  it('holds the keys that the authenticator holds, and drops what the activation alone needed', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const { otp, sign, channel, service } = account.keys;
    expect(await at.store.instance(id)).toMatchObject({
      state: 'ACTIVE',
      secrets: { keys: { otp, sign, channel, service } },
    });
    const row = (await at.store.instance(id)) as { secrets: object };
    expect(Object.keys(row.secrets)).toEqual(['keys']);
  });

  it('shows a message as image, as text and, a first one, as a link', async () => {
    const at = createIssuerFixture();
    const begun = granted(await at.issuer.begin());
    expect(messageSvg(begun.firstMessage)).toMatch(/^<svg /);
    expect(readText(messageText(begun.firstMessage))).toEqual(begun.firstMessage);
    const link = messageLink('https://auth.example/', begun.firstMessage);
    expect(readText(link)).toEqual(begun.firstMessage);
    const { secondMessage } = await bind(at, begun);
    expect(() => messageLink('https://auth.example/', secondMessage)).toThrow('FIRST_EXPECTED');
  });

  it('takes codes as people type them', async () => {
    const { issuer } = createIssuerFixture();
    const begun = granted(await issuer.begin());
    const holder = await phone(begun.firstMessage);
    const sloppy = ` ${holder.deviceCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    const { secondMessage } = granted(await issuer.acceptDeviceCode(begun.id, sloppy));
    const { activationCode } = await holder.scan(secondMessage);
    granted(await issuer.confirm(begun.id, ` ${activationCode.replace(' ', '-')}`));
  });
});
