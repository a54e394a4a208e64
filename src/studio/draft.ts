/** The configuration being edited: raw values as typed, and what the frames show of them. */
import type { AppConfig } from '../core/app-config.ts';
import { toBase64 } from './base64.ts';
import type { Field, Json, JsonObject } from './schema.ts';
import { isObject, isShowable } from './schema.ts';

/** Files of a brand's folder beside config.json, base64 by path. */
export type BrandFiles = Readonly<Record<string, string>>;

export interface Draft {
  /** The folder's name; empty: none yet. */
  readonly name: string;
  readonly config: JsonObject;
  readonly files: BrandFiles;
  /** What was read or saved last. */
  readonly base?: Base;
}

/** A brand's folder at one time. */
export interface Base {
  readonly name: string;
  /** The server's ETag. */
  readonly version: string;
}

export function baseOf({ name }: Draft, version: string | undefined): Base | undefined {
  return version === undefined ? undefined : { name, version };
}

export function withBase({ base: _, ...draft }: Draft, base: Base | undefined): Draft {
  return base ? { ...draft, base } : draft;
}

/** A beginning that the schema accepts. */
const STARTER: JsonObject = {
  name: 'My Authenticator',
  shortName: 'Mine',
  brandColor: '#1f5f5b',
  pinLength: 6,
  graceSeconds: 30,
  wipeAfter: 0,
  biometrics: true,
  notifications: true,
  trustedIssuers: [],
  services: [],
};

export function newDraft(): Draft {
  return { name: '', config: STARTER, files: {} };
}

/**
 * Returns a copy with the value at a path of keys and indexes. `undefined` removes: a key, or an
 * element with those after it moved up, and with the last key its object.
 */
export function withValue<T extends Json>(
  into: T,
  path: readonly (string | number)[],
  value: Json | undefined,
): T {
  return put(into, path, value) as T;
}

function put(
  into: Json | undefined,
  [key, ...rest]: readonly (string | number)[],
  value: Json | undefined,
): Json | undefined {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = Array.isArray(into) ? (into as readonly Json[]) : [];
    const changed = put(list[key], rest, value);
    return changed === undefined ? list.filter((_, i) => i !== key) : replaced(list, key, changed);
  }
  const { [key]: old, ...others } = isObject(into) ? into : {};
  const changed = put(old, rest, value);
  if (changed === undefined) return Object.keys(others).length > 0 ? others : undefined;
  return isObject(into) && old !== undefined
    ? Object.fromEntries(Object.entries(into).map(([k, v]) => [k, k === key ? changed : v]))
    : { ...others, [key]: changed };
}

function replaced(list: readonly Json[], at: number, value: Json): Json {
  return at < list.length ? list.map((each, i) => (i === at ? value : each)) : [...list, value];
}

/**
 * Returns the configuration that the frames show: each value that the schema accepts, else the one
 * shown before, else the schema's default.
 */
export function shownConfig(
  config: JsonObject,
  fields: readonly Field[],
  before: AppConfig | undefined,
): AppConfig {
  const last = before as unknown as JsonObject | undefined;
  const values: Record<string, Json> = {};
  for (const field of fields) {
    const isLeftOut = !(field.key in config) && !field.isRequired;
    const value = [config[field.key], ...fallbacks(field, isLeftOut, last)].find(
      (each) => each !== undefined && isShowable(field, each),
    );
    if (value !== undefined) values[field.key] = value;
  }
  return withLists(values) as unknown as AppConfig;
}

/** A half typed value leaves the last one in the frames; a key that is left out has its default. */
function fallbacks(
  { key, schema }: Field,
  isLeftOut: boolean,
  last: JsonObject | undefined,
): readonly (Json | undefined)[] {
  return isLeftOut ? [schema.default] : [last?.[key], schema.default, STARTER[key]];
}

/** An issuer's lists of keys may be left out of the file. */
function withLists(config: JsonObject): JsonObject {
  const issuers = (config['trustedIssuers'] ?? []) as readonly JsonObject[];
  return {
    ...config,
    trustedIssuers: issuers.map((issuer) => ({ formerKeys: [], retiredKeys: [], ...issuer })),
  };
}

/** Puts a picture into the folder, in the place of the one that the key names now. */
export async function withPicture(
  draft: Draft,
  path: readonly (string | number)[],
  picture: File | undefined,
): Promise<Draft> {
  const key = path.join('-');
  const file = picture && `${key}.${picture.type === 'image/png' ? 'png' : 'svg'}`;
  const content = picture && toBase64(new Uint8Array(await picture.arrayBuffer()));
  const { config } = draft;
  const old = config[key];
  const { [typeof old === 'string' ? old : '']: _, ...others } = draft.files;
  const files =
    file !== undefined && content !== undefined ? { ...others, [file]: content } : others;
  return { ...draft, config: withValue(config, path, file), files };
}

const TYPES: Readonly<Record<string, string>> = { svg: 'image/svg+xml', png: 'image/png' };

/** Returns a `data:` address of a picture in the brand's folder. */
export function pictureAddress(files: BrandFiles, path: string): string | undefined {
  const content = files[path];
  const type = TYPES[path.split('.').at(-1) ?? ''];
  return content !== undefined && type !== undefined ? `data:${type};base64,${content}` : undefined;
}

/** Returns the logo's address, where the brand's folder has the file. */
export function logoAddress({ config, files }: Draft): string | undefined {
  const { logo } = config;
  return typeof logo === 'string' ? pictureAddress(files, logo) : undefined;
}
