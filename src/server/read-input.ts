/** A call's path, query and body, read by its route's schemas: whole, or every mistake at once. */
import * as v from 'valibot';

import { bodyBytes, BodyRefused, jsonObject } from '../issuer/http/json.ts';
import type { FieldError, OwnReason } from './problems.ts';
import { ProblemThrown } from './problems.ts';
import type { Route } from './route.ts';

/** A request's fields are its longest body. */
const MAX_BODY_BYTES = 16_384;
/** Longest part of a foreign name that an answer repeats, in characters. */
const MAX_TOLD = 40;
const REASONS: Readonly<Record<BodyRefused['error'], OwnReason>> = {
  TOO_LARGE: 'TOO_LARGE',
  MEDIA_TYPE: 'MEDIA_TYPE',
  BAD_REQUEST: 'BAD_JSON',
};

export interface Input {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** The body as it came. */
  readonly bytes: Uint8Array;
}

/** @throws ProblemThrown BAD_JSON, TOO_LARGE, MEDIA_TYPE, INVALID */
export async function readInput(
  route: Route,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<Input> {
  const { bytes, value } = await readBody(route, request);
  const errors: FieldError[] = [];
  const read = {
    params: readTexts('path', route.params, Object.entries(params), errors),
    query: readTexts('query', route.query, queryOf(request), errors),
    body: route.body && readValue(route.body, value, errors),
    bytes,
  };
  if (errors.length > 0) throw new ProblemThrown({ ok: false, reason: 'INVALID', errors });
  return read;
}

function queryOf({ url }: Request): readonly (readonly [string, string])[] {
  return url.includes('?') ? [...new URL(url).searchParams] : [];
}

async function readBody(
  route: Route,
  request: Request,
): Promise<{ readonly bytes: Uint8Array; readonly value: unknown }> {
  if (route.body === undefined) return { bytes: new Uint8Array(), value: undefined };
  try {
    const bytes = await bodyBytes(request, MAX_BODY_BYTES);
    // Who has nothing to say needs no braces and no type.
    return { bytes, value: bytes.length === 0 ? {} : jsonObject(request, bytes) };
  } catch (thrown) {
    if (!(thrown instanceof BodyRefused)) throw thrown;
    throw new ProblemThrown({ ok: false, reason: REASONS[thrown.error] });
  }
}

function readTexts(
  part: 'path' | 'query',
  schemas: Route['query'],
  given: readonly (readonly [string, string])[],
  errors: FieldError[],
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, text] of given) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const field = `${part}.${name.slice(0, MAX_TOLD)}`;
    if (schema === undefined) errors.push({ field, message: 'is not known' });
    else if (Object.hasOwn(values, name)) errors.push({ field, message: 'must be given once' });
    else {
      const read = v.safeParse(schema, text);
      if (read.success) values[name] = read.output;
      else errors.push(...read.issues.map((issue) => ({ field, message: ruleOf(issue) })));
    }
  }
  return values;
}

function readValue(schema: v.GenericSchema, value: unknown, errors: FieldError[]): unknown {
  const read = v.safeParse(schema, value);
  if (read.success) return read.output;
  for (const issue of read.issues) {
    const path = (v.getDotPath(issue) ?? 'body').slice(0, MAX_TOLD);
    errors.push({ field: path, message: ruleOf(issue) });
  }
  return undefined;
}

/** The rule that is broken, and never the value, which a schema's own message tells. */
function ruleOf({ kind, expected, type }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'is not known';
  if (kind === 'validation' && (type === 'max_length' || type === 'min_length'))
    return `must have a length ${expected ?? ''}`;
  return `must be ${expected ?? 'otherwise'}`;
}
