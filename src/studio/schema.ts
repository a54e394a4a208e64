/** Derives a form's fields from the configuration's schema (JSON Schema draft-07). */
import { isLanguageTag, languageOf } from '../i18n/languages.ts';
import { labelOf } from './words.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The part of JSON Schema that the form reads. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly not?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/**
 * `choices`: some of an enumeration. `list`: texts in a row. `group`: an object. `entries`: objects
 * in a row. `json`: whatever else a schema may say, written as JSON.
 */
export type FieldKind =
  | 'text'
  | 'colour'
  | 'picture'
  | 'number'
  | 'switch'
  | 'choice'
  | 'choices'
  | 'list'
  | 'group'
  | 'entries'
  | 'json';

export interface Field {
  readonly key: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
  /** Without references. */
  readonly schema: Schema;
  /** The fields of a group, or of each entry. */
  readonly parts: readonly Field[];
}

/** For the editor of the file, not for the build. */
const NOT_A_FIELD = '$schema';
const COLOUR_PATTERN = '^#[0-9a-fA-F]{6}$';

/** Returns the fields of a schema's object, in its order. */
export function fieldsOf(root: Schema): readonly Field[] {
  return partsOf(root, root);
}

function partsOf(schema: Schema, root: Schema): readonly Field[] {
  return Object.entries(propertiesOf(schema, root))
    .filter(([key]) => key !== NOT_A_FIELD)
    .map(([key, part]) => fieldOf(key, part, root, schema.required?.includes(key) ?? false));
}

/** An object whose keys are an enumeration has a property for each. */
function propertiesOf(schema: Schema, root: Schema): Readonly<Record<string, Schema>> {
  const { properties = {}, propertyNames, additionalProperties } = schema;
  if (typeof additionalProperties !== 'object') return properties;
  const names = propertyNames ? (resolve(propertyNames, root).enum ?? []) : [];
  return {
    ...Object.fromEntries(names.map((name) => [name, additionalProperties])),
    ...properties,
  };
}

function fieldOf(key: string, given: Schema, root: Schema, isRequired: boolean): Field {
  const schema = resolve(given, root);
  const items = schema.items && resolve(schema.items, root);
  const kind = kindOf(schema, items, root);
  return {
    key,
    kind,
    label: isLanguageTag(key) ? languageOf(key).name : labelOf(key),
    hint: schema.description ?? '',
    isRequired,
    schema: items ? { ...schema, items } : schema,
    parts: partsOf(kind === 'entries' && items ? items : schema, root),
  };
}

/** Follows a reference; what stands beside it comes first. */
function resolve(schema: Schema, root: Schema): Schema {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return schema;
  const found = root.definitions?.[$ref.replace('#/definitions/', '')];
  return found ? { ...resolve(found, root), ...beside } : beside;
}

function kindOf(schema: Schema, items: Schema | undefined, root: Schema): FieldKind {
  if (schema.enum) return 'choice';
  switch (schema.type) {
    case 'string':
      return kindOfText(schema);
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array':
      return items ? kindOfArray(items) : 'json';
    case 'object':
      return Object.keys(propertiesOf(schema, root)).length > 0 ? 'group' : 'json';
    default:
      return 'json';
  }
}

function kindOfText({ pattern = '' }: Schema): FieldKind {
  if (pattern === COLOUR_PATTERN) return 'colour';
  return /svg.*png/.test(pattern) ? 'picture' : 'text';
}

function kindOfArray(items: Schema): FieldKind {
  if (items.enum) return 'choices';
  if (items.type === 'string') return 'list';
  return items.type === 'object' ? 'entries' : 'json';
}

/** Returns whether a value is one that the frames can show: what is half typed is not. */
export function isShowable({ kind, schema, parts, isRequired }: Field, value: Json): boolean {
  switch (kind) {
    case 'text':
    case 'colour':
    case 'picture':
      return typeof value === 'string' && fits(schema, value);
    case 'number':
      return Number.isInteger(value) && isWithin(schema, value as number);
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return schema.enum?.some((each) => each === value) ?? false;
    case 'choices':
      return isListOf(value, (each) => schema.items?.enum?.some((tag) => tag === each) ?? false);
    case 'list':
      return isListOf(value, (each) => typeof each === 'string');
    case 'entries':
      return isListOf(value, (each) => isGroup(parts, each));
    case 'group':
      return isGroup(parts, value);
    case 'json':
      return !isRequired || value !== null;
  }
}

function fits({ pattern, minLength = 0, maxLength = Infinity }: Schema, text: string): boolean {
  const length = Array.from(text).length;
  return (
    length >= minLength &&
    length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text))
  );
}

function isWithin({ minimum = -Infinity, maximum = Infinity }: Schema, value: number): boolean {
  return value >= minimum && value <= maximum;
}

function isListOf(value: Json, isRight: (each: Json) => boolean): boolean {
  return Array.isArray(value) && (value as readonly Json[]).every(isRight);
}

function isGroup(parts: readonly Field[], value: Json): boolean {
  if (!isObject(value)) return false;
  return parts.every((part) => {
    const own = value[part.key];
    return own === undefined ? !part.isRequired : isShowable(part, own);
  });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
