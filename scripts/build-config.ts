/**
 * Reads the configuration, public/config.json, checks it against its JSON schema, and derives the
 * policies and the manifest.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ErrorObject } from 'ajv';
import { Ajv } from 'ajv';
import type { ManifestOptions } from 'vite-plugin-pwa';

import type { AppConfig } from '../src/core/app-config.ts';
import type { ConfigFinding } from '../src/core/config-rules.ts';
import { judgeConfig } from '../src/core/config-rules.ts';
import type { LanguageTag } from '../src/i18n/languages.ts';
import { languageOf } from '../src/i18n/languages.ts';
import { findLogo } from './brand-folder.mjs';
import { readCatalogue } from './catalogues.mjs';
import { sentenceOf } from './schema-sentences.ts';

/** The value with the schema's defaults, where it has no error; what is wrong or unwise in it. */
export interface CheckedConfig {
  readonly config?: AppConfig;
  readonly findings: readonly ConfigFinding[];
}

/** Checks a configuration by the schema and by the rules of core/config-rules.ts. */
export function checkConfig(value: unknown, schema: object): CheckedConfig {
  const ajv = new Ajv({ allErrors: true, useDefaults: true, verbose: true });
  const check = ajv.addKeyword('errorMessage').compile<AppConfig>(schema);
  const config = structuredClone(value);
  if (!check(config)) return { findings: (check.errors ?? []).filter(isSaid).map(complaint) };
  const findings = judgeConfig(config);
  return findings.some(({ level }) => level === 'error') ? { findings } : { config, findings };
}

/**
 * Reads and checks a configuration; `warn` is told of unwise choices, a line each.
 * @throws Error whose message names each key and reason
 */
export function readConfig(
  file: string | URL,
  schemaFile: string | URL,
  warn: (line: string) => void = () => undefined,
): AppConfig {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`config.json: not JSON (${String(cause)})`, { cause });
  }
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
  const { config, findings } = checkConfig(value, schema);
  if (config) {
    if (config.logo !== undefined) ensureLogo(file, config.logo);
    for (const { path, text } of findings) warn(`config.json: ${path}: ${text}`);
    return config;
  }
  const lines = findings
    .filter(({ level }) => level === 'error')
    .map(({ path, text }) => `  ${path || '(whole file)'}: ${text}`);
  throw new Error(`config.json:\n${lines.join('\n')}`);
}

function ensureLogo(file: string | URL, logo: string): void {
  const folder = dirname(file instanceof URL ? fileURLToPath(file) : file);
  try {
    findLogo(folder, logo);
  } catch (cause) {
    throw new Error(`config.json:\n  ${(cause as Error).message}`, { cause });
  }
}

/** What is wrong with a key's name stands there twice. */
function isSaid({ keyword }: ErrorObject): boolean {
  return keyword !== 'propertyNames';
}

function complaint(error: ErrorObject): ConfigFinding {
  const { instancePath, params } = error;
  const { additionalProperty, missingProperty } = params as Record<string, string | undefined>;
  const path = [...instancePath.split('/').slice(1), additionalProperty ?? missingProperty];
  return { path: path.filter(Boolean).join('.'), level: 'error', text: sentenceOf(error) };
}

/**
 * Returns the Content-Security-Policy of the app's pages (docs/deploying.md). `frame-ancestors`
 * works only as a header.
 */
export function contentSecurityPolicy(config: AppConfig, as: 'header' | 'meta'): string {
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src ${["'self'", ...config.services].join(' ')}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    ...(as === 'header' ? ["frame-ancestors 'none'"] : []),
    "require-trusted-types-for 'script'",
    'trusted-types lit-html app-url',
  ];
  return directives.join('; ');
}

/** Every header that the app's host should send. */
export function securityHeaders(config: AppConfig): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(config, 'header'),
    'Permissions-Policy':
      'camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

/**
 * Types of other apps' exports, as systems name them; `application/octet-stream` is what most say
 * of an ending that they do not know.
 */
const EXPORT_TYPES: readonly string[] = [
  'application/json',
  'application/octet-stream',
  'application/xml',
  'application/zip',
  'text/*',
  '.2fas',
  '.age',
  '.stratum',
  '.authpro',
  '.1pux',
];

/** What a manifest needs of a language's catalogues. */
interface ManifestWords {
  readonly app: { readonly home: { readonly scan: string; readonly otp: string } };
  readonly start: { readonly description: string };
}

/** The web app manifest (W3C Web Application Manifest) in a language: the same app in each. */
export function manifest(config: AppConfig, tag: LanguageTag): Partial<ManifestOptions> {
  const app = readCatalogue(tag, 'app') as ManifestWords['app'];
  const { description } = readCatalogue(tag, 'start') as ManifestWords['start'];
  return {
    id: './',
    name: config.name,
    short_name: config.shortName,
    description,
    lang: tag,
    dir: languageOf(tag).dir,
    start_url: './',
    scope: './',
    display: 'standalone',
    orientation: 'any',
    theme_color: config.brandColor,
    background_color: '#ffffff',
    categories: ['security', 'finance', 'utilities'],
    icons: [
      { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    // Read by sw/share-target.ts.
    share_target: {
      action: './share',
      method: 'POST',
      enctype: 'multipart/form-data',
      params: {
        files: [
          { name: 'picture', accept: ['image/*', ...(config.otherAccounts ? EXPORT_TYPES : [])] },
        ],
      },
    },
    shortcuts: [
      {
        name: app.home.scan,
        url: './#scan',
        icons: [{ src: 'icons/icon-192.png', sizes: '192x192' }],
      },
      {
        name: app.home.otp,
        url: './#otp',
        icons: [{ src: 'icons/icon-192.png', sizes: '192x192' }],
      },
    ],
  };
}
