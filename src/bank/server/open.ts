/** Opens the bank as its environment says: storage, push services, issuer, and the application. */
import type { Hono } from 'hono';

import { createIssuer } from '../../issuer/issuer.ts';
import type { PushSender } from '../../issuer/push.ts';
import { SESSION_SECONDS } from '../api.ts';
import { createBank } from './bank.ts';
import { pushSender } from './push-sender.ts';
import type { EnvironmentVariables, Storage } from './storage.ts';
import { openStorage } from './storage.ts';

/** Why a contact is refused when the bank starts, rather than by each push service later. */
const CONTACT_REFUSED =
  'push services refuse all but a mailto: address or an https: URL at a public name, as in ' +
  'mailto:security@bank.example.';
const SWEEP_EVERY_MS = 600_000;

export interface OpenBank {
  readonly fetch: Hono['fetch'];
  /** Lets listening pages go. */
  readonly endStreams: () => void;
  /** Lets listening pages go, ends the sweeping, and closes the storage. */
  readonly close: () => Promise<void>;
}

export interface Places {
  /** The bank's own origin, as its service's address begins. */
  readonly origin: string;
  /** The folder of its accounts, where storage.ts wants one. */
  readonly folder: string;
  /** The folder of the built page. Default: none is served. */
  readonly page?: string;
}

/**
 * Opens it. AUTHENTICATOR_URL is for its links and the page that may call its service,
 * WEB_PUSH_CONTACT (a `mailto:` address or https URL at a public name, for push services to turn
 * to) for sending notifications,
 * BANK_PAUSES and BANK_SESSION, for tests, the seconds of each pause after wrong codes
 * (`900,3600`) and of a session without activity, the rest in storage.ts.
 * @throws StoreError, or Error with a sentence for whoever started the bank
 */
export async function openBank(
  environment: EnvironmentVariables,
  places: Places,
): Promise<OpenBank> {
  const storage = await openStorage(environment, places.folder);
  try {
    return await openOver(storage, environment, places);
  } catch (thrown) {
    await storage.close();
    throw thrown;
  }
}

async function openOver(
  storage: Storage,
  environment: EnvironmentVariables,
  { origin, page }: Places,
): Promise<OpenBank> {
  const push = await openPushSender(storage, environment['WEB_PUSH_CONTACT']);
  const pauses = environment['BANK_PAUSES'];
  const issuer = createIssuer({
    name: 'Northwind Bank',
    ...storage.issuerKeys,
    store: storage.store,
    serviceUrl: new URL('/service', origin).href,
    ...(push && { push }),
    ...(pauses && { pauses: pauses.split(',').map(Number) }),
  });
  const authenticator = environment['AUTHENTICATOR_URL'];
  const closing = new AbortController();
  const bank = createBank({
    issuer,
    signal: closing.signal,
    sessionSeconds: Number(environment['BANK_SESSION'] || SESSION_SECONDS),
    ...(page !== undefined && { page }),
    ...(authenticator && { authenticator }),
  });
  const sweeping = setInterval(() => void issuer.sweep().catch(console.error), SWEEP_EVERY_MS);
  sweeping.unref();
  return {
    fetch: bank.fetch,
    endStreams: () => closing.abort(),
    close() {
      closing.abort();
      clearInterval(sweeping);
      return storage.close();
    },
  };
}

async function openPushSender(
  storage: Storage,
  contact: string | undefined,
): Promise<PushSender | undefined> {
  try {
    return await pushSender(storage, contact);
  } catch (cause) {
    const { field, message } = cause as Error & { readonly field?: string };
    const why = field === 'subject' ? CONTACT_REFUSED : message;
    throw new Error(`Notifications can't be sent, check WEB_PUSH_CONTACT: ${why}`, { cause });
  }
}
