/** The TypeScript snippets of a document as files, which take the package from the sources. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
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
      const program = ts.createProgram(files, OPTIONS);
      return files.flatMap((file) => {
        const source = program.getSourceFile(file)!;
        return [
          ...program.getSyntacticDiagnostics(source),
          ...program.getSemanticDiagnostics(source),
        ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
      });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
