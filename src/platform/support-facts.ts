/**
 * What support needs to know of the browser: user agent (UA Client Hints), storage, permissions,
 * service worker. Nothing is asked of the person, and nothing that does not answer is waited for.
 */
import type { PermissionAnswer, SupportFacts, WorkerState } from '../core/support.ts';
import { within } from './within.ts';

/** Milliseconds for an answer that does not ask the person. */
const ANSWER_MS = 3000;

/** UADataValues (UA Client Hints), as far as they are asked for. */
interface Hints {
  readonly platform?: string;
  readonly platformVersion?: string;
  readonly fullVersionList?: readonly { readonly brand: string; readonly version: string }[];
}

/** NavigatorUAData (UA Client Hints), which Chromium alone has. */
interface UserAgentData {
  getHighEntropyValues(hints: readonly string[]): Promise<Hints>;
}

/** Windows 11 calls itself 13 and higher. */
const WINDOWS_11 = 13;

type FromApp = Pick<SupportFacts, 'product' | 'browser' | 'installed'>;

/** Collects the facts, those that the app knows itself among them. Never rejects. */
export async function collectFacts(app: FromApp): Promise<SupportFacts> {
  const [hints, persisted, estimate, camera, notifications, worker] = await Promise.all([
    whereAnswered(() => within(ANSWER_MS, clientHints(), unanswered)),
    whereAnswered(() => within(ANSWER_MS, navigator.storage.persisted(), unanswered)),
    whereAnswered(() => within(ANSWER_MS, navigator.storage.estimate(), unanswered)),
    permissionOf('camera'),
    permissionOf('notifications'),
    whereAnswered(workerState),
  ]);
  const { userAgent, maxTouchPoints, language, onLine } = navigator;
  const chromium = hints?.fullVersionList?.find(({ brand }) => brand === 'Chromium');
  return {
    ...app,
    engine: chromium ? `Chromium ${numbers(chromium.version)}` : engineIn(userAgent),
    system: systemOf(hints) ?? systemIn(userAgent, maxTouchPoints > 1),
    persisted,
    usedBytes: estimate?.usage,
    quotaBytes: estimate?.quota,
    camera,
    notifications,
    worker,
    language: /^[a-z0-9-]{2,35}$/i.test(language) ? language : undefined,
    online: onLine,
  };
}

function unanswered(): undefined {
  return undefined;
}

/** Undefined where the browser lacks the API, or refuses. */
async function whereAnswered<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

function clientHints(): Promise<Hints> {
  const { userAgentData } = navigator as Navigator & { readonly userAgentData: UserAgentData };
  return userAgentData.getHighEntropyValues(['platformVersion', 'fullVersionList']);
}

/** `query` never asks the person. */
async function permissionOf(name: string): Promise<PermissionAnswer | undefined> {
  const status = await whereAnswered(() =>
    within(ANSWER_MS, navigator.permissions.query({ name: name as PermissionName }), unanswered),
  );
  return status?.state;
}

async function workerState(): Promise<WorkerState> {
  if (!('serviceWorker' in navigator)) return 'missing';
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return 'controlling';
  const registration = await within(ANSWER_MS, serviceWorker.getRegistration(), throwLate);
  if (registration?.active) return 'active';
  if (registration?.waiting) return 'waiting';
  return registration?.installing ? 'installing' : 'none';
}

function throwLate(): never {
  throw new DOMException('The service worker does not answer', 'TimeoutError');
}

function systemOf(hints: Hints | undefined): string | undefined {
  const { platform = '', platformVersion = '' } = hints ?? {};
  if (!/^[\w .]{1,20}$/.test(platform)) return undefined;
  if (platform !== 'Windows') return `${platform} ${numbers(platformVersion)}`.trim();
  const version = parseInt(platformVersion);
  if (Number.isNaN(version)) return platform;
  return version >= WINDOWS_11 ? 'Windows 11' : 'Windows 10';
}

/** The engine that a user agent names; of WebKit's two versions the one that is not frozen. */
export function engineIn(agent: string): string | undefined {
  const find = (name: string) => new RegExp(`${name}/([\\d.]+)`).exec(agent)?.[1];
  const webkit = find('AppleWebKit');
  const chromium = find('Chrome');
  if (chromium !== undefined) return `Chromium ${chromium}`;
  if (webkit !== undefined) return `WebKit ${find('Version') ?? webkit}`;
  const firefox = find('Firefox');
  return firefox === undefined ? undefined : `Gecko ${firefox}`;
}

/** The system that a user agent names. iPadOS says that it is a Mac, which has no touch screen. */
export function systemIn(agent: string, isTouched: boolean): string | undefined {
  const find = (pattern: RegExp) => pattern.exec(agent)?.[1]?.replaceAll('_', '.') ?? '';
  if (/iPhone|iPad|iPod/.test(agent)) return `iOS ${find(/ OS ([\d_]+)/)}`.trim();
  if (/Macintosh/.test(agent))
    return isTouched ? 'iPadOS' : `macOS ${find(/Mac OS X ([\d._]+)/)}`.trim();
  if (/Android/.test(agent)) return `Android ${find(/Android ([\d.]+)/)}`.trim();
  if (/Windows/.test(agent)) return `Windows NT ${find(/Windows NT ([\d.]+)/)}`.trim();
  if (/CrOS/.test(agent)) return 'ChromeOS';
  return /Linux/.test(agent) ? 'Linux' : undefined;
}

/** A version as it may be told: digits and dots alone. */
function numbers(version: string): string {
  return /^[\d.]{1,30}/.exec(version)?.[0] ?? '';
}
