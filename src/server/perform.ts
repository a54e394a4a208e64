/** Performs one call of the API: who may, how often, with what, once, and the answer. */
import { TesseraError } from '../core/errors.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { isUnreachable } from '../issuer/stores/store-error.ts';
import type { Answers, KeptAnswer } from './answers.ts';
import type { Brand, Services } from './brands.ts';
import { brandOf } from './brands.ts';
import type { ApiKey, KeyReader } from './keys.ts';
import { linesReply } from './lines.ts';
import { linkSignals } from './linked-signal.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { personText } from './person-text.ts';
import type { ApiRefusal, FieldError } from './problems.ts';
import { problemFacts, problemReply, ProblemThrown, waitHeaders } from './problems.ts';
import type { Limiter, Rate, Taken } from './rates.ts';
import { BEGIN_RATE, CODE_RATE, KEY_RATE, LOOK_UP_RATE } from './rates.ts';
import type { Input } from './read-input.ts';
import { readInput } from './read-input.ts';
import { ownerOfParams } from './refs.ts';
import type { Reply } from './reply.ts';
import { withHeaders } from './reply.ts';
import type { Call, CallLimit, Result, Route } from './route.ts';

export interface PerformOptions {
  readonly services: Services;
  readonly keys: KeyReader;
  readonly answers: Answers;
  readonly limiter: Limiter;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Aborted when the service ends. */
  readonly signal: AbortSignal;
}

interface Performed {
  readonly reply: Reply;
  /** Of the key that called, for the log. */
  readonly key?: string;
  readonly brand?: string;
}

type Perform = (
  route: Route,
  request: Request,
  params: Readonly<Record<string, string>>,
  by: { readonly id: string; readonly caller: string },
) => Promise<Performed>;

const CALL_RATES: Readonly<Record<CallLimit, Rate>> = { codes: CODE_RATE, begins: BEGIN_RATE };
const IDEMPOTENCY_KEY = /^"?([\x21\x23-\x7e]{1,200})"?$/;
const KEY_HEADER = 'Idempotency-Key';
const CHALLENGE = { 'WWW-Authenticate': 'Bearer' };

export function createPerform(options: PerformOptions): Perform {
  const { services, keys, limiter, log } = options;

  /** @throws ProblemThrown KEY_REFUSED, RATE */
  async function authorise(request: Request, caller: string): Promise<ApiKey> {
    const key = await keys.read(request.headers.get('Authorization'), () =>
      take(LOOK_UP_RATE, caller),
    );
    if (key === undefined) throw new ProblemThrown(refusalOf('KEY_REFUSED'), CHALLENGE);
    return key;
  }

  /**
   * @param told to which the limit's headers are added
   * @throws ProblemThrown RATE
   */
  function take(rate: Rate, key: string, told: Record<string, string> = {}): void {
    const taken = limiter.take(rate, key);
    addLimit(told, taken);
    if (!taken.isAllowed) throw new ProblemThrown(refusalOf('RATE'), taken.headers);
  }

  async function answer(
    route: Route,
    request: Request,
    { key, input, id }: { readonly key: ApiKey; readonly input: Input; readonly id: string },
  ): Promise<Reply> {
    const brand = brandOf(services, key.brand);
    const run = async (): Promise<Result | ApiRefusal> => {
      const runWith = (signal: AbortSignal) =>
        route.run(callOf(options, { brand, key, input, signal }) as never);
      // Only who asks can wait.
      if (route.method !== 'GET') return runWith(options.signal);
      const { signal, unlink } = linkSignals(options.signal, request.signal);
      return runWith(signal).finally(unlink);
    };
    if (route.isLines) return await linesReply(await run(), (thrown) => log.thrown(thrown, id));
    const toAnswer = (outcome: Result | ApiRefusal): KeptAnswer | undefined =>
      answerOf(route, outcome, brand.issuer, services);
    const asTold = (members: Members): Members => withPersonText(members, route, request);
    const header = idempotencyKey(route, request);
    if (header === undefined) {
      const outcome = await run();
      const kept = toAnswer(outcome)!;
      return replyOf(kept, id, waitOf(kept, services.now()), asTold);
    }
    const { pathname, search } = new URL(request.url);
    const once = await options.answers.once(
      {
        store: brand.store,
        key: key.id,
        header,
        content: [route.method, pathname + search, input.bytes],
        now: services.now(),
        ownerOf: () => ownerOfParams(brand.store, input.params),
      },
      toAnswer,
      run,
    );
    if (once.kind === 'refused') throw new ProblemThrown(refusalOf(once.reason));
    const isReplay = once.kind === 'replayed';
    const headers = {
      ...waitOf(once.answer, services.now()),
      ...(isReplay && { 'Idempotency-Replayed': 'true' }),
    };
    return replyOf(once.answer, id, headers, asTold);
  }

  return async (route, request, params, { id, caller }) => {
    const limits: Record<string, string> = {};
    let key: ApiKey | undefined;
    const named = () => (key === undefined ? {} : { key: key.id, brand: key.brand });
    try {
      key = await authorise(request, caller);
      take(KEY_RATE, key.id, limits);
      if (!key.scopes.includes(route.scope)) throw new ProblemThrown(refusalOf('SCOPE'));
      const input = await readInput(route, request, params);
      if (route.limit !== undefined) {
        const of = Object.values(params)[0] ?? '';
        take(CALL_RATES[route.limit], `${key.brand}/${of}`, limits);
      }
      const reply = await answer(route, request, { key, input, id });
      return { reply: withHeaders(reply, limits), ...named() };
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.isUnforeseen) log.thrown(thrown, id);
      const facts = problemFacts(problem.refusal, services.now());
      const body = withPersonText(facts.body, route, request);
      const reply = problemReply({ ...facts, body }, id, problem.headers);
      return { reply: withHeaders(reply, limits), ...named() };
    }
  };
}

