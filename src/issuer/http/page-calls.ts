/**
 * Each call of a page: one call of the issuer, for the person's own things only, and its outcome as
 * JSON.
 */
import type { Granted, Outcome } from '../outcome.ts';
import { BodyRefused, jsonResponse } from './json.ts';
import { withOtpAccepted, withRequestAccepted } from './page-accepted.ts';
import type { CodeAccepted, ResponseAccepted } from './page-api.ts';
import type { PageCall } from './page-options.ts';
import type { OwnRequest, Perform } from './page-own.ts';
import { findRequest, ofActivation, ofDevice, ofRequest } from './page-own.ts';
import type { CallName } from './page-powers.ts';
import { pageProblem, pageRefusal } from './page-problems.ts';
import { askRequest, isUnfit, labelsFor, NAME, namingLabels, proofFor } from './page-site.ts';
import {
  activationOf,
  askedOf,
  cancelPending,
  overviewOf,
  showMessage,
  showRequest,
} from './page-views.ts';
import { waitSeconds } from './page-wait.ts';

/** The call that asks: a session that has no name yet is given one with it. */
export const ASKING = 'POST devices/:id/requests';

export const PAGE_CALLS: Readonly<Record<CallName, Perform>> = {
  /** → Overview */
  'GET overview': async ({ issuer, signedIn: owner, may, session: asker, authenticator }) =>
    jsonResponse(200, await overviewOf(issuer, { owner, may, asker }, authenticator)),

  /** → server-sent events: `changed`, with `PageChange` */
  'GET events': ({ events }) => events(),

  /** Begins an activation, in the place of one that is pending. → Activation */
  'POST activations': async (call) => {
    const { issuer, signedIn, account, request } = call;
    const options = { ...(await account?.(signedIn, request)), owner: signedIn };
    const begun = await namingLabels(() => issuer.begin(options));
    if (!begun.ok) return pageRefusal(begun, issuer.now());
    return currentActivation({ ...call, id: begun.id });
  },

  'DELETE activations/:id': ofActivation(async ({ issuer, id }) => {
    // What has become a device meanwhile is not undone by cancelling.
    await issuer.cancel(id);
    return noContent();
  }),

  /** `{code}` → Activation */
  'POST activations/:id/device-code': ofActivation(async (call) => {
    const outcome = await call.issuer.acceptDeviceCode(call.id, typedCode(call));
    return outcome.ok ? currentActivation(call) : pageRefusal(outcome, call.issuer.now());
  }),

  /** `{code}` → CodeAccepted */
  'POST activations/:id/activation-code': ofActivation(async (call) =>
    serialOf(await call.issuer.confirm(call.id, typedCode(call)), call),
  ),

  /** `{code}` of any of the person's devices → CodeAccepted, with `device` */
  'POST one-time-password': async (call) => {
    const outcome = await call.issuer.verifyOtp({ owner: call.signedIn }, typedCode(call));
    if (!outcome.ok) return pageRefusal(outcome, call.issuer.now());
    const { id: device, serial } = outcome;
    const said: CodeAccepted = { device, serial, ...wrongSince(outcome) };
    return withOtpAccepted(call, device, jsonResponse(200, said));
  },

  /** `{code}` → CodeAccepted */
  'POST devices/:id/one-time-password': ofDevice(async (call) => {
    const outcome = await call.issuer.verifyOtp(call.id, typedCode(call));
    const response = serialOf(outcome, call);
    return outcome.ok ? withOtpAccepted(call, call.id, response) : response;
  }),

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
    const labels = await labelsFor(call, device);
    const begun = await namingLabels(() => issuer.beginReplacement(call.id, proof, labels));
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

  /** → Asked: what has become of it, with `?wait=25` once that has changed, or in 25 seconds. */
  'GET requests/:id': ofRequest(async (call, asked) => {
    const seconds = waitSeconds(call.request);
    if (seconds === 0 || !isOpen(asked, call)) return toldRequest(call, asked);
    await waitForAnswer(call, asked, seconds);
    if (!(await call.isStillSignedIn())) return pageProblem({ error: 'SIGNED_OUT' });
    const now = await findRequest(call);
    return now ? toldRequest(call, now) : pageProblem({ error: 'UNKNOWN_REQUEST' });
  }),

  /** `{code}` → ResponseAccepted */
  'POST requests/:id/response-code': ofRequest(async (call, { request }) => {
    const { issuer, id } = call;
    const outcome = await issuer.verifyResponse(id, typedCode(call));
    if (!outcome.ok) return pageRefusal(outcome, issuer.now());
    const { state, already } = outcome;
    const said: ResponseAccepted = { state, ...(already && { already }), ...wrongSince(outcome) };
    const response = jsonResponse(200, said);
    const answered = call.accepted && (await issuer.inspectRequest(id));
    if (answered === undefined) return response;
    // While it can be answered, the message of a request is told where no session asked it.
    return withRequestAccepted(call, answered, response, request.message !== undefined);
  }),

  'DELETE requests/:id': ofRequest(async ({ issuer, id }) => {
    const outcome = await issuer.cancelRequest(id);
    return outcome.ok ? noContent() : pageRefusal(outcome, issuer.now());
  }),
};

/** Whether the request can still be answered. */
function isOpen({ request, device }: OwnRequest, { issuer }: PageCall): boolean {
  return askedOf(request, device, issuer.now()).state === 'PENDING';
}

function waitForAnswer(call: PageCall, { device }: OwnRequest, seconds: number): Promise<void> {
  return call.wait({
    owner: call.signedIn,
    isAwaited: ({ id, state }) => id === call.id || (id === device.id && state !== 'ACTIVE'),
    seconds,
    signal: call.request.signal,
    async isOpen() {
      const now = await findRequest(call);
      return now !== undefined && isOpen(now, call);
    },
  });
}

function toldRequest(call: PageCall, { request, device }: OwnRequest): Promise<Response> {
  const asked = askedOf(request, device, call.issuer.now());
  return withRequestAccepted(call, request, jsonResponse(200, asked));
}

/** The activation as it stands after a call that has moved it on. */
async function currentActivation({ issuer, id, authenticator }: PageCall): Promise<Response> {
  const instance = await issuer.inspect(id);
  const activation = instance && activationOf(instance, authenticator);
  return activation ? jsonResponse(200, activation) : pageProblem({ error: 'WRONG_STATE' });
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
