/** The style sheets in source files. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface StyleSheet {
  readonly file: string;
  readonly css: string;
}

/** Returns those of files and of folders: own files, templates, elements and attributes. */
export function styleSheets(roots: readonly string[]): readonly StyleSheet[] {
  return filesIn(roots).flatMap((file) => sheetsOf(file).map((css) => ({ file, css })));
}

/** Returns files, and all files in folders, that may have styles or markup in them. */
export function filesIn(roots: readonly string[]): readonly string[] {
  return roots.flatMap((root) =>
    statSync(root).isFile()
      ? [root]
      : readdirSync(root, { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(ts|css|html|svg)$/.test(name))
          .map((name) => join(root, name)),
  );
}

function sheetsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.css')) return [text];
  // On a line of its own: another template, which is read by itself.
  const plain = (css: string): string =>
    css.replace(/^\s*\$\{[^}]*\}$/gm, '').replace(/\$\{[^}]*\}/g, 'var(--value)');
  return [
    ...[...text.matchAll(/css`([^`]*)`/g)].map(([, css]) => plain(css!)),
    ...[...text.matchAll(/<style[^>]*>([^<]*)/g)].map(([, css]) => plain(css!)),
    ...[...text.matchAll(/ style="([^"]*)"/g)].map(([, css]) => `a { ${plain(css!)} }`),
  ];
}
