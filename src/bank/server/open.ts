/** Opens the bank as its environment says: storage, push services, issuer, and the application. */
import type { Hono } from 'hono';

import type { PushSender } from '../../issuer/push.ts';
import { brandOf } from '../../server/brands.ts';
import { MAIN_BRAND } from '../../server/configuration.ts';
import { SESSION_SECONDS } from '../api.ts';
import { createBank } from './bank.ts';
import { pushSender } from './push-sender.ts';
import { openService } from './service.ts';
import type { EnvironmentVariables, Storage } from './storage.ts';
import { openStorage } from './storage.ts';

/** Why a contact is refused when the bank starts, rather than by each push service later. */
const CONTACT_REFUSED =
  'push services refuse all but a mailto: address or an https: URL at a public name, as in ' +
  'mailto:security@bank.example.';

export interface OpenBank {
  readonly fetch: Hono['fetch'];
  /** Lets listening pages go. */
  readonly endStreams: () => void;
  /** Lets listening pages go, ends the service, and closes the storage. */
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
  const authenticator = environment['AUTHENTICATOR_URL'] || undefined;
  const service = await openService(storage, {
    name: 'Northwind Bank',
    origin,
    authenticator,
    limits: pauses ? { pauses: pauses.split(',').map(Number) } : {},
    push,
  });
  const closing = new AbortController();
  const bank = createBank({
    issuer: brandOf(service.services, MAIN_BRAND).issuer,
    service,
    signal: closing.signal,
    sessionSeconds: Number(environment['BANK_SESSION'] || SESSION_SECONDS),
    ...(page !== undefined && { page }),
    ...(authenticator && { authenticator }),
  });
  function endStreams(): void {
    closing.abort();
    service.endWaits();
  }
  return {
    fetch: bank.fetch,
    endStreams,
    async close() {
      endStreams();
      await service.close();
      await storage.close();
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
