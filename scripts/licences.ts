/**
 * Lists the packages that a build ships, with their licences. A bundler plugin sees one bundle, but
 * the app ships three (the page, the decoder's worker, the service worker), so each gets a
 * collector and the last one writes the list of all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

/** A module that exports the list; `src/ui/menu/licence-list.ts` imports it. */
const FILE = 'licences.js';
/** What the sources have taken from a package; the head of the file has its licence. */
const TAKEN = {
  name: 'zxcvbn',
  version: '4.4.2',
  licence: 'MIT',
  file: 'src/vault/common-pins.ts',
};
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** The licence's own words, with the copyright notice. */
  readonly text: string;
}

export interface LicenceCollector {
  /** A new plugin for one of the bundles. */
  readonly collect: () => Plugin;
  /** The plugin of the last bundle: collects, then writes the list. */
  readonly write: () => Plugin;
}

/** Creates the plugins of one build. */
export function createLicenceCollector(): LicenceCollector {
  const folders = new Set<string>();

  function add(bundle: Readonly<Record<string, unknown>>): void {
    for (const chunk of Object.values(bundle))
      for (const id of moduleIdsOf(chunk)) {
        const folder = packageFolderOf(id);
        if (folder !== undefined) folders.add(folder);
      }
  }

  return {
    collect: () => ({
      name: 'tessera-licences',
      generateBundle: (_, bundle) => add(bundle),
      // Nothing is bundled from source: the list is empty.
      configureServer: ({ middlewares }) =>
        void middlewares.use(`/${FILE}`, (_, response) => {
          response.setHeader('Content-Type', 'text/javascript').end('export default [];\n');
        }),
    }),
    write: () => ({
      name: 'tessera-licences-file',
      generateBundle(_, bundle) {
        add(bundle);
        const packages = [...folders].map(describe).concat(describeTaken());
        const source = `export default ${JSON.stringify(packages.sort(byName))};\n`;
        this.emitFile({ type: 'asset', fileName: FILE, source });
      },
    }),
  };
}

function moduleIdsOf(chunk: unknown): readonly string[] {
  const { moduleIds } = chunk as { readonly moduleIds?: readonly string[] };
  return moduleIds ?? [];
}

/** Returns the folder of the installed package that a module belongs to. */
function packageFolderOf(id: string): string | undefined {
  const file = id.replace(/^\0/, '').replace(/\?.*$/, '');
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

/** @throws Error for a package that names no licence */
function describe(folder: string): ShippedPackage {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string };
  if (license === undefined) throw new Error(`${name}@${version} names no licence`);
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name, version, licence: license, text: texts.join('\n\n') };
}

/** @throws Error where the file has no notice */
function describeTaken(): ShippedPackage {
  const { file, ...taken } = TAKEN;
  const [, text] = /( \* Copyright[\s\S]*?)\n \*\//.exec(readFileSync(file, 'utf8')) ?? [];
  if (text === undefined) throw new Error(`${file} has no notice of ${taken.name}`);
  return { ...taken, text: text.replaceAll(/^ \* ?/gm, '') };
}

function byName(one: ShippedPackage, other: ShippedPackage): number {
  return `${one.name}@${one.version}` < `${other.name}@${other.version}` ? -1 : 1;
}
