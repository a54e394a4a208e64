/** Lint: that Oxlint runs the plugins written for ESLint, and each reports what it is for. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** A rule of each plugin, and a file of an element that breaks it. */
const BROKEN = {
  'simple-import-sort(imports)': "import { b } from './b.ts';\nimport { a } from './a.ts';",
  'stylistic(max-len)': `// ${'long '.repeat(20)}`,
  'lit(attribute-value-entities)': 'import { html } from \'lit\';\nhtml`<p title=">"></p>`;',
  'lit-a11y(alt-text)': 'import { html } from \'lit\';\nhtml`<img src="a" />`;',
  'tessera(no-inline-type-imports)': "import { type A } from './a.ts';",
  'tessera(no-private-keyword)': 'class A {\n  private a = 1;\n}',
};

const folder = mkdtempSync(join(tmpdir(), 'tessera-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

it('reports what breaks a rule of each plugin', () => {
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(configOutside()));
  mkdirSync(join(folder, 'src/ui'), { recursive: true });
  const sources = Object.values(BROKEN);
  sources.forEach((source, at) => writeFileSync(join(folder, `src/ui/${at}.ts`), source));
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout) as Report;
  const found = diagnostics.map(({ code, filename }) => `${filename} ${code}`);
  expect(found).toEqual(
    expect.arrayContaining(Object.keys(BROKEN).map((rule, at) => `src/ui/${at}.ts ${rule}`)),
  );
});

/** The project's configuration for another folder, without the rules that need types. */
function configOutside(): object {
  const config = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')) as {
    options: object;
    jsPlugins: (string | { name: string; specifier: string })[];
  };
  const resolve = (specifier: string) =>
    fileURLToPath(
      specifier.startsWith('.')
        ? new URL(specifier, `file://${ROOT}`)
        : import.meta.resolve(specifier),
    );
  const jsPlugins = config.jsPlugins.map((plugin) =>
    typeof plugin === 'string'
      ? { name: plugin.replace('eslint-plugin-', ''), specifier: resolve(plugin) }
      : { ...plugin, specifier: resolve(plugin.specifier) },
  );
  return { ...config, options: { ...config.options, typeAware: false }, jsPlugins };
}
