/** The service under test: two brands in memory, a clock that stands still, and keys. */
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { Scope } from '../../src/issuer/rows/service-rows.ts';
import { generateIssuerKey } from '../../src/issuer/signing-key.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { readConfiguration } from '../../src/server/configuration.ts';
import { newKey } from '../../src/server/keys.ts';
import { LINES_TYPE } from '../../src/server/lines.ts';
import type { Log } from '../../src/server/log.ts';
import { createLog } from '../../src/server/log.ts';
import type { Limiter } from '../../src/server/rates.ts';
import { SCOPES } from '../../src/server/schemas.ts';
import type { Service, ServiceOptions } from '../../src/server/service.ts';
import { createService } from '../../src/server/service.ts';
import { withCheapDerivations } from '../issuer/cheap-derivations.ts';
import { START } from '../issuer/issuer-fixture.ts';

export interface ServiceFixture {
  readonly service: Service;
  readonly clock: { now: number };
  /** Lines of the log. */
  readonly lines: string[];
  readonly stores: Readonly<Record<string, IssuerStore>>;
  /** A new key of a brand. */
  readonly keyFor: (
    scopes: readonly Scope[],
    options?: { brand?: string; expiresAt?: number },
  ) => Promise<string>;
  /** A call of the API with a key of every scope of the main brand. */
  readonly call: <Body>(
    method: string,
    path: string,
    options?: CallOptions,
  ) => Promise<Answer<Body>>;
  readonly close: () => Promise<void>;
}

export interface CallOptions {
  readonly body?: unknown;
  /** The key; null: none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What a test looks at in a problem. */
export interface ProblemBody {
  readonly reason: string;
  readonly status: number;
  readonly instance: string;
  readonly attemptsLeft?: number;
  readonly errors?: readonly { field: string; message: string }[];
}

export const AUTHENTICATOR = 'https://auth.example';
const PUBLIC = 'https://issuer.example';

/** Lets every call through. */
export const NO_LIMITS: Limiter = { take: () => ({ isAllowed: true, headers: {} }) };

const issuerKey = await generateIssuerKey();

export async function createServiceFixture(
  options: {
    stores?: Readonly<Record<string, IssuerStore>>;
    secret?: Uint8Array;
    log?: Log;
    environment?: Readonly<Record<string, string>>;
    limiter?: Limiter;
    connections?: ServiceOptions['connections'];
  } = {},
): Promise<ServiceFixture> {
  const clock = { now: START };
  const lines: string[] = [];
  const stores = options.stores ?? { main: createMemoryStore(), acme: createMemoryStore() };
  const configuration = readConfiguration({
    PUBLIC_URL: PUBLIC,
    ISSUER_NAME: 'Northwind Bank',
    AUTHENTICATORS: AUTHENTICATOR,
    ...options.environment,
  });
  const serviceOptions: ServiceOptions = {
    configuration,
    brands: Object.entries(stores).map(([brand, store]) => ({
      brand,
      name: `Bank ${brand}`,
      store,
      keys: { key: issuerKey },
    })),
    idempotencySecret: options.secret ?? new Uint8Array(32).fill(7),
    log: options.log ?? createLog('info', { write: (line: string) => void lines.push(line) }),
    version: '1.2.3',
    ...(options.limiter && { limiter: options.limiter }),
    ...(options.connections && { connections: options.connections }),
    now: () => clock.now,
  };
  const service = withCheapDerivations(() => createService(serviceOptions));

  async function keyFor(
    scopes: readonly Scope[],
    { brand = 'main', expiresAt }: { brand?: string; expiresAt?: number } = {},
  ): Promise<string> {
    const { key, row } = newKey(
      { name: 'test', scopes, ...(expiresAt !== undefined && { expiresAt }) },
      START,
    );
    await stores[brand]!.commit([{ table: 'keys', row }]);
    return key;
  }

  const everything = await keyFor(SCOPES);
  return {
    service,
    clock,
    lines,
    stores,
    keyFor,
    close: service.close,
    async call<Body>(method: string, path: string, { body, key, headers }: CallOptions = {}) {
      const response = await service.api.request(path, {
        method,
        headers: {
          ...(key !== null && { Authorization: `Bearer ${key ?? everything}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isLines = response.headers.get('Content-Type') === LINES_TYPE;
      const lines = (): unknown[] => text.split('\n').flatMap((each) => each && JSON.parse(each));
      const json = (): unknown => (text === '' ? undefined : JSON.parse(text));
      const read = (isLines ? lines().filter((each) => each !== '') : json()) as Body;
      return { status: response.status, headers: response.headers, body: read };
    },
  };
}
