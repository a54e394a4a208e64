/** docs/compliance.md names evidence that exists: each file, and each test by its title. */
import { existsSync, readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

const DOCUMENT = readFileSync('docs/compliance.md', 'utf8');
/** What stands in the second column of a row without evidence. */
const WITHOUT_EVIDENCE = /\*\*(Not met|Yours|Does not apply)/;

/** The cells of each row of a table, without the tables' heads. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  const isRule = (line: string | undefined) => /^\|[\s|:-]+$/.test(line ?? '');
  return lines
    .filter((line, i) => !isRule(line) && !isRule(lines[i + 1]))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What is wrong with a row: a missing file, a missing test, or nothing named at all. */
function problemsOf([requirement = '', how = '', evidence = '']: readonly string[]): string[] {
  const problems: string[] = [];
  let file: string | undefined;
  for (const [, path, title] of evidence.matchAll(/`([^`]+)`|“([^”]+)”/g)) {
    if (path !== undefined) file = path;
    if (path !== undefined && !existsSync(path)) problems.push(`no file ${path}`);
    if (title !== undefined && !hasTest(file, title))
      problems.push(`no test “${title}” in ${String(file)}`);
  }
  if (file === undefined && !WITHOUT_EVIDENCE.test(how)) problems.push('no evidence');
  return problems.map((problem) => `${requirement}: ${problem}`);
}

function hasTest(file: string | undefined, title: string): boolean {
  if (file === undefined || !/\.(test|spec)\.ts$/.test(file) || !existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  return ["'", '"', '`'].some((quote) => text.includes(`(${quote}${title}${quote}`));
}

it('every file and every test that it names is there', () => {
  const rows = rowsOf(DOCUMENT);
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((row) => row.length !== 3)).toEqual([]);
  expect(rows.flatMap(problemsOf)).toEqual([]);
});

it('a missing file, a missing test and a row without evidence are told', () => {
  const table = `| what | how | held by |
| --- | --- | --- |
| one | so | \`tests/no-such.test.ts\` |
| two | so | \`tests/readme.test.ts\`: “maps the tree”, “maps the moon” |
| three | so | |
| four | **Not met.** | |
| five | so | \`src/config.ts\`: “maps the tree” |`;
  expect(rowsOf(table).flatMap(problemsOf)).toEqual([
    'one: no file tests/no-such.test.ts',
    'two: no test “maps the moon” in tests/readme.test.ts',
    'three: no evidence',
    'five: no test “maps the tree” in src/config.ts',
  ]);
});
