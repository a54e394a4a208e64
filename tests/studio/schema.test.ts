/** The form's fields as derived from a schema, the configuration's own and others. */
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import type { Field, Json, Schema } from '../../src/studio/schema.ts';
import { fieldsOf, isShowable } from '../../src/studio/schema.ts';
import { sectionsOf } from '../../src/studio/sections.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../public/config.schema.json', import.meta.url), 'utf8'),
) as Schema;

const kinds = (fields: readonly Field[]) =>
  Object.fromEntries(fields.map(({ key, kind }) => [key, kind]));

/** A schema of one property. */
function only(part: Schema, more: Partial<Schema> = {}): Field {
  const [field] = fieldsOf({ type: 'object', properties: { it: part }, ...more });
  return field!;
}

it('gives each key of the configuration a field of its kind', () => {
  const fields = fieldsOf(SCHEMA);
  expect(kinds(fields)).toMatchObject({
    name: 'text',
    brandColor: 'colour',
    languages: 'choices',
    language: 'choice',
    logo: 'picture',
    pinLength: 'number',
    biometrics: 'switch',
    trustedIssuers: 'entries',
    services: 'list',
  });
  expect(Object.keys(kinds(fields)).sort()).toEqual(
    Object.keys(SCHEMA.properties!)
      .filter((key) => key !== '$schema')
      .sort(),
  );
  expect(kinds(fields.find(({ key }) => key === 'trustedIssuers')!.parts)).toEqual({
    name: 'text',
    key: 'text',
    formerKeys: 'list',
    retiredKeys: 'list',
  });
});

it('says of each field what the schema says, and whether it may be left out', () => {
  const [name, , , languages] = fieldsOf(SCHEMA);
  expect(name).toMatchObject({ hint: SCHEMA.properties!['name']!.description, isRequired: true });
  expect(languages!.isRequired).toBe(false);
});

it('gives a key that has come since a field of its kind', () => {
  expect(only({ type: 'object', properties: { a: { type: 'string' } } })).toMatchObject({
    kind: 'group',
    parts: [{ key: 'a', kind: 'text' }],
  });
  const byLanguage = only(
    {
      type: 'object',
      propertyNames: { $ref: '#/definitions/tag' },
      additionalProperties: { type: 'integer' },
    },
    { definitions: { tag: { enum: ['en', 'de'] } } },
  );
  expect(byLanguage.parts.map(({ label, kind }) => [label, kind])).toEqual([
    ['English', 'number'],
    ['Deutsch', 'number'],
  ]);
  for (const part of [{}, { type: 'object' }, { type: 'array' }, { type: 'null' }])
    expect(only(part).kind).toBe('json');
  expect(only({ $ref: '#/definitions/a' }, { definitions: { a: { type: 'boolean' } } }).kind).toBe(
    'switch',
  );
});

it('puts every field in one section, and new ones in the last', () => {
  const fields = [...fieldsOf(SCHEMA), only({ type: 'boolean' })];
  const sections = sectionsOf(fields);
  const all = sections.flatMap((section) => section.fields);
  expect(all.length).toBe(fields.length);
  expect(new Set(all)).toEqual(new Set(fields));
  expect(sections.at(-1)!.fields.map(({ key }) => key)).toEqual(['it']);
});

it.each<[name: string, part: Schema, right: Json[], wrong: Json[]]>([
  ['colour', { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' }, ['#a0B1c2'], ['#a0', '', 7]],
  ['text', { type: 'string', minLength: 1, maxLength: 2 }, ['a', '🔑🔑'], ['', 'abc', null]],
  ['number', { type: 'integer', minimum: 4, maximum: 8 }, [4, 8], [3, 9, 4.5, '4', '']],
  ['switch', { type: 'boolean' }, [true, false], ['', 0]],
  ['choice', { enum: ['a', 'b'] }, ['a'], ['c', 0]],
  ['choices', { type: 'array', items: { enum: ['a'] } }, [[], ['a']], [['b'], 'a']],
  ['list', { type: 'array', items: { type: 'string' } }, [[], ['a']], [[1], 'a']],
  [
    'entries',
    {
      type: 'array',
      items: { type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: {} } },
    },
    [[], [{ a: '' }], [{ a: '', b: 1 }]],
    [[{}], [1], {}],
  ],
])('shows a right %s and not a half typed one', (_, part, right, wrong) => {
  const field = only(part);
  expect(right.filter((value) => !isShowable(field, value))).toEqual([]);
  expect(wrong.filter((value) => isShowable(field, value))).toEqual([]);
});
