/** Calls of the studio's own server, scripts/studio.mjs. */
import type { ConfigFinding } from '../core/config-rules.ts';
import type { Draft } from './draft.ts';
import type { JsonObject, Schema } from './schema.ts';

export type SaveOutcome =
  | { readonly is: 'saved'; readonly paths: readonly string[]; readonly version?: string }
  | { readonly is: 'refused'; readonly findings: readonly ConfigFinding[] }
  /** The files have changed since `version`. */
  | { readonly is: 'changed'; readonly version?: string }
  | { readonly is: 'failed'; readonly why: string };

export interface StudioApi {
  readonly schema: () => Promise<Schema>;
  readonly brands: () => Promise<readonly string[]>;
  readonly brand: (name: string) => Promise<Draft>;
  readonly check: (config: JsonObject, signal: AbortSignal) => Promise<readonly ConfigFinding[]>;
  readonly save: (draft: Draft) => Promise<SaveOutcome>;
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
      return { name, config, files, ...versionOf(response) };
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

  async function save({ name, config, files, version }: Draft): Promise<SaveOutcome> {
    const response = await call(placeOf(name), {
      method: 'PUT',
      body: JSON.stringify({ config, files }),
      headers: version === undefined ? { 'If-None-Match': '*' } : { 'If-Match': version },
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
  const { title, detail } = (await response.json().catch(() => ({}))) as Problem;
  return [title, detail].filter(Boolean).join(': ') || `${response.status} ${response.statusText}`;
}
