/** The studio as built, on a free port, over a folder of brands of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readBrand, writeBrand } from '../../../scripts/brand-folder.mjs';
import { checkConfig } from '../../../scripts/build-config.ts';
import { serveStudio } from '../../../scripts/studio-server.mjs';
import { ensureStudioBuilt } from '../../../scripts/vite-build.mjs';
import { madeOnce } from '../../support/made-once.ts';

const BUILT = fileURLToPath(new URL('../../../dist/studio', import.meta.url));
const SCHEMA = JSON.parse(
  readFileSync(
    fileURLToPath(new URL('../../../public/config.schema.json', import.meta.url)),
    'utf8',
  ),
) as object;

export interface Studio {
  readonly url: string;
  readonly put: (name: string, config: object) => void;
  readonly read: (name: string) => ReturnType<typeof readBrand>;
  readonly close: () => Promise<void>;
}

/** The studio is built once a run, where it is not yet. */
export async function serveBrands(): Promise<Studio> {
  await madeOnce('studio', ensureStudioBuilt);
  const root = mkdtempSync(join(tmpdir(), 'tessera-brands-'));
  const server = await serveStudio({
    root,
    built: BUILT,
    port: 0,
    schema: SCHEMA,
    check: checkConfig,
  });
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
