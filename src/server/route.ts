/** What one route of the API is: the router, its checks and the documents are made of it. */
import type * as v from 'valibot';

import type { CodeKind } from '../issuer/code-kind.ts';
import type { Issuer } from '../issuer/issuer.ts';
import type { RowChange } from '../issuer/store.ts';
import type { Services } from './brands.ts';
import type { ApiRefusal } from './problems.ts';
import type { Scope } from './schemas.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type SuccessStatus = 200 | 201 | 204;
export type ParamSchemas = Readonly<Record<string, v.GenericSchema<string, unknown>>>;
export type QuerySchemas = Readonly<Record<string, v.GenericSchema<string, unknown>>>;

/** A limit of its own, by the owner or device that the path names. */
export type CallLimit = 'codes' | 'begins';

export type Result = { readonly ok: true };

/** A call that was allowed and checked. */
export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The issuer of the key's brand. */
  readonly issuer: Issuer;
  readonly brand: string;
  /** Of the key that calls. */
  readonly scopes: readonly Scope[];
  readonly services: Services;
  /** Aborted when the caller has gone, or the service ends. */
  readonly signal: AbortSignal;
  /**
   * Writes rows of the service's own, with the answer beside them where the call is to be done
   * once.
   */
  readonly commit: (changes: readonly RowChange[], outcome: Result) => Promise<boolean>;
  /** Reads an API key again at its next use. */
  readonly forgetKey: (id: string) => void;
}

type OutputOf<Schemas extends Readonly<Record<string, v.GenericSchema>>> = {
  readonly [Name in keyof Schemas]: v.InferOutput<Schemas[Name]>;
};

export interface RouteOptions<
  Params extends ParamSchemas,
  Query extends QuerySchemas,
  Body extends v.GenericSchema,
  R extends Result,
> {
  readonly method: Method;
  /** Below `/v1`: `/owners/{owner}/activations`. */
  readonly path: string;
  /** Names the operation in the document and in metrics. */
  readonly id: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly params?: Params;
  /** Each may be left out. */
  readonly query?: Query;
  readonly body?: Body;
  readonly status: SuccessStatus;
  /** The body of a success; undefined: none. */
  readonly answer?: v.GenericSchema;
  /** JSON lines, each of the form of `answer`. */
  readonly isLines?: true;
  /** Reasons of its own, beside those that every route has. */
  readonly reasons?: readonly string[];
  readonly limit?: CallLimit;
  /** Which code a person has typed, by which their sentence of a refusal calls it. */
  readonly typed?: CodeKind;
  readonly run: (
    call: Call<OutputOf<Params>, Partial<OutputOf<Query>>, v.InferOutput<Body>>,
  ) => Promise<R | ApiRefusal>;
  /**
   * The body of a success. Undefined for an outcome on the way to the last one, which is not the
   * call's answer.
   */
  readonly show: (result: R, issuer: Issuer, services: Services) => object | undefined;
}

/** A route without its types. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly params: ParamSchemas;
  readonly query: QuerySchemas;
  readonly body: v.GenericSchema | undefined;
  readonly status: SuccessStatus;
  readonly answer: v.GenericSchema | undefined;
  readonly isLines: boolean;
  readonly reasons: readonly string[];
  readonly limit: CallLimit | undefined;
  readonly typed: CodeKind | undefined;
  readonly run: (call: Call<never, never, never>) => Promise<Result | ApiRefusal>;
  readonly show: (result: never, issuer: Issuer, services: Services) => object | undefined;
}

export function route<
  Params extends ParamSchemas,
  Query extends QuerySchemas,
  Body extends v.GenericSchema,
  R extends Result,
>(options: RouteOptions<Params, Query, Body, R>): Route {
  return {
    ...options,
    params: options.params ?? {},
    query: options.query ?? {},
    body: options.body,
    answer: options.answer,
    isLines: options.isLines ?? false,
    reasons: options.reasons ?? [],
    limit: options.limit,
    typed: options.typed,
  };
}
