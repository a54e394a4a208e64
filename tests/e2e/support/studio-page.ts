/** The studio's pages as built, on a free port, and its server's calls answered from memory. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Page, Route } from '@playwright/test';
import { build, preview } from 'vite';

import { checkConfig } from '../../../scripts/build-config.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SCHEMA = JSON.parse(readFileSync(`${ROOT}public/config.schema.json`, 'utf8')) as object;

export interface StudioPages {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Builds the pages into a folder of their own. */
export async function serveStudioPages(): Promise<StudioPages> {
  const outDir = mkdtempSync(join(tmpdir(), 'tessera-studio-'));
  const common = { root: ROOT, configFile: `${ROOT}vite.config.ts`, logLevel: 'error' } as const;
  await build({ ...common, mode: 'studio', build: { outDir } });
  const server = await preview({
    ...common,
    mode: 'studio',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.httpServer.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/src/studio/index.html`,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

export interface FakeBrand {
  readonly config: object;
  readonly files: Readonly<Record<string, string>>;
}

/** What the page has saved, newest last, and what it would read. */
export interface FakeServer {
  readonly brands: Map<string, FakeBrand>;
  readonly saved: string[];
  /** Answers the next PUT with this status instead. */
  refuseWith: number | undefined;
}

/** Answers `/api/` as scripts/studio.mjs does, by the rules that the build uses. */
export async function answerStudioCalls(
  page: Page,
  brands: Readonly<Record<string, FakeBrand>>,
): Promise<FakeServer> {
  const server: FakeServer = {
    brands: new Map(Object.entries(brands)),
    saved: [],
    refuseWith: undefined,
  };
  await page.route('**/api/**', (route) => answer(route, server));
  return server;
}

function answer(route: Route, server: FakeServer): Promise<void> {
  const request = route.request();
  const [, what = '', name = ''] = new URL(request.url()).pathname.slice(1).split('/');
  const body = () => request.postDataJSON() as FakeBrand;
  // A version for all: whether it is the newest is not judged here.
  const reply = (json: unknown, status = 200) =>
    route.fulfill({ status, json, headers: { ETag: '"1"' } });
  const found = (config: object) => reply({ findings: checkConfig(config, SCHEMA).findings });
  if (what === 'schema') return reply(SCHEMA);
  if (what === 'check') return found(body().config);
  if (name === '')
    return reply({ brands: [...server.brands.keys()].map((each) => ({ name: each })) });
  if (request.method() === 'PUT') return save(name, body());
  const brand = server.brands.get(name);
  return brand ? reply(brand) : reply({ title: 'No such brand' }, 404);

  function save(folder: string, given: FakeBrand): Promise<void> {
    const status = server.refuseWith;
    server.refuseWith = undefined;
    if (status !== undefined) return reply({ title: 'Changed' }, status);
    const { findings } = checkConfig(given.config, SCHEMA);
    if (findings.some(({ level }) => level === 'error')) return reply({ findings }, 422);
    server.brands.set(folder, given);
    server.saved.push(folder);
    return reply({ saved: ['config.json', ...Object.keys(given.files)] });
  }
}
