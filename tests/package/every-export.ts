/** Imports every export, for the compiler alone: no DOM, no Node, and nothing skipped. */
import type { IssuerStore, Outcome, PushSender } from '@tessera-auth/issuer';
import { createIssuer, generateStoreKey, StoreError } from '@tessera-auth/issuer';
import { createPageHandler, createServiceHandler } from '@tessera-auth/issuer/http';
import { openPgliteStore } from '@tessera-auth/issuer/pglite';
import { openPostgresStore } from '@tessera-auth/issuer/postgres';
import { createDeviceCode, readFirstMessage } from '@tessera-auth/issuer/protocol';
import { refusalText } from '@tessera-auth/issuer/refusals';
import { messageCryptogramPng, messageMatrix, messagePng } from '@tessera-auth/issuer/symbology';
import { createWebPush, generateVapidKeys } from '@tessera-auth/issuer/web-push';
import { createWebhookSender } from '@tessera-auth/issuer/webhooks';

export async function site(database: string): Promise<IssuerStore> {
  const key = generateStoreKey();
  const store = await openPostgresStore({ database, key });
  const push: PushSender = createWebPush({
    keys: generateVapidKeys(),
    subject: 'mailto:a@b.example',
  });
  const issuer = createIssuer({ name: 'Site', key: await store.issuerKey(), store, push });
  createServiceHandler({ issuer, authenticators: ['https://auth.example'] });
  const outcome: Outcome<{ readonly serial: string }> = await issuer.verifyOtp('id', '123456');
  const serial: string = outcome.ok
    ? outcome.serial
    : refusalText(outcome, { language: ['de', 'en'], code: 'one-time-password' });
  return serial === '' ? openPgliteStore({ folder: 'accounts', key }) : store;
}

export async function images(message: Uint8Array): Promise<readonly Uint8Array[]> {
  const { message: first, h1 } = await readFirstMessage(message);
  const { code } = await createDeviceCode(first.secret, h1);
  // @ts-expect-error a code is text
  const wrong: number = code;
  return [
    await messagePng(message, { scale: wrong }),
    await messageCryptogramPng(message),
    messageMatrix(message).modules,
  ];
}

export const handlers = [createPageHandler, StoreError, createWebhookSender];
