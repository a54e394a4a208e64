/** Calls of the studio's own server, scripts/studio.mjs. */
import type { ConfigFinding } from '../core/config-rules.ts';
import type { Base, Draft } from './draft.ts';
import type { JsonObject, Schema } from './schema.ts';
import { WORDS } from './words.ts';

export type SaveOutcome =
  | { readonly is: 'saved'; readonly paths: readonly string[]; readonly version?: string }
  | { readonly is: 'refused'; readonly findings: readonly ConfigFinding[] }
  /** The folder is not as it was in the version given, or there is one already. */
  | { readonly is: 'changed'; readonly version?: string }
  | { readonly is: 'failed'; readonly why: string };

export interface StudioApi {
  readonly schema: () => Promise<Schema>;
  readonly brands: () => Promise<readonly string[]>;
  readonly brand: (name: string) => Promise<Draft>;
  readonly check: (config: JsonObject, signal: AbortSignal) => Promise<readonly ConfigFinding[]>;
  /** @param over what may be replaced; undefined: nothing */
  readonly save: (draft: Draft, over: Base | undefined) => Promise<SaveOutcome>;
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
}

/**
 * Every call but `save` throws where the server does not answer as it should.
 * @param token of the page's `<meta name="studio-token">`
 */
export function createApi(token: string): StudioApi {
  return {
    schema: () => json('schema'),
    async brands() {
      const { brands } = await json<{ brands: readonly { name: string }[] }>('brands');
      return brands.map(({ name }) => name);
    },
    async brand(name) {
      const response = await call(placeOf(name));
      if (!response.ok) throw new Error(await reasonOf(response));
      const { config, files } = (await response.json()) as Pick<Draft, 'config' | 'files'>;
      const { version } = versionOf(response);
      return { name, config, files, ...(version !== undefined && { base: { name, version } }) };
    },
    async check(config, signal) {
      const body = JSON.stringify({ config });
      const { findings } = await json<{ findings: readonly ConfigFinding[] }>('check', {
        method: 'POST',
        body,
        signal,
      });
      return findings;
    },
    save,
  };

  async function save(
    { name, config, files }: Draft,
    over: Base | undefined,
  ): Promise<SaveOutcome> {
    const response = await call(placeOf(name), {
      method: 'PUT',
      body: JSON.stringify({ config, files }),
      headers: over === undefined ? { 'If-None-Match': '*' } : { 'If-Match': over.version },
    });
    if (response.status === 412) return { is: 'changed', ...versionOf(response) };
    if (response.status === 422) {
      const { findings } = (await response.json()) as { findings: readonly ConfigFinding[] };
      return { is: 'refused', findings };
    }
    if (!response.ok) return { is: 'failed', why: await reasonOf(response) };
    const { saved } = (await response.json()) as { saved: readonly string[] };
    return { is: 'saved', paths: saved, ...versionOf(response) };
  }

  function call(path: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
    return fetch(`/api/${path}`, {
      ...init,
      headers: {
        ...(headers as Record<string, string> | undefined),
        'X-Studio-Token': token,
        ...(init.body != null && { 'Content-Type': 'application/json' }),
      },
    });
  }

  async function json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await call(path, init);
    if (!response.ok) throw new Error(await reasonOf(response));
    return (await response.json()) as T;
  }
}

function placeOf(name: string): string {
  return `brands/${encodeURIComponent(name)}`;
}

function versionOf(response: Response): { readonly version?: string } {
  const version = response.headers.get('ETag');
  return version === null ? {} : { version };
}

async function reasonOf(response: Response): Promise<string> {
  // Each start of the server has a token of its own.
  if (response.status === 403) return WORDS.brand.restarted;
  const { title, detail } = (await response.json().catch(() => ({}))) as Problem;
  return [title, detail].filter(Boolean).join(': ') || `${response.status} ${response.statusText}`;
}

/** Returns why a call was not answered, in a sentence. A TypeError: by nobody (Fetch, §5.6). */
export function whyOf(error: unknown): string {
  if (error instanceof TypeError) return WORDS.brand.offline;
  return error instanceof Error ? error.message : String(error);
}