function callOf(
  { services, answers, keys }: PerformOptions,
  {
    brand,
    key,
    input,
    signal,
  }: {
    readonly brand: Brand;
    readonly key: ApiKey;
    readonly input: Input;
    readonly signal: AbortSignal;
  },
): Call<unknown, unknown, unknown> {
  return {
    ...input,
    issuer: brand.issuer,
    brand: brand.brand,
    scopes: key.scopes,
    services,
    signal,
    commit: async (changes, outcome) =>
      brand.store.commit([...changes, ...(await answers.rowsBeside(outcome))]),
    forgetKey: keys.forget,
  };
}

/** An outcome as it is kept and sent; a problem without the request's id. */
function answerOf(
  route: Route,
  outcome: Result | ApiRefusal,
  issuer: Issuer,
  services: Services,
): KeptAnswer | undefined {
  if (!outcome.ok) {
    const { status, body } = problemFacts(outcome, services.now());
    return { status, body: JSON.stringify(body) };
  }
  const shown = route.show(outcome as never, issuer, services);
  if (shown === undefined) return undefined;
  return { status: route.status, body: route.answer ? JSON.stringify(shown) : '' };
}

/** `Retry-After` of an answer, from what it says. */
function waitOf({ status, body }: KeptAnswer, now: number): Readonly<Record<string, string>> {
  return status < MIN_PROBLEM_STATUS
    ? {}
    : waitHeaders(status, JSON.parse(body) as Record<string, unknown>, now);
}

const MIN_PROBLEM_STATUS = 400;

/** The members of a problem. */
type Members = Readonly<Record<string, unknown>>;

/** Not kept with the answer: whoever repeats the call may speak another language. */
function withPersonText(members: Members, { typed }: Route, { headers }: Request): Members {
  return { ...members, ...personText(members, headers.get('Accept-Language'), typed) };
}

function replyOf(
  { status, body }: KeptAnswer,
  id: string,
  headers: Readonly<Record<string, string>>,
  asTold: (members: Members) => Members,
): Reply {
  if (status >= MIN_PROBLEM_STATUS) {
    const facts = { status, body: asTold(JSON.parse(body) as Members), headers };
    return problemReply(facts, id);
  }
  return {
    status,
    body: body === '' ? null : body,
    headers: {
      ...(body !== '' && { 'Content-Type': 'application/json' }),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  };
}

/** @throws ProblemThrown INVALID for a header that is no key */
function idempotencyKey({ method }: Route, request: Request): string | undefined {
  const given = request.headers.get(KEY_HEADER);
  if (method !== 'POST' || given === null) return undefined;
  const [, key] = IDEMPOTENCY_KEY.exec(given) ?? [];
  if (key === undefined)
    throw invalid([{ field: KEY_HEADER, message: 'must be 1 to 200 visible ASCII characters' }]);
  return key;
}

function refusalOf(reason: 'KEY_REFUSED' | 'SCOPE' | 'RATE' | (string & {})): ApiRefusal {
  return { ok: false, reason } as ApiRefusal;
}

function invalid(errors: readonly FieldError[]): ProblemThrown {
  return new ProblemThrown({ ok: false, reason: 'INVALID', errors });
}

/** Several limits of one answer stand in one list each (RFC 9651 §3.1). */
function addLimit(told: Record<string, string>, { headers }: Taken): void {
  for (const name of ['RateLimit-Policy', 'RateLimit'])
    if (headers[name] !== undefined)
      told[name] = told[name] === undefined ? headers[name] : `${told[name]}, ${headers[name]}`;
}

interface Problem {
  readonly refusal: ApiRefusal;
  readonly headers: Readonly<Record<string, string>>;
  readonly isUnforeseen: boolean;
}

/** Codes of the library's errors that are reasons, too. */
const FORESEEN: readonly string[] = ['WRONG_STATE', 'BUSY'];

/** What a thrown value means to who called. */
function toProblem(thrown: unknown): Problem {
  const foreseen = { headers: {}, isUnforeseen: false };
  if (thrown instanceof ProblemThrown) return { ...foreseen, ...pick(thrown) };
  if (isUnreachable(thrown)) return { refusal: refusalOf('BUSY'), headers: {}, isUnforeseen: true };
  if (thrown instanceof TesseraError) {
    const errors = fieldErrorsOf(thrown);
    if (errors) return { ...foreseen, refusal: { ok: false, reason: 'INVALID', errors } };
    if (FORESEEN.includes(thrown.code)) return { ...foreseen, refusal: refusalOf(thrown.code) };
  }
  return { refusal: refusalOf('UNEXPECTED'), headers: {}, isUnforeseen: true };
}

function pick({ refusal, headers }: ProblemThrown): Pick<Problem, 'refusal' | 'headers'> {
  return { refusal, headers };
}

/** The library's verdict on arguments; undefined for another error. */
function fieldErrorsOf(thrown: TesseraError): readonly FieldError[] | undefined {
  if (thrown.code === 'MESSAGE_TOO_LARGE')
    return [{ field: 'body', message: 'must be shorter: it fits no message' }];
  if (thrown.code !== 'OUT_OF_RANGE') return undefined;
  if ('errors' in thrown && Array.isArray(thrown.errors))
    return thrown.errors as readonly FieldError[];
  const { field = 'body', message } = thrown;
  // "OUT_OF_RANGE: title must be …": the field stands beside it.
  return [{ field, message: message.replace(`OUT_OF_RANGE: ${field}`, '').trim() }];
}
