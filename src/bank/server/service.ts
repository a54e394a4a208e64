/**
 * The issuer's service in the bank's own process: what phones, tickets' pages and the API call,
 * over the bank's accounts.
 */
import type { IssuerOptions } from '../../issuer/issuer-options.ts';
import { randomBytes } from '../../protocol/random.ts';
import { MAIN_BRAND, readConfiguration } from '../../server/configuration.ts';
import type { Log } from '../../server/log.ts';
import type { Limiter } from '../../server/rates.ts';
import type { Service } from '../../server/service.ts';
import { createService } from '../../server/service.ts';
import type { Storage } from './storage.ts';

/** What the bank opens its service with. */
export interface BankServiceOptions extends Pick<IssuerOptions, 'name'> {
  /** The bank's own origin. */
  readonly origin: string;
  /** The authenticator's address, whose page may call the service. */
  readonly authenticator: string | undefined;
  /** Limits and pauses, where they are not the library's. */
  readonly limits: Readonly<Record<string, unknown>>;
  readonly push: IssuerOptions['push'];
}

const IDEMPOTENCY_SECRET_BYTES = 32;
const VERSION = 'demonstration';

/** The bank says nothing unless something fails. */
const LOG: Log = {
  answered: () => undefined,
  thrown: (thrown) => console.error(thrown),
  info: () => undefined,
  warn: (facts, sentence) => console.error(sentence, facts),
};

/** On one computer all callers have one address. */
const NO_LIMITS: Limiter = { take: () => ({ isAllowed: true, headers: {} }) };

/** @throws TesseraError OUT_OF_RANGE for limits that no issuer can have */
export async function openService(
  { store, issuerKeys, secret }: Pick<Storage, 'store' | 'issuerKeys' | 'secret'>,
  { name, origin, authenticator, limits, push }: BankServiceOptions,
): Promise<Service> {
  const idempotencySecret = await secret('service/idempotency', () =>
    Promise.resolve(randomBytes(IDEMPOTENCY_SECRET_BYTES)),
  );
  return createService({
    configuration: {
      ...readConfiguration({}),
      publicUrl: new URL(origin).origin,
      authenticators: authenticator === undefined ? [] : [new URL(authenticator).origin],
      limits,
    },
    brands: [{ brand: MAIN_BRAND, name, store, keys: issuerKeys }],
    idempotencySecret,
    log: LOG,
    limiter: NO_LIMITS,
    version: VERSION,
    ...(push && { push }),
  });
}
