/**
 * The details that a person copies for support: facts about app and browser, as a short text. None
 * of them can name a person, an issuer or an account, or be secret.
 */
import type { ErrorCode } from './errors.ts';
import type { Browser } from './view.ts';

/** Undefined wherever the browser does not say. */
export interface SupportFacts {
  /** The product's name and version. */
  readonly product: string;
  readonly browser: Browser;
  /** With its version: `Chromium 131.0.6778.86`. */
  readonly engine: string | undefined;
  /** With its version: `Android 15`. */
  readonly system: string | undefined;
  /** Whether the browser promised to keep what is stored. */
  readonly persisted: boolean | undefined;
  readonly usedBytes: number | undefined;
  readonly quotaBytes: number | undefined;
  readonly camera: PermissionAnswer | undefined;
  readonly notifications: PermissionAnswer | undefined;
  /** Whether the app runs from the home screen or in a window of its own. */
  readonly installed: boolean;
  readonly worker: WorkerState | undefined;
  /** BCP 47, as the browser asks sites for it. */
  readonly language: string | undefined;
  readonly online: boolean | undefined;
}

/** `prompt`: the browser would ask. */
export type PermissionAnswer = 'granted' | 'denied' | 'prompt';

/** `missing`: the browser has no service workers here; `none`: none is registered. */
export type WorkerState =
  | 'missing'
  | 'none'
  | 'installing'
  | 'waiting'
  /** Active, but this page was loaded without it. */
  | 'active'
  | 'controlling';

/** What shows the details asks for: given by the composition root. */
export interface Support {
  /** @throws where a part of the app cannot be loaded */
  readonly facts: () => Promise<SupportFacts>;
  /** Resolves to whether the clipboard took the text. */
  readonly copy: (text: string) => Promise<boolean>;
}

const UNKNOWN = 'unknown';

/**
 * Returns the text, a fact a line. Its words are English whatever the app speaks: whoever answers
 * may not speak the language of whoever asks.
 */
export function supportText(facts: SupportFacts, error?: ErrorCode): string {
  const { persisted, installed, online } = facts;
  const { camera = UNKNOWN, notifications = UNKNOWN } = facts;
  const kept = persisted === undefined ? UNKNOWN : persisted ? 'kept' : 'may be cleared';
  return [
    facts.product,
    ...(error === undefined ? [] : [`Error: ${error}`]),
    `Browser: ${facts.browser}, ${facts.engine ?? UNKNOWN}`,
    `System: ${facts.system ?? UNKNOWN}`,
    `Runs: ${installed ? 'installed' : 'in a tab'}`,
    `Storage: ${kept}, ${rounded(facts.usedBytes)} of ${rounded(facts.quotaBytes)}`,
    `Permissions: camera ${camera}, notifications ${notifications}`,
    `Service worker: ${facts.worker ?? UNKNOWN}`,
    `Language: ${facts.language ?? UNKNOWN}`,
    `Online: ${online === undefined ? UNKNOWN : online ? 'yes' : 'no'}`,
  ].join('\n');
}

const UNITS = ['kB', 'MB', 'GB', 'TB'];
const DIGITS = 2;
const KILO = 1000;

/** Returns a size with two digits: more would tell one device from another. */
function rounded(bytes: number | undefined): string {
  if (bytes === undefined || !Number.isFinite(bytes) || bytes < 0) return UNKNOWN;
  let size = Number(bytes.toPrecision(DIGITS)) / KILO;
  let unit = 0;
  while (size >= KILO && unit < UNITS.length - 1) {
    size /= KILO;
    unit++;
  }
  return `${size < 1 ? 'less than 1' : String(Number(size.toPrecision(DIGITS)))} ${UNITS[unit]!}`;
}
