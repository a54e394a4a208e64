/** The API's document: valid, and every answer, whatever was asked, is one that it promises. */
import { Validator } from '@seriousme/openapi-schema-validator';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LINES_TYPE } from '../../src/server/lines.ts';
import { openApiDocument } from '../../src/server/openapi.ts';
import { ROUTES } from '../../src/server/routes.ts';
import { runs } from '../chance.ts';
import type { JsonSchema } from './arbitrary-input.ts';
import { fitting, input } from './arbitrary-input.ts';
import type { ServiceFixture } from './service-fixture.ts';
import { createServiceFixture, NO_LIMITS } from './service-fixture.ts';
import { activateDevice } from './service-phone.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: JsonSchema }> };
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
}

const document = openApiDocument(ROUTES, '1.2.3') as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

it('is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(
    structuredClone(document) as unknown as Parameters<Validator['validate']>[0],
  );
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

it('tells of Retry-After where an answer can have it', () => {
  for (const { operation } of operations)
    for (const [status, response] of Object.entries(operation.responses))
      expect('headers' in response, `${operation.operationId} ${status}`).toBe(
        ['423', '429', '503'].includes(status),
      );
});

it('has every route of the table once', () => {
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
    ROUTES.map(({ id }) => id).sort(),
  );
  expect(new Set(ROUTES.map(({ id }) => id)).size).toBe(ROUTES.length);
});

it('is what the API answers', async () => {
  const at = await createServiceFixture();
  const response = await at.service.api.request('/openapi.json');
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
  await at.close();
});

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ ...(JSON.parse(JSON.stringify(document)) as object), $id: 'doc:api' });
const validators = new Map<string, ValidateFunction>();

function validatorOf(pointer: readonly string[]): ValidateFunction {
  const escaped = pointer.map((each) =>
    encodeURIComponent(each.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  const $ref = `doc:api#/${escaped.join('/')}`;
  const known = validators.get($ref) ?? ajv.compile({ $ref });
  validators.set($ref, known);
  return known;
}

/** What is wrong with an answer, by the document. */
function complaints(
  { path, method, operation }: (typeof operations)[number],
  { status, type, body }: { status: number; type: string | null; body: unknown },
): readonly string[] {
  const promised = operation.responses[String(status)];
  if (!promised) return [`status ${status}: ${JSON.stringify(body)}`];
  if (!promised.content) return body === undefined ? [] : [`a body with ${status}`];
  const [known] = Object.keys(promised.content);
  if (type !== known) return [`type ${type}, not ${known}`];
  const at = ['paths', path, method, 'responses', String(status), 'content', known, 'schema'];
  const validate = validatorOf(at);
  const isEach = (known === LINES_TYPE ? (body as unknown[]) : [body]).every((part) =>
    validate(part),
  );
  return isEach ? [] : [ajv.errorsText(validate.errors)];
}

describe('an answer is promised:', () => {
  let at: ServiceFixture;
  /** Things that are there, by the name of a parameter. */
  let there: Readonly<Record<string, readonly string[]>>;
  beforeAll(async () => {
    at = await createServiceFixture({ limiter: NO_LIMITS });
    const { id, serial } = await activateDevice(at, 'someone');
    const path = '/v1/owners/someone/requests';
    const asked = await at.call<{ id: string }>('POST', path, {
      body: { kind: 'login', title: 'Sign in' },
    });
    const begun = await at.call<{ id: string }>('POST', '/v1/owners/other/activations', {
      body: {},
    });
    there = {
      owner: ['someone', 'other'],
      device: [id],
      ref: [id, `serial:${serial}`],
      id: [id, asked.body.id, begun.body.id],
    };
  });
  afterAll(() => at.close());

  function valueOf(name: string, schema: JsonSchema): fc.Arbitrary<string> {
    const known = there[name];
    // A segment of dots is not in the URL that is sent (WHATWG URL): it names another route.
    const some = fitting(schema)
      .map(String)
      .filter((text) => text !== '.' && text !== '..');
    return known ? fc.oneof(fc.constantFrom(...known), some) : some;
  }

  function callOf({ path, operation }: (typeof operations)[number]) {
    const inPath = operation.parameters.filter((each) => each.in === 'path');
    const inQuery = operation.parameters.filter(
      (each) => each.in === 'query' && each.name !== 'wait',
    );
    const schema = operation.requestBody?.content['application/json']?.schema;
    return fc.record({
      url: fc
        .tuple(
          fc.tuple(...inPath.map((each) => valueOf(each.name, each.schema))),
          fc.record(
            Object.fromEntries(inQuery.map((each) => [each.name, valueOf(each.name, each.schema)])),
            { requiredKeys: [] },
          ),
        )
        .map(([values, query]) => {
          const named = inPath.reduce(
            (whole, { name }, i) =>
              whole.replace(`{${name}}`, encodeURIComponent(values[i]!.toWellFormed())),
            path,
          );
          const search = new URLSearchParams(query as Record<string, string>).toString();
          return named + (search === '' ? '' : `?${search}`);
        }),
      body: schema ? input(schema) : fc.constant(undefined),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant('application/json') },
        { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml') },
      ),
      once: fc.option(fc.constantFrom('one', 'two', 'three'), { nil: undefined }),
    });
  }

  it.each(operations.map((each) => [each.operation.operationId, each] as const))(
    '%s',
    async (_, operation) => {
      await fc.assert(
        fc.asyncProperty(callOf(operation), async ({ url, body, type, once }) => {
          const answer = await at.call<unknown>(operation.method.toUpperCase(), url, {
            ...(body !== undefined && { body }),
            headers: { 'Content-Type': type, ...(once && { 'Idempotency-Key': once }) },
          });
          expect(answer.status).toBeLessThan(500);
          const content = { ...answer, type: answer.headers.get('Content-Type') };
          expect(complaints(operation, content)).toEqual([]);
        }),
        runs(40, 400),
      );
    },
  );
});
