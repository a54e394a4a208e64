/**
 * Finds in a script the features of the Web and of JavaScript that a supported browser lacks, by
 * MDN's compatibility data.
 */
import { createRequire } from 'node:module';

import type { Token } from 'acorn';
import { parse } from 'acorn';

import { oldestBrowsers } from '../../../scripts/floor.ts';

interface Statement {
  readonly version_added?: string | false | null;
  readonly version_removed?: string | false | null;
  readonly flags?: unknown;
}
interface Feature {
  readonly __compat?: { readonly support: Readonly<Record<string, Statement | Statement[]>> };
}
type Features = Readonly<Record<string, Feature & object>>;

/** Takes a second to read. */
function readData() {
  return createRequire(import.meta.url)('@mdn/browser-compat-data') as {
    readonly api: Features;
    readonly javascript: { readonly builtins: Features };
  };
}

/**
 * MDN's keys for the supported browsers. A WebView lacks more, but only what the app looks for
 * anyway.
 */
const KEYS: Readonly<Record<string, string>> = {
  iOS: 'safari_ios',
  Safari: 'safari',
  Chrome: 'chrome',
  Firefox: 'firefox',
  'Samsung Internet': 'samsunginternet_android',
};

/** Interfaces whose objects are at hand; the members of others have too often names like ours. */
const AT_HAND = new Set(
  `AbortSignal CanvasRenderingContext2D Clipboard Crypto Document Element Event
  HTMLDialogElement HTMLElement HTMLVideoElement IDBFactory IDBObjectStore ImageBitmap LockManager
  MediaDevices Navigator OffscreenCanvas Permissions PublicKeyCredential ServiceWorkerContainer
  ServiceWorkerRegistration ShadowRoot StorageManager SubtleCrypto URL Window WorkerNavigator
  Array ArrayBuffer Error Iterator Map Math Object Promise RegExp Set String Symbol TypedArray
  Uint8Array`.split(/\s+/),
);

function isNewer(version: string, floor: string): boolean {
  const [major = 0, minor = 0] = version.replace('≤', '').split('.').map(Number);
  const [floorMajor = 0, floorMinor = 0] = floor.split('.').map(Number);
  return major === floorMajor ? minor > floorMinor : major > floorMajor;
}

const FLOOR = oldestBrowsers().map(({ name, version }) => [KEYS[name] ?? name, version] as const);

/** Whether every browser of the floor has it without a switch. */
function isInFloor({ __compat }: Feature): boolean {
  if (!__compat) return true;
  return FLOOR.every(([browser, floor]) =>
    [__compat.support[browser] ?? []]
      .flat()
      .some(
        ({ version_added: added, version_removed: removed, flags }) =>
          typeof added === 'string' &&
          added !== 'preview' &&
          !isNewer(added, floor) &&
          (typeof removed !== 'string' || isNewer(removed, floor)) &&
          !flags,
      ),
  );
}

/**
 * Names of globals, `Global.static` for an interface's statics, `.member` for all other members;
 * all of them newer than the oldest supported browsers.
 */
function namesAbove(): ReadonlySet<string> {
  const above = new Set<string>();
  const inFloor = new Set<string>();
  const note = (name: string, feature: Feature) => (isInFloor(feature) ? inFloor : above).add(name);
  const { api, javascript } = readData();
  for (const [owner, features] of Object.entries({ ...api, ...javascript.builtins })) {
    note(owner, features);
    for (const [key, feature] of Object.entries(features)) {
      if (key === '__compat') continue;
      const name = key.replace(/_static$/, '');
      if (name !== key) note(`${owner}.${name}`, feature as Feature);
      else if (AT_HAND.has(owner) || isInFloor(feature as Feature))
        note(`.${name}`, feature as Feature);
    }
  }
  return new Set([...above].filter((name) => !inFloor.has(name)));
}

/** The package's own type leaves it out. */
interface AnyToken extends Token {
  readonly value?: unknown;
}

let above: ReadonlySet<string> | undefined;

/**
 * Returns every newer name that a script uses or looks for. @throws SyntaxError for a script of
 * another edition
 */
export function usedAboveFloor(
  source: string,
  options: { readonly ecmaVersion: 5 | 2022; readonly sourceType: 'module' | 'script' },
): ReadonlySet<string> {
  const names = (above ??= namesAbove());
  const used = new Set<string>();
  const note = (name: string) => void (names.has(name) && used.add(name));
  /** The name and the dot before a token, where they are. */
  let [object, dot]: (string | undefined)[] = [];
  const onToken = ({ type: { label, keyword }, value }: AnyToken) => {
    const isDot = label === '.' || label === '?.';
    const isName = label === 'name';
    const name = isName ? String(value) : keyword;
    if (isName) note(String(value));
    if (dot !== undefined && name !== undefined) note(`.${name}`);
    if (dot !== undefined && name !== undefined && object !== undefined) note(`${object}.${name}`);
    object = isDot ? object : isName && dot === undefined ? name : undefined;
    dot = isDot ? label : undefined;
  };
  parse(source, { ...options, onToken });
  return used;
}
