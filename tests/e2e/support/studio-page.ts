/** The studio as built, on a free port, over a folder of brands of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readBrand, writeBrand } from '../../../scripts/brand-folder.mjs';
import { checkConfig } from '../../../scripts/build-config.ts';
import { serveStudio } from '../../../scripts/studio-server.mjs';
import { viteBuild } from '../../../scripts/vite-build.mjs';

const SCHEMA = JSON.parse(
  readFileSync(
    fileURLToPath(new URL('../../../public/config.schema.json', import.meta.url)),
    'utf8',
  ),
) as object;

export interface BuiltStudio {
  readonly folder: string;
  readonly remove: () => void;
}

export interface Studio {
  readonly url: string;
  readonly put: (name: string, config: object) => void;
  readonly read: (name: string) => ReturnType<typeof readBrand>;
  readonly close: () => Promise<void>;
}

export async function buildStudio(): Promise<BuiltStudio> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-studio-'));
  const { status } = await viteBuild('studio', { outDir: folder });
  if (status !== 0) throw new Error('The studio was not built.');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function serveBrands(built: string): Promise<Studio> {
  const root = mkdtempSync(join(tmpdir(), 'tessera-brands-'));
  const server = await serveStudio({ root, built, port: 0, schema: SCHEMA, check: checkConfig });
  return {
    url: server.url,
    put: (name, config) => void writeBrand(join(root, name), config, {}),
    read: (name) => readBrand(join(root, name)),
    async close() {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
