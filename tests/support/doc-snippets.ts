/** The TypeScript snippets of a document as files, which take the package from the sources. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startCompiler } from './compiler.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  allowArbitraryExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: ['node'],
  module: 'esnext',
  moduleResolution: 'bundler',
  noEmit: true,
};

export interface DocSnippets {
  /** The document. */
  readonly text: string;
  /** Where the files lie, with a slash at its end. */
  readonly folder: string;
  readonly load: <Snippet>(name: string) => Promise<Snippet>;
  /** What the compiler finds wrong, in a strict project. */
  readonly problems: () => readonly string[];
  readonly remove: () => void;
}

/** Each block of `ts` whose first line names a file, as that file. */
export function docSnippets(document: string): DocSnippets {
  const text = readFileSync(ROOT + document, 'utf8');
  const folder = `${ROOT}.tmp/${basename(document, '.md')}-${String(process.pid)}/`;
  mkdirSync(folder, { recursive: true });
  const files = [...text.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)].map(([, name, code]) => {
    const source = code!.replace(/'@tessera-auth\/issuer(\/[a-z-]+)?'/g, (_, entry?: string) =>
      JSON.stringify(`${ROOT}src/issuer/exports${entry ?? '/index'}.ts`),
    );
    writeFileSync(folder + name!, source);
    return folder + name!;
  });
  return {
    text,
    folder,
    load: async <Snippet>(name: string) =>
      (await import(/* @vite-ignore */ folder + name)) as Snippet,
    problems() {
      const config = { compilerOptions: OPTIONS, files };
      const compiler = startCompiler(`${folder}tsconfig.json`, config);
      try {
        return compiler.problems(files).map((problem) => problem.text);
      } finally {
        compiler.close();
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
