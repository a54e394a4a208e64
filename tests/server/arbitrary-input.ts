/** Inputs made from JSON schemas (2020-12): those that fit, and those with one thing wrong. */
import * as fc from 'fast-check';

import { anyCharacter } from '../any-character.ts';

/** As much of a schema as the API's document has. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const JUNK: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, '', ' ', '\u0000', '\ud800', '\u202e', '__proto__', -1, 1.5, 1e300, true),
  fc.string({ unit: anyCharacter, maxLength: 500 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Values that fit the schema. */
export function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const some = schema.anyOf ?? schema.oneOf;
  if (some) return fc.oneof(...some.map(fitting));
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 2 ** 40 });
    case 'array':
      return arrays(schema);
    case 'object':
      return objects(schema);
    default:
      return texts(schema);
  }
}

/** Values of which one in three has something wrong. */
export function input(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 4, arbitrary: fitting(schema) },
    { weight: 1, arbitrary: fc.tuple(fitting(schema), JUNK, fc.nat(20)).map(spoil) },
    { weight: 1, arbitrary: JUNK },
  );
}

/** One property, or another one, is something else. */
function spoil([value, junk, at]: [unknown, unknown, number]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return junk;
  const names = [...Object.keys(value), 'unknown'];
  return { ...value, [names[at % names.length]!]: junk };
}

function texts({ pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.oneof(
    fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 20)) }),
    fc.string({
      unit: 'grapheme',
      minLength,
      maxLength: Math.max(minLength, Math.floor(maxLength / 8)),
    }),
  );
}

function arrays({ items, prefixItems, minItems = 0, maxItems = 3 }: JsonSchema) {
  if (prefixItems) return fc.tuple(...prefixItems.map(fitting)) as fc.Arbitrary<unknown>;
  const minLength = minItems;
  return fc.array(fitting(items || {}), { minLength, maxLength: Math.max(minItems, maxItems) });
}

function objects({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties).map(([name, each]) => [name, fitting(each)] as const);
  return fc.record(Object.fromEntries(entries), { requiredKeys: [...required] });
}
