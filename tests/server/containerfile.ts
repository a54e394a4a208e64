/** A Containerfile as a list of instructions, and what is in its context. */

/** One instruction, its words as they stand. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The instructions of a file of one stage, without comments, continued lines joined. */
export function readInstructions(source: string): readonly Instruction[] {
  const lines = source
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, '');
  return lines.split('\n').map((line) => {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`No instruction: ${line}`);
    return { name, text };
  });
}

/** The texts of all instructions of a name. */
export function textsOf(instructions: readonly Instruction[], name: string): readonly string[] {
  return instructions.filter((each) => each.name === name).map(({ text }) => text);
}

/** `ENV` as variables; values here have no blanks. */
export function environmentOf(
  instructions: readonly Instruction[],
): Readonly<Record<string, string>> {
  const pairs = textsOf(instructions, 'ENV').flatMap((text) => text.split(/\s+/));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** The command of `CMD ["…"]`, and of `HEALTHCHECK … CMD ["…"]`. */
export function commandOf(text: string): readonly string[] {
  const from = text.indexOf('[');
  if (from === -1) throw new Error(`Not in the form of a list: ${text}`);
  return JSON.parse(text.slice(from)) as string[];
}

/** Whether an ignore file that excludes everything first lets a name of the context through. */
export function isInContext(ignore: string, name: string): boolean {
  const [everything, ...kept] = ignore.split('\n').filter((line) => line !== '');
  if (everything !== '*') throw new Error('The ignore file must exclude everything first.');
  return kept.some((line) => patternOf(line.replace(/^!/, '')).test(name));
}

/** A pattern of COPY or of the ignore file: `*` stands for part of a name. */
export function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*');
  return new RegExp(`^${escaped}$`);
}
