/** The API's document (OpenAPI 3.1), made of the table of routes. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';

import { LINES_TYPE } from './lines.ts';
import { PROBLEM_TYPE, PROBLEMS, statusOf, WAIT_STATUSES } from './problems.ts';
import type { Route } from './route.ts';
import * as schemas from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

/** Reasons that any route may answer with. */
const COMMON_REASONS = ['KEY_REFUSED', 'SCOPE', 'INVALID', 'RATE', 'UNEXPECTED', 'BUSY'];
const BODY_REASONS = ['BAD_JSON', 'TOO_LARGE', 'MEDIA_TYPE'];
const ONCE_REASONS = ['IDEMPOTENCY_BUSY', 'IDEMPOTENCY_MISMATCH'];
const SUCCESS = { 200: 'Done', 201: 'Made', 204: 'Done' } as const;

/** Every reason that a route may answer with. */
function reasonsOf(route: Route): readonly string[] {
  return [
    ...COMMON_REASONS,
    ...(route.body ? BODY_REASONS : []),
    ...(route.method === 'POST' ? ONCE_REASONS : []),
    ...route.reasons,
  ];
}

export function openApiDocument(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes)
    (paths[`/v1${route.path}`] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tessera issuer',
      version,
      description: 'Times are whole seconds since 1970 UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key: `tsk_…`.' },
      },
      schemas: { Problem: jsonSchemaOf(schemas.Problem, 'output') },
    },
  };
}

function operationOf(route: Route): Json {
  const { id, summary, scope, params, query, body, method } = route;
  return {
    operationId: id,
    summary,
    description: `Scope: \`${scope}\`.`,
    parameters: [
      ...Object.entries(params).map(([name, schema]) => parameter('path', name, schema)),
      ...Object.entries(query).map(([name, schema]) => parameter('query', name, schema)),
      ...(method === 'POST' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchemaOf(body, 'input') } },
      },
    }),
    responses: { ...successOf(route), ...problemsOf(route) },
  };
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Whoever repeats a call with the same key gets the first answer, for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21\\x23-\\x7e]{1,200}$' },
};

const RETRY_AFTER: Json = {
  description: 'Seconds after which the call may come again, where that is known.',
  schema: { type: 'integer', minimum: 1 },
};

function parameter(place: 'path' | 'query', name: string, schema: v.GenericSchema): Json {
  const json = jsonSchemaOf(schema, 'input');
  return { name, in: place, ...(place === 'path' && { required: true }), schema: json };
}

function successOf({ status, answer, isLines }: Route): Json {
  const type = isLines ? LINES_TYPE : 'application/json';
  const content = answer && { [type]: { schema: jsonSchemaOf(answer, 'output') } };
  return { [status]: { description: SUCCESS[status], ...(content && { content }) } };
}

function problemsOf(route: Route): Json {
  const byStatus = new Map<number, string[]>();
  for (const reason of reasonsOf(route)) {
    const status = statusOf(reason);
    byStatus.set(status, [...(byStatus.get(status) ?? []), reason]);
  }
  const entries = [...byStatus].map(([status, reasons]) => {
    const description = reasons.map((each) => `${each}: ${PROBLEMS[each]![1]}.`).join(' ');
    const schema = {
      allOf: [
        { $ref: '#/components/schemas/Problem' },
        { properties: { reason: { enum: reasons }, status: { const: status } } },
      ],
    };
    const content = { [PROBLEM_TYPE]: { schema } };
    const headers = WAIT_STATUSES.includes(status) && { headers: { 'Retry-After': RETRY_AFTER } };
    return [status, { description, ...headers, content }] as const;
  });
  return Object.fromEntries(entries);
}

/** A schema of valibot as one of JSON Schema 2020-12. */
function jsonSchemaOf(schema: v.GenericSchema, typeMode: 'input' | 'output'): Json {
  const { $schema: _, ...json } = toJsonSchema(schema, { target: 'draft-2020-12', typeMode });
  return json;
}
