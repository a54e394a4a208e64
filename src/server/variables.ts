/**
 * The environment's variables: what each must be, what it is where it is left out, and what it is
 * for (docs/service.md shows this table).
 */
import * as v from 'valibot';

import { isLoopbackHost } from '../core/loopback-host.ts';
import { isRange } from './addresses.ts';
import { LOG_LEVELS } from './log.ts';

const MAX_PORT = 65_535;
const MAX_CONNECTIONS = 1000;
/** As docs/protocol.md §1 limits an issuer's name; the library says what else it must be. */
const MAX_NAME = 64;
/** Longest part of an unknown key that is repeated, in characters. */
const MAX_TOLD = 40;

/** One variable. */
export interface Variable {
  readonly schema: v.GenericSchema<string, unknown>;
  /** Taken where the variable is unset or empty; undefined: it has no value then. */
  readonly standard?: string;
  /** What the table says in the place of `standard`, where that depends on others. */
  readonly standardSays?: string;
  readonly says: string;
}

const text = (rule: string, holds: (text: string) => boolean = () => true) =>
  v.pipe(v.string(), v.check(holds, `must be ${rule}`));

const port = v.pipe(
  text(`a port, 0 to ${MAX_PORT}`, (it) => /^\d{1,5}$/.test(it) && Number(it) <= MAX_PORT),
  v.transform(Number),
);
const host = text('a host name or an address', (it) => /^[\w.:-]+$/.test(it));
const trueOrFalse = v.pipe(
  text('true or false', (it) => it === 'true' || it === 'false'),
  v.transform((it) => it === 'true'),
);
/** A JSON object that has these keys and no others. */
const json = (known: KnownKeys) =>
  v.pipe(
    text('a JSON object', (it) => isJsonObject(it)),
    v.transform((it) => JSON.parse(it) as Readonly<Record<string, unknown>>),
    v.check(
      (it) => unknownKeys(it, known).length === 0,
      ({ input }) => `does not know ${unknownKeys(input, known).join(', ')}`,
    ),
  );

const list = (rule: string, holds: (each: string) => boolean) =>
  v.pipe(
    text(`${rule}, with commas between them`, (it) => split(it).every(holds)),
    v.transform(split),
  );

/** Keys, and those of the objects beneath. */
interface KnownKeys {
  readonly [key: string]: KnownKeys | undefined;
}

const keys = (...names: readonly string[]): KnownKeys =>
  Object.fromEntries(names.map((name) => [name, undefined]));

/** The options of an issuer that are limits, or the form of codes; docs/service.md has the list. */
const LIMITS: KnownKeys = {
  ...keys('lifetime', 'pauses', 'triesPerPause', 'triesInAll', 'numberDigits', 'numberLifetime'),
  ...keys('ocraSuite'),
  limits: keys('devices', 'activations', 'openRequests', 'openNumbers', 'numbersPerHour'),
  otp: keys('algorithm', 'digits', 'period'),
  derivations: keys('workers', 'waiting'),
};
const RETENTION = keys('evidence', 'events', 'ended');

