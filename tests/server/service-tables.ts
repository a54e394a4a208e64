/** The tables of docs/service.md, made of what the program itself reads. */
import { PROBLEMS } from '../../src/server/problems.ts';
import { ROUTES } from '../../src/server/routes.ts';
import type { Variable } from '../../src/server/variables.ts';
import { VARIABLES } from '../../src/server/variables.ts';

/** Each table by the name of its marks in the document. */
export const TABLES: Readonly<Record<string, () => string>> = {
  variables: () =>
    table(
      ['variable', 'default', 'what it is for'],
      Object.entries<Variable>(VARIABLES).map(([name, { standard, standardSays, says }]) => [
        code(name),
        standardSays ?? (standard ? code(standard) : '–'),
        says,
      ]),
    ),
  routes: () =>
    table(
      ['route', 'scope', 'what it does'],
      ROUTES.map(({ method, path, scope, summary }) => [
        code(`${method} /v1${path}`),
        scope,
        summary,
      ]),
    ),
  problems: () =>
    table(
      ['status', 'reason', 'title'],
      Object.entries(PROBLEMS)
        .sort(([, [one]], [, [other]]) => one - other)
        .map(([reason, [status, title]]) => [String(status), code(reason), title]),
    ),
};

/** The document with each table as it is to be. */
export function withTables(document: string): string {
  return Object.entries(TABLES).reduce((text, [name, make]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`docs/service.md has no place for ${name}.`);
    return `${text.slice(0, from)}${begin}\n\n${make()}\n\n${text.slice(to)}`;
  }, document);
}

function code(text: string): string {
  return `\`${text}\``;
}

/** As Prettier writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
