/** The environment: every mistake at once, none with a value, and what holds without any. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import type { Environment } from '../../src/server/configuration.ts';
import { ConfigurationError, readConfiguration } from '../../src/server/configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'tessera-configuration-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function mistakesOf(environment: Environment): readonly string[] {
  try {
    readConfiguration(environment);
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return thrown.mistakes;
    throw thrown;
  }
  return [];
}

const PRODUCTION = { PUBLIC_URL: 'https://issuer.example', ISSUER_NAME: 'Northwind Bank' };

it('is that of a development server where nothing is set', () => {
  expect(readConfiguration({})).toMatchObject({
    isDevelopment: true,
    store: { database: undefined, folder: '.issuer', key: undefined, tables: 'make' },
    brands: [{ brand: 'main', name: 'Development issuer' }],
    publicUrl: 'http://localhost:8080',
    authenticators: [],
    listeners: {
      public: { host: '127.0.0.1', port: 8080 },
      api: { host: '127.0.0.1', port: 8081 },
      operations: { host: '127.0.0.1', port: 9464 },
    },
  });
});

it('takes an empty variable for none', () => {
  expect(readConfiguration({ PORT: '', DATABASE_URL: '' })).toEqual(readConfiguration({}));
});

describe('a mistake is told:', () => {
  it.each<readonly [name: string, value: string]>([
    ['DATABASE_URL', 'mysql://host'],
    ['DATABASE_CONNECTIONS', '2000'],
    ['TABLES', 'drop'],
    ['TESSERA_STORE_KEY', 'short'],
    ['TESSERA_STORE_KEY_FILE', '/nowhere'],
    ['ISSUER_NAME', 'x'.repeat(65)],
    ['PUBLIC_URL', 'http://issuer.example'],
    ['PUBLIC_URL', 'https://issuer.example/path'],
    ['AUTHENTICATORS', 'https://auth.example/path'],
    ['BRANDS_FILE', '/nowhere'],
    ['VAPID_CONTACT', 'nobody'],
    ['LIMITS', '[]'],
    ['RETENTION', '{'],
    ['WEBHOOKS_PRIVATE', 'yes'],
    ['PORT', '65536'],
    ['API_PORT', '-1'],
    ['OPS_PORT', '1.5'],
    ['HOST', 'a b'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['PLAIN_HTTP', '1'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s', (name, value) => {
    const mistakes = mistakesOf({ ...PRODUCTION, [name]: value });
    expect(mistakes.filter((each) => each.startsWith(name))).toHaveLength(1);
    expect(mistakes.join()).not.toContain(value);
  });

  it.each([
    ['LIMITS', { triesInAl: 25 }, 'triesInAl'],
    ['LIMITS', { limits: { devices: 3, devises: 5 }, name: 'x' }, 'limits.devises, name'],
    [
      'LIMITS',
      { onAlarm: {}, rowsBeside: 1, store: {}, key: {} },
      'onAlarm, rowsBeside, store, key',
    ],
    ['LIMITS', { otp: { digits: 8, length: 6 } }, 'otp.length'],
    ['LIMITS', { derivations: { atOnce: 2 } }, 'derivations.atOnce'],
    ['RETENTION', { evidence: 30, requests: 1 }, 'requests'],
  ])('a key of %s that is not known: %o', (name, value, told) => {
    const mistakes = mistakesOf({ ...PRODUCTION, [name]: JSON.stringify(value) });
    expect(mistakes).toEqual([`${name} does not know ${told}.`]);
  });

  it('no limit that is documented', () => {
    const [, list = ''] =
      /`LIMITS` takes (.+?)\. /.exec(readFileSync('docs/service.md', 'utf8')) ?? [];
    const paths = [...list.matchAll(/`([\w.]+)`/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) {
      const nested = path.split('.').reduceRight<unknown>((value, key) => ({ [key]: value }), 5);
      expect(mistakesOf({ ...PRODUCTION, LIMITS: JSON.stringify(nested) }), path).toEqual([]);
    }
  });

  it('all of them at once', () => {
    const mistakes = mistakesOf({
      DATABASE_URL: 'postgres://host/database',
      PUBLIC_URL: 'https://issuer.example',
      PORT: 'x',
      HOST: '0.0.0.0',
      API_HOST: '::',
    });
    expect(mistakes).toEqual([
      'PORT must be a port, 0 to 65535.',
      'DATABASE_URL needs TESSERA_STORE_KEY or TESSERA_STORE_KEY_FILE.',
      'PUBLIC_URL needs ISSUER_NAME.',
      'HOST beyond loopback needs TRUST_PROXY, or PLAIN_HTTP=true.',
      'API_HOST beyond loopback needs TRUST_PROXY, or PLAIN_HTTP=true.',
    ]);
  });

  it.each([{ TRUST_PROXY: '10.0.0.0/8' }, { PLAIN_HTTP: 'true' }])(
    'no host beyond loopback with %o',
    (allowed) => expect(mistakesOf({ ...PRODUCTION, HOST: '0.0.0.0', ...allowed })).toEqual([]),
  );

  it('two store keys', () => {
    const key = generateStoreKey();
    const both = { TESSERA_STORE_KEY: key, TESSERA_STORE_KEY_FILE: file('key', `${key}\n`) };
    expect(mistakesOf(both)).toHaveLength(1);
    const alone = { TESSERA_STORE_KEY_FILE: both.TESSERA_STORE_KEY_FILE };
    expect(readConfiguration(alone).store.key).toBe(key);
  });

  it.each([
    '[]',
    '{"main":{"name":"a"}}',
    '{"A":{"name":"a"}}',
    '{"ab":{}}',
    '{"ab":{"name":1}}',
    '{"p":{"name":"a"}}',
  ])('brands %s', (text) =>
    expect(mistakesOf({ BRANDS_FILE: file('brands.json', text) })).toHaveLength(1),
  );
});

it('reads brands beside the main one', () => {
  const BRANDS_FILE = file('brands.json', '{ "acme": { "name": "Acme Bank" } }');
  expect(readConfiguration({ ...PRODUCTION, BRANDS_FILE }).brands).toEqual([
    { brand: 'main', name: 'Northwind Bank' },
    { brand: 'acme', name: 'Acme Bank' },
  ]);
});

it.each([
  ['case', 'NORTHWIND bank'],
  ['blanks', 'Northwind\u00a0 Bank'],
  ['width', '\uff2eorthwind Bank'],
  ['letters of another script', 'Northwind \u0412\u0430nk'],
  ['digits', 'N0rthwind Bank'],
])('refuses brands whose names differ by %s alone', (_, name) => {
  const brands = { acme: { name: 'Acme Bank' }, copy: { name } };
  const BRANDS_FILE = file('alike.json', JSON.stringify(brands));
  expect(mistakesOf({ ...PRODUCTION, BRANDS_FILE })).toEqual([
    'BRANDS_FILE: the name of copy looks like that of main.',
  ]);
});