export const VARIABLES = {
  DATABASE_URL: {
    schema: text('postgres://user@host/database', (it) => /^postgres(?:ql)?:\/\//.test(it)),
    says: 'The PostgreSQL that keeps everything. Left out: PGlite in `DATA_FOLDER`, one server.',
  },
  DATABASE_CONNECTIONS: {
    schema: v.pipe(
      text(`1 to ${MAX_CONNECTIONS}`, (it) => isWhole(it, 1, MAX_CONNECTIONS)),
      v.transform(Number),
    ),
    standard: '10',
    says: 'Connections to PostgreSQL at most.',
  },
  DATA_FOLDER: {
    schema: text('a path'),
    standard: '.issuer',
    says: 'Where PGlite lies, and what is made without configuration.',
  },
  TABLES: {
    schema: v.pipe(v.string(), v.picklist(['make', 'expect'], 'must be make or expect')),
    standard: 'make',
    says: '`expect`: the tables are there (`tessera-issuer sql`), and never changed.',
  },
  TESSERA_STORE_KEY: {
    schema: text('32 bytes in base64url, or several', isStoreKeys),
    standardSays: 'made in `DATA_FOLDER`, with PGlite',
    says: 'Seals every row. Several, the newest first, with commas, while they are changed.',
  },
  TESSERA_STORE_KEY_FILE: {
    schema: text('a path'),
    says: 'A file with the store key, in place of `TESSERA_STORE_KEY`.',
  },
  ISSUER_NAME: {
    schema: text(`1 to ${MAX_NAME} characters`, (it) => it.length <= MAX_NAME),
    standardSays: '`Development issuer`, without `PUBLIC_URL`',
    says: 'The name that authenticators show.',
  },
  PUBLIC_URL: {
    schema: text('an https URL, or http at localhost, without a path', isPublicUrl),
    standardSays: '`http://localhost:PORT`',
    says: 'Where phones and pages reach this service.',
  },
  AUTHENTICATORS: {
    schema: list('origins such as https://auth.example', isOrigin),
    standard: '',
    says: 'Origins of the authenticators that may call; the first is for links.',
  },
  BRANDS_FILE: {
    schema: text('a path'),
    says: 'A JSON file: `{ "acme": { "name": "Acme Bank" } }`, one issuer a brand beside `main`.',
  },
  VAPID_CONTACT: {
    schema: text('a mailto: address or an https URL', (it) =>
      /^(?:mailto:.+@.|https:\/\/)/.test(it),
    ),
    says: 'Whom push services turn to. Left out: no notifications.',
  },
  LIMITS: {
    schema: json(LIMITS),
    standard: '{}',
    says: 'The library’s limits as JSON: `{ "triesInAll": 25 }`; their names are below.',
  },
  RETENTION: {
    schema: json(RETENTION),
    standard: '{}',
    says: 'Days for which things are kept, as JSON: `{ "evidence": 396 }`.',
  },
  WEBHOOKS_PRIVATE: {
    schema: trueOrFalse,
    standard: 'false',
    says: 'Whether webhooks may go to private addresses and by http.',
  },
  PORT: { schema: port, standard: '8080', says: 'The listener of phones and pages.' },
  API_PORT: { schema: port, standard: '8081', says: 'The listener of the API.' },
  OPS_PORT: { schema: port, standard: '9464', says: 'The listener of health and metrics.' },
  HOST: { schema: host, standard: '127.0.0.1', says: 'The address of `PORT`.' },
  API_HOST: { schema: host, standard: '127.0.0.1', says: 'The address of `API_PORT`.' },
  OPS_HOST: { schema: host, standard: '127.0.0.1', says: 'The address of `OPS_PORT`.' },
  TRUST_PROXY: {
    schema: list('addresses or ranges such as 10.0.0.0/8', isRange),
    standard: '',
    says: 'Proxies whose `X-Forwarded-For` counts.',
  },
  PLAIN_HTTP: {
    schema: trueOrFalse,
    standard: 'false',
    says: '`true`: a listener beyond loopback without a proxy that ends TLS is meant so.',
  },
  LOG_LEVEL: {
    schema: v.pipe(v.string(), v.picklist(LOG_LEVELS, `must be ${LOG_LEVELS.join(', ')}`)),
    standard: 'info',
    says: 'What is logged: one line an answered request at `info`.',
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof VARIABLES;

/** A value for each variable, where it has one. */
export type Values = {
  readonly [Name in VariableName]:
    | v.InferOutput<(typeof VARIABLES)[Name]['schema']>
    | ((typeof VARIABLES)[Name] extends { readonly standard: string } ? never : undefined);
};

function split(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((each) => each.trim());
}

function isWhole(text: string, low: number, high: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= low && Number(text) <= high;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The paths of keys that are not known, as `limits.devises`. */
function unknownKeys(value: object, known: KnownKeys, path = ''): readonly string[] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    const at = path + key.slice(0, MAX_TOLD);
    if (!Object.hasOwn(known, key)) return [at];
    const beneath = known[key];
    const isObject = typeof each === 'object' && each !== null;
    return beneath && isObject ? unknownKeys(each, beneath, `${at}.`) : [];
  });
}

function isStoreKeys(text: string): boolean {
  return text.split(',').every((key) => /^[\w-]{43}=?$/.test(key.trim()));
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username } = new URL(text);
  const isBare = pathname === '/' && search + hash + username === '';
  return isBare && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname)));
}

/** Returns whether only this computer reaches a listener at this address. */
export function isLoopback(host: string): boolean {
  return isLoopbackHost(host) || host === '::1';
}
