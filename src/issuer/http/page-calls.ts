/**
 * Each call of a page: one call of the issuer, for the person's own things only, and its outcome as
 * JSON.
 */
import { TesseraError } from '../../core/errors.ts';
import { ArgumentError } from '../argument-error.ts';
import type { ReplacementOptions, ReplacementProof } from '../begin-replacement.ts';
import type { InspectedInstance } from '../inspect.ts';
import type { Granted, Outcome } from '../outcome.ts';
import type { IssuerRequest, Requested } from '../request-options.ts';
import { BodyRefused, jsonResponse } from './json.ts';
import type { MaybePromise, PageCall } from './page-options.ts';
import { pageProblem, pageRefusal } from './page-problems.ts';
import {
  activationOf,
  askedOf,
  cancelPending,
  overviewOf,
  showMessage,
  showRequest,
} from './page-views.ts';

/** The call that asks: a session that has no name yet is given one with it. */
export const ASKING = 'POST devices/:id/requests';

type Perform = (call: PageCall) => Promise<Response>;

export const PAGE_CALLS: Readonly<Record<string, Perform>> = {
  /** → Overview */
  'GET overview': async ({ issuer, signedIn: owner, session: asker, authenticator }) =>
    jsonResponse(200, await overviewOf(issuer, { owner, asker }, authenticator)),

  /** → server-sent events: `changed`, with `PageChange` */
  'GET events': ({ events }) => events(),

  /** Begins an activation, in the place of one that is pending. → Activation */
  'POST activations': async (call) => {
    const { issuer, signedIn, account } = call;
    const begun = await issuer.begin({ ...(await account?.(signedIn)), owner: signedIn });
    if (!begun.ok) return pageRefusal(begun, issuer.now());
    return currentActivation({ ...call, id: begun.id });
  },

  'DELETE activations/:id': ofDevice(async ({ issuer, id }) => {
    // What has become a device meanwhile is not undone by cancelling.
    await issuer.cancel(id);
    return noContent();
  }),

  /** `{code}` → Activation */
  'POST activations/:id/device-code': ofDevice(async (call) => {
    const outcome = await call.issuer.acceptDeviceCode(call.id, typedCode(call));
    return outcome.ok ? currentActivation(call) : pageRefusal(outcome, call.issuer.now());
  }),

  /** `{code}` → `{serial}` */
  'POST activations/:id/activation-code': ofDevice(async (call) =>
    serialOf(await call.issuer.confirm(call.id, typedCode(call)), call),
  ),

  /** `{code}` → `{serial}`, with `wrongSince` where wrong ones came before */
  'POST devices/:id/one-time-password': ofDevice(async (call) =>
    serialOf(await call.issuer.verifyOtp(call.id, typedCode(call)), call),
  ),

  /** `{name}` → `{name}` */
  'PATCH devices/:id': ofDevice(async (call) => {
    const { issuer, id, body } = call;
    if (typeof body['name'] !== 'string') throw new BodyRefused('BAD_REQUEST', 400);
    try {
      const outcome = await issuer.rename(id, body['name'].trim());
      if (!outcome.ok) return pageRefusal(outcome, issuer.now());
      return jsonResponse(200, { name: outcome.name });
    } catch (thrown) {
      if (isUnfit(thrown, NAME)) return pageProblem({ error: 'NAME_REFUSED' });
      throw thrown;
    }
  }),

  /** `{oneTimePassword}`, or `{}` where the site has identified the person → Activation */
  'POST devices/:id/replacement': ofDevice(async (call, device) => {
    const proof = await proofFor(call, device);
    if (proof === undefined) return pageProblem({ error: 'IDENTIFY' });
    const { issuer, signedIn } = call;
    const begun = await issuer.beginReplacement(call.id, proof, await labelsFor(call, device));
    if (!begun.ok) return pageRefusal(begun, issuer.now());
    // A wrong code ends nothing. Of two taps at once the activation that began last stays.
    const instances = await issuer.list(signedIn);
    const own = instances.findIndex(({ id }) => id === begun.id);
    await cancelPending(issuer, instances.slice(0, own));
    return currentActivation({ ...call, id: begun.id });
  }),

  'POST devices/:id/revoke': ofDevice(async ({ issuer, id }) => {
    const outcome = await issuer.revoke(id);
    return outcome.ok ? noContent() : pageRefusal(outcome, issuer.now());
  }),

  /** → Shown: whoever scans it removes the account from the authenticator. */
  'POST devices/:id/deactivation': ofDevice(async ({ issuer, id }) => {
    const outcome = await issuer.createDeactivation(id);
    return outcome.ok
      ? jsonResponse(200, showMessage(outcome.message))
      : pageRefusal(outcome, issuer.now());
  }),

  /** Whatever the site's `ask` understands → PageRequest */
  [ASKING]: ofDevice(async (call, device) => {
    const outcome = await askRequest(call);
    if (outcome === undefined) return pageProblem({ error: 'ASK_REFUSED' });
    if (!outcome.ok) return pageRefusal(outcome, call.issuer.now());
    call.waitUntil?.(outcome.notified);
    const request = await call.issuer.inspectRequest(outcome.id);
    if (request === undefined) return pageProblem({ error: 'UNKNOWN_REQUEST' });
    const { issuer } = call;
    return jsonResponse(200, {
      ...askedOf(request, device, issuer.now()),
      ...showRequest(outcome),
    });
  }),

  /** → Asked: what has become of it, for a page that waits. */
  'GET requests/:id': ofRequest(({ issuer }, request, device) =>
    jsonResponse(200, askedOf(request, device, issuer.now())),
  ),

  /** `{code}` → `{state}`, with `already` where an approval had arrived before, or `wrongSince` */
  'POST requests/:id/response-code': ofRequest(async (call) => {
    const outcome = await call.issuer.verifyResponse(call.id, typedCode(call));
    if (!outcome.ok) return pageRefusal(outcome, call.issuer.now());
    const { state, already } = outcome;
    return jsonResponse(200, { state, ...(already && { already }), ...wrongSince(outcome) });
  }),

  'DELETE requests/:id': ofRequest(async ({ issuer, id }) => {
    const outcome = await issuer.cancelRequest(id);
    return outcome.ok ? noContent() : pageRefusal(outcome, issuer.now());
  }),
};

