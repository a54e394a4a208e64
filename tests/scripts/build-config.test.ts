/** The configuration: mistakes are named with key and reason; policy and manifest follow it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, expect, it } from 'vitest';

import {
  contentSecurityPolicy,
  manifest,
  readConfig,
  securityHeaders,
} from '../../scripts/build-config.ts';
import { findConfig } from '../../scripts/find-config.mjs';
import { LANGUAGES } from '../../src/i18n/languages.ts';

const SCHEMA = new URL('../../public/config.schema.json', import.meta.url);
const shipped = JSON.parse(
  readFileSync(new URL('../../public/config.json', import.meta.url), 'utf8'),
) as object;
const folder = mkdtempSync(join(tmpdir(), 'tessera-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, 'config.json');
  writeFileSync(file, text);
  return readConfig(file, SCHEMA);
}
const keyOf = (digit: string) => `02${digit.repeat(64)}`;
const [KEY, FORMER, RETIRED, OTHER] = [keyOf('a'), keyOf('b'), keyOf('c'), keyOf('d')];
const withChange = (change: object) => () => read(JSON.stringify({ ...shipped, ...change }));

it('says in the schema itself what a pattern or an exception means', () => {
  const unsaid: unknown[] = [];
  JSON.parse(readFileSync(SCHEMA, 'utf8'), (_key, value: unknown) => {
    const rule = Object(value) as Record<string, unknown>;
    const isUnclear = typeof rule['pattern'] === 'string' || 'not' in rule;
    if (isUnclear && rule['errorMessage'] === undefined) unsaid.push(rule);
    return value;
  });
  expect(unsaid).toEqual([]);
});

it('reads the configuration that is shipped', () => {
  expect(read(JSON.stringify(shipped))).toEqual(shipped);
});

it.each([
  [{ pinLength: 3 }, /pinLength: It must be 4 or more/],
  [{ pinLength: 9 }, /pinLength: It must be 8 or less/],
  [{ pinLength: '6' }, /pinLength: It must be a whole number/],
  [{ brandColor: 'teal' }, /brandColor: It must be written #rrggbb/],
  [{ wipeAfter: 2 }, /wipeAfter: It must be 0, which never erases, or 5 or more/],
  [{ logo: '../secret.svg' }, /logo: It must be the path of an SVG/],
  [{ logo: 'icons/missing.svg' }, /logo: no such file in .* or below public/],
  [{ name: '' }, /name: It must not be empty/],
  [{ colour: '#000000' }, /colour: There is no such key/],
  [{ earlierDays: 397 }, /earlierDays: It must be 396 or less/],
  [{ earlierDays: 1.5 }, /earlierDays: It must be a whole number/],
  [{ words: { xx: { welcome: 'Hello' } } }, /words: “xx” must be one of: en, de/],
  [{ words: { de: {} } }, /words\.de: It must not be empty/],
  [{ words: { de: { farewell: 'Tschüs' } } }, /words\.de\.farewell: There is no such key/],
  [{ words: { de: { welcome: 'Hallo {app}' } } }, /words\.de\.welcome: It must be plain text/],
  [{ words: { de: { welcome: ' Hallo' } } }, /words\.de\.welcome: It must be plain text/],
  [{ words: { de: { welcome: 'Hallo\n' } } }, /words\.de\.welcome: It must be plain text/],
  [{ words: { de: { welcome: 'a\u202eb' } } }, /words\.de\.welcome: It must be plain text/],
  [
    { words: { de: { welcome: 'x'.repeat(61) } } },
    /words\.de\.welcome: It must have 60 characters or fewer/,
  ],
  [
    { words: { ja: { welcome: '銀'.repeat(31) } } },
    /words\.ja\.welcome: The text takes 62 columns/,
  ],
  [{ language: 'xx' }, /language: It must be one of: en, de/],
  [{ languages: ['en', 'en'] }, /languages: Nothing may stand in it twice/],
  [{ homeDetails: 'yes' }, /homeDetails: It must be true or false/],
  [{ otherAccounts: 'no' }, /otherAccounts: It must be true or false/],
  [{ biometrics: undefined }, /biometrics: It is missing/],
  [{ services: ['http://bank.example'] }, /services\.0: It must be an origin/],
  [
    { services: ["https://bank.example; script-src 'unsafe-inline'"] },
    /services\.0: It must be an origin/,
  ],
  [{ services: ['https://bank.example/path'] }, /services\.0: It must be an origin/],
  [{ trustedIssuers: [{ name: 'Northwind Bank' }] }, /trustedIssuers\.0\.key: It is missing/],
  [
    { trustedIssuers: [{ name: 'Northwind Bank', key: '04' }] },
    /trustedIssuers\.0\.key: It must be 66 digits/,
  ],
  [
    { trustedIssuers: [{ name: 'Northwind Bank', key: KEY, formerKeys: ['04'] }] },
    /trustedIssuers\.0\.formerKeys\.0: It must be 66 digits/,
  ],
  [
    { trustedIssuers: [{ name: 'Northwind Bank', key: KEY, retiredKeys: KEY }] },
    /trustedIssuers\.0\.retiredKeys: It must be a list/,
  ],
  [
    { trustedIssuers: [{ name: 'Northwind Bank', key: KEY, retiredKeys: [KEY] }] },
    /trustedIssuers: The key 02a+ stands there twice/,
  ],
])('refuses %j', (change, complaint) => {
  expect(withChange(change)).toThrow(complaint);
});

it('says nothing of a request before the app is unlocked, unless it is told to', () => {
  expect(withChange({ homeDetails: undefined })().homeDetails).toBe(false);
  expect(withChange({ homeDetails: true })().homeDetails).toBe(true);
});

it('keeps answers for 90 days, or as it is told to', () => {
  expect(withChange({ earlierDays: undefined })().earlierDays).toBe(90);
  expect(withChange({ earlierDays: 0 })().earlierDays).toBe(0);
});

it('lets accounts of other servers in, and their files, unless it is told not to', () => {
  const acceptedTypes = (change: object) =>
    JSON.stringify(manifest(withChange(change)(), 'en').share_target);
  expect(withChange({ otherAccounts: undefined })().otherAccounts).toBe(true);
  expect(withChange({ otherAccounts: false })().otherAccounts).toBe(false);
  expect(acceptedTypes({ otherAccounts: true })).toContain('"image/*","application/json"');
  expect(acceptedTypes({ otherAccounts: false })).toContain('"accept":["image/*"]');
});

it('reads an issuer with one key and with several', () => {
  const name = 'Northwind Bank';
  const several = { name, key: KEY, formerKeys: [FORMER], retiredKeys: [RETIRED] };
  const { trustedIssuers } = withChange({ trustedIssuers: [{ name, key: OTHER }, several] })();
  expect(trustedIssuers).toEqual([{ name, key: OTHER, formerKeys: [], retiredKeys: [] }, several]);
});

it('names every mistake at once', () => {
  expect(withChange({ pinLength: 3, graceSeconds: -1 })).toThrow(/pinLength[^]*graceSeconds/);
});

it('warns of what is unwise, and of nothing else', () => {
  const lines: string[] = [];
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...shipped, pinLength: 4 }));
  readConfig(file, SCHEMA, (line) => lines.push(line));
  expect(lines.some((line) => line.startsWith('config.json: pinLength: '))).toBe(true);
  expect(lines.some((line) => line.startsWith('config.json: name'))).toBe(false);
});

it('says that a file is not JSON', () => {
  expect(() => read('{')).toThrow(/config\.json: not JSON/);
});

it('lets the app call the services that are listed, and nobody else', () => {
  const config = withChange({ services: ['https://bank.example'] })();
  expect(contentSecurityPolicy(config, 'header')).toContain(
    "connect-src 'self' https://bank.example;",
  );
  const alone = withChange({ services: [] })();
  expect(contentSecurityPolicy(alone, 'header')).toContain("connect-src 'self';");
});

it('takes a service only at https, or at http on this machine', () => {
  for (const origin of ['https://bank.example:8443', 'http://localhost:4174'])
    expect(withChange({ services: [origin] })).not.toThrow();
  for (const origin of ['http://bank.example', 'http://localhost:*', 'https://*', 'https://a.b/c'])
    expect(withChange({ services: [origin] })).toThrow(/services/);
});

it('never allows inline code, and keeps what only a header can say out of the meta element', () => {
  const config = withChange({ services: [] })();
  for (const as of ['header', 'meta'] as const) {
    const policy = contentSecurityPolicy(config, as);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy.includes('frame-ancestors')).toBe(as === 'header');
  }
  expect(securityHeaders(config)['Content-Security-Policy']).toBe(
    contentSecurityPolicy(config, 'header'),
  );
});

it('documents the headers that the default configuration makes, without the demonstration’s service', () => {
  const deploying = readFileSync(new URL('../../docs/deploying.md', import.meta.url), 'utf8');
  for (const [name, value] of Object.entries(securityHeaders(withChange({ services: [] })())))
    expect(deploying).toContain(`${name}: ${value}`);
});

it('takes a language that is offered, and no other', () => {
  expect(withChange({ languages: ['de', 'ar'], language: 'ar' })()).toMatchObject({
    language: 'ar',
  });
  expect(withChange({ language: 'ar' })()).toMatchObject({ language: 'ar' });
  expect(withChange({ languages: ['de'], language: 'ar' })).toThrow('language: “ar” is not among');
  expect(withChange({ languages: ['xx'] })).toThrow('languages');
  expect(withChange({ languages: [] })).toThrow('languages');
});

it('names the app in the manifest', () => {
  const config = withChange({ name: 'Contoso Key', shortName: 'Key', brandColor: '#123456' })();
  expect(manifest(config, 'en')).toMatchObject({
    name: 'Contoso Key',
    short_name: 'Key',
    theme_color: '#123456',
  });
});

it('writes a manifest for each language, of the same app', () => {
  const manifests = LANGUAGES.map(({ tag }) => manifest(withChange({})(), tag));
  expect(new Set(manifests.map(({ id }) => id))).toEqual(new Set(['./']));
  expect(manifests.map(({ lang, dir }) => ({ tag: lang, dir }))).toEqual(
    LANGUAGES.map(({ tag, dir }) => ({ tag, dir })),
  );
  expect(new Set(manifests.map(({ description }) => description)).size).toBe(LANGUAGES.length);
  expect(new Set(manifests.map(({ shortcuts }) => shortcuts?.[0]?.name)).size).toBeGreaterThan(9);
});

it('finds the configuration, and takes the names of 0.1 with a warning', () => {
  const lines: string[] = [];
  const publicFolder = pathToFileURL(join(folder, 'public here/'));
  mkdirSync(publicFolder);
  const find = (environment: Record<string, string>) =>
    findConfig(environment, publicFolder, (line) => lines.push(line));
  expect(find({})).toBe(join(folder, 'public here/config.json'));
  expect(find({ TESSERA_CONFIG: 'a.json', STUDIO: 'b.json' })).toBe(resolve('a.json'));
  expect(lines).toEqual([]);
  expect(find({ STUDIO: 'b.json' })).toBe(resolve('b.json'));
  expect(lines.at(-1)).toContain('TESSERA_CONFIG');
  writeFileSync(new URL('studio.json', publicFolder), '{}');
  expect(find({})).toBe(join(folder, 'public here/studio.json'));
  expect(lines.at(-1)).toContain('public/config.json');
});
