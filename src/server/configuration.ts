/** The service's configuration, read from the environment: whole, or every mistake at once. */
import { readFileSync } from 'node:fs';

import * as v from 'valibot';

import { looksAlike } from '../core/codec/look-alike.ts';
import type { LogLevel } from './log.ts';
import type { Values, Variable, VariableName } from './variables.ts';
import { isLoopback, VARIABLES } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The brand that is there without `BRANDS_FILE`. */
export const MAIN_BRAND = 'main';
const DEVELOPMENT_NAME = 'Development issuer';

export interface ListenerConfiguration {
  readonly host: string;
  readonly port: number;
}

/** What a brand's issuer is made of. */
export interface BrandConfiguration {
  readonly brand: string;
  /** The name that authenticators show. */
  readonly name: string;
}

export interface Configuration {
  /** Without `PUBLIC_URL`: what is missing is made, and said. */
  readonly isDevelopment: boolean;
  readonly store: {
    readonly database: string | undefined;
    readonly connections: number;
    readonly folder: string;
    /** Undefined: made in `folder`. */
    readonly key: string | undefined;
    readonly tables: 'make' | 'expect';
  };
  readonly brands: readonly BrandConfiguration[];
  /** An origin. */
  readonly publicUrl: string;
  readonly authenticators: readonly string[];
  readonly vapidContact: string | undefined;
  readonly limits: Readonly<Record<string, unknown>>;
  readonly retention: Readonly<Record<string, unknown>>;
  readonly isWebhookPrivate: boolean;
  readonly listeners: {
    readonly public: ListenerConfiguration;
    readonly api: ListenerConfiguration;
    readonly operations: ListenerConfiguration;
  };
  readonly trustProxy: readonly string[];
  readonly logLevel: LogLevel;
}

/** Everything that is wrong with the environment, one sentence each, without a value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

const BRANDS = v.pipe(
  // A record takes arrays, too.
  v.custom<object>((value) => !Array.isArray(value)),
  v.record(
    v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,31}$/)),
    v.strictObject({ name: v.string() }),
  ),
);

/** @throws ConfigurationError */
export function readConfiguration(environment: Environment): Configuration {
  const mistakes: string[] = [];
  const values = valuesOf(environment, mistakes);
  const key = values.TESSERA_STORE_KEY ?? keyFrom(values.TESSERA_STORE_KEY_FILE, mistakes);
  const isDevelopment = values.PUBLIC_URL === undefined;
  if (values.TESSERA_STORE_KEY !== undefined && values.TESSERA_STORE_KEY_FILE !== undefined)
    mistakes.push('TESSERA_STORE_KEY and TESSERA_STORE_KEY_FILE are both set.');
  if (isUnset(environment, 'TESSERA_STORE_KEY') && isUnset(environment, 'TESSERA_STORE_KEY_FILE')) {
    if (values.DATABASE_URL !== undefined)
      mistakes.push('DATABASE_URL needs TESSERA_STORE_KEY or TESSERA_STORE_KEY_FILE.');
  }
  if (!isDevelopment && isUnset(environment, 'ISSUER_NAME'))
    mistakes.push('PUBLIC_URL needs ISSUER_NAME.');
  checkHosts(values, mistakes);
  const brands = [
    { brand: MAIN_BRAND, name: values.ISSUER_NAME ?? DEVELOPMENT_NAME },
    ...brandsFrom(values.BRANDS_FILE, mistakes),
  ];
  checkNames(brands, mistakes);
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return toConfiguration(values, { isDevelopment, key, brands });
}

function toConfiguration(
  values: Values,
  {
    isDevelopment,
    key,
    brands,
  }: Pick<Configuration, 'isDevelopment' | 'brands'> & { readonly key: string | undefined },
): Configuration {
  return {
    isDevelopment,
    store: {
      database: values.DATABASE_URL,
      connections: values.DATABASE_CONNECTIONS,
      folder: values.DATA_FOLDER,
      key,
      tables: values.TABLES,
    },
    brands,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).origin,
    authenticators: values.AUTHENTICATORS,
    vapidContact: values.VAPID_CONTACT,
    limits: values.LIMITS,
    retention: values.RETENTION,
    isWebhookPrivate: values.WEBHOOKS_PRIVATE,
    listeners: {
      public: { host: values.HOST, port: values.PORT },
      api: { host: values.API_HOST, port: values.API_PORT },
      operations: { host: values.OPS_HOST, port: values.OPS_PORT },
    },
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
  };
}

/** Each variable's value; a mistake's variable has that of none, so that others are found too. */
function valuesOf(environment: Environment, mistakes: string[]): Values {
  const entries = Object.entries<Variable>(VARIABLES).map(([name, { schema, standard }]) => {
    const isGiven = !isUnset(environment, name);
    const text = isGiven ? environment[name] : standard;
    if (text === undefined) return [name, undefined];
    const read = v.safeParse(schema, text);
    if (read.success) return [name, read.output];
    mistakes.push(`${name} ${read.issues[0].message}.`);
    return [name, standard === undefined ? undefined : v.parse(schema, standard)];
  });
  return Object.fromEntries(entries) as Values;
}

function isUnset(environment: Environment, name: VariableName | (string & {})): boolean {
  return (environment[name] ?? '') === '';
}

/** TLS is a proxy's: without one, what is sent can be read on the way. */
function checkHosts(values: Values, mistakes: string[]): void {
  if (values.PLAIN_HTTP || values.TRUST_PROXY.length > 0) return;
  for (const name of ['HOST', 'API_HOST'] as const)
    if (!isLoopback(values[name]))
      mistakes.push(`${name} beyond loopback needs TRUST_PROXY, or PLAIN_HTTP=true.`);
}

function keyFrom(file: string | undefined, mistakes: string[]): string | undefined {
  if (file === undefined) return undefined;
  const key = textOf(file)?.trim();
  const isKey = key !== undefined && v.is(VARIABLES.TESSERA_STORE_KEY.schema, key);
  if (!isKey) mistakes.push('TESSERA_STORE_KEY_FILE is no file with 32 bytes in base64url.');
  return isKey ? key : undefined;
}

function brandsFrom(file: string | undefined, mistakes: string[]): readonly BrandConfiguration[] {
  if (file === undefined) return [];
  try {
    const brands = v.parse(BRANDS, JSON.parse(textOf(file) ?? ''));
    if (Object.hasOwn(brands, MAIN_BRAND))
      mistakes.push(`BRANDS_FILE names ${MAIN_BRAND}, whose name is ISSUER_NAME.`);
    return Object.entries(brands).map(([brand, { name }]) => ({ brand, name }));
  } catch {
    mistakes.push('BRANDS_FILE is no JSON file such as { "acme": { "name": "Acme Bank" } }.');
    return [];
  }
}

/** A person tells issuers by their names alone. */
function checkNames(brands: readonly BrandConfiguration[], mistakes: string[]): void {
  brands.forEach(({ brand, name }, i) => {
    const other = brands.slice(0, i).find((before) => looksAlike(before.name, name));
    if (other)
      mistakes.push(`BRANDS_FILE: the name of ${brand} looks like that of ${other.brand}.`);
  });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