/** 404 for an activation or device that isn't this person's. */
function ofDevice(
  perform: (call: PageCall, device: InspectedInstance) => Promise<Response>,
): Perform {
  return async (call) => {
    const device = await call.issuer.inspect(call.id);
    if (device?.owner !== call.signedIn) return pageProblem({ error: 'UNKNOWN_ACTIVATION' });
    return perform(call, device);
  };
}

/** 404 for a request to a device that isn't this person's. */
function ofRequest(
  perform: (
    call: PageCall,
    request: IssuerRequest,
    device: InspectedInstance,
  ) => MaybePromise<Response>,
): Perform {
  return async (call) => {
    const request = await call.issuer.inspectRequest(call.id);
    const device = request && (await call.issuer.inspect(request.instance));
    if (!request || device?.owner !== call.signedIn)
      return pageProblem({ error: 'UNKNOWN_REQUEST' });
    return perform(call, request, device);
  };
}

/** The activation as it stands after a call that has moved it on. */
async function currentActivation({ issuer, id, authenticator }: PageCall): Promise<Response> {
  const instance = await issuer.inspect(id);
  const activation = instance && activationOf(instance, authenticator);
  return activation ? jsonResponse(200, activation) : pageProblem({ error: 'WRONG_STATE' });
}

/** None for an account that has its own, which it keeps. */
async function labelsFor(
  { signedIn, account }: PageCall,
  device: InspectedInstance,
): Promise<ReplacementOptions> {
  if (device.label !== undefined) return {};
  const { label, privateLabel } = (await account?.(signedIn)) ?? {};
  return {
    ...(label !== undefined && { label }),
    ...(privateLabel !== undefined && { privateLabel }),
  };
}

/** By what right the device may be replaced; undefined where nothing was shown. */
async function proofFor(
  { signedIn, request, mayReplace, body: { oneTimePassword } }: PageCall,
  { message: _, ...device }: InspectedInstance,
): Promise<ReplacementProof | undefined> {
  if (typeof oneTimePassword === 'string') return { oneTimePassword };
  if (oneTimePassword !== undefined) throw new BodyRefused('BAD_REQUEST', 400);
  const isIdentified = await mayReplace?.(signedIn, device, request);
  return isIdentified === true ? { identifiedAsAtEnrolment: true } : undefined;
}

/** What of a request can be a person's own words, by the field that a refusal names. */
const WORDS = /^(?:title|fields|payment)\b/;
const NAME = /^name$/;

/** Undefined where the site refuses to ask, or its words don't fit a message. */
async function askRequest(call: PageCall): Promise<Outcome<Requested> | undefined> {
  const options = await call.ask?.(call.body, call.signedIn, call.request);
  if (options === undefined) return undefined;
  try {
    const { session: asker } = call;
    return await call.issuer.createRequest(call.id, { ...options, ...(asker && { asker }) });
  } catch (thrown) {
    if (isUnfit(thrown, WORDS)) return undefined;
    throw thrown;
  }
}

/** Whether a person's words don't fit; any other option out of range is a fault of the site's. */
function isUnfit(thrown: unknown, words: RegExp): boolean {
  if (thrown instanceof ArgumentError) return thrown.errors.every(({ field }) => words.test(field));
  return thrown instanceof TesseraError && thrown.code === 'MESSAGE_TOO_LARGE';
}

/** @throws BodyRefused BAD_REQUEST */
function typedCode({ body: { code } }: PageCall): string {
  if (typeof code !== 'string') throw new BodyRefused('BAD_REQUEST', 400);
  return code;
}

function serialOf(outcome: Outcome<{ readonly serial: string }>, { issuer }: PageCall): Response {
  if (!outcome.ok) return pageRefusal(outcome, issuer.now());
  return jsonResponse(200, { serial: outcome.serial, ...wrongSince(outcome) });
}

/** With a right code, how many wrong ones came before it, where any did. */
function wrongSince({ wrongSince: wrong = 0 }: Granted): Pick<Granted, 'wrongSince'> {
  return wrong > 0 ? { wrongSince: wrong } : {};
}

function noContent(): Response {
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
}
