/** Requests: what a person is asked, and what has become of it. */
import type { Granted } from '../../issuer/outcome.ts';
import type {
  Answered,
  IssuerRequest,
  Requested,
  RequestOptions,
} from '../../issuer/request-options.ts';
import { refOf } from '../refs.ts';
import { refused } from '../refused.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { defined, requestOf, shownMessage } from '../views.ts';
import { requestAfter } from '../wait-for.ts';

const ASK_REASONS = [
  'UNKNOWN_ACTIVATION',
  'WRONG_STATE',
  'EXPIRED',
  'BLOCKED',
  'TOO_MANY_REQUESTS',
];
const END_REASONS = [
  'UNKNOWN_REQUEST',
  'REQUEST_ANSWERED',
  'REQUEST_CANCELLED',
  'EXPIRED',
  'WRONG_STATE',
  'BLOCKED',
];

function shownRequest({ id, expiresAt, message, number }: Granted & Omit<Requested, 'notified'>) {
  return { id, expiresAt, ...shownMessage(message), ...defined({ number }) };
}

function shownAnswer(answered: Granted & Answered) {
  const { id, instance, state, reference, already, wrongSince } = answered;
  return {
    id,
    device: instance,
    state,
    ...defined({ reference, already, wrongBefore: wrongSince }),
  };
}

export const REQUEST_ROUTES = [
  route({
    method: 'POST',
    path: '/owners/{owner}/requests',
    id: 'askOwner',
    summary: 'Asks an owner something, at the device used last',
    scope: 'requests',
    params: { owner: s.Owner },
    body: s.Ask,
    status: 201,
    answer: s.Asked,
    reasons: [...ASK_REASONS, 'UNKNOWN_OWNER'],
    run: ({ issuer, params, body }) =>
      issuer.createRequest({ owner: params.owner }, body as RequestOptions),
    show: shownRequest,
  }),
  route({
    method: 'POST',
    path: '/devices/{ref}/requests',
    id: 'askDevice',
    summary: 'Asks the person something, at a device',
    scope: 'requests',
    params: { ref: s.Ref },
    body: s.Ask,
    status: 201,
    answer: s.Asked,
    reasons: ASK_REASONS,
    run: ({ issuer, params, body }) =>
      issuer.createRequest(refOf(params.ref), body as RequestOptions),
    show: shownRequest,
  }),
  route({
    method: 'GET',
    path: '/requests',
    id: 'listRequests',
    summary: 'Lists the requests of an owner or of a device, oldest first',
    scope: 'requests',
    query: { owner: s.Owner, device: s.Id, since: s.QueryNumber },
    status: 200,
    answer: s.pageOf(s.RequestView),
    async run({ issuer, query: { owner, device, since } }) {
      if ((owner === undefined) === (device === undefined))
        return { ...refused('INVALID'), errors: [ONE_OF] };
      const of = owner === undefined ? { instance: device! } : { owner };
      return { ok: true as const, requests: await issuer.listRequests(of, since) };
    },
    show: ({ requests }: { ok: true; requests: readonly IssuerRequest[] }) => ({
      items: requests.map(requestOf),
    }),
  }),
  route({
    method: 'GET',
    path: '/requests/{id}',
    id: 'getRequest',
    summary: 'Tells what has become of a request, or waits for it',
    scope: 'requests',
    params: { id: s.Id },
    query: { wait: s.QueryWait },
    status: 200,
    answer: s.RequestView,
    reasons: ['UNKNOWN_REQUEST'],
    async run({ issuer, params, query, signal }) {
      const request = await requestAfter(issuer, params.id, query.wait ?? 0, signal);
      return request ? { ok: true as const, request } : refused('UNKNOWN_REQUEST');
    },
    show: ({ request }: { ok: true; request: IssuerRequest }) => requestOf(request),
  }),
  route({
    method: 'POST',
    path: '/requests/{id}/response-code',
    id: 'verifyResponse',
    summary: 'Accepts the code that the authenticator shows for a request',
    scope: 'requests',
    params: { id: s.Id },
    body: s.Typed,
    status: 200,
    answer: s.Answered,
    reasons: [...END_REASONS, 'CODE_MALFORMED', 'CODE_WRONG', 'PAUSED'],
    limit: 'codes',
    typed: 'response-code',
    run: ({ issuer, params, body }) => issuer.verifyResponse(params.id, body.code),
    show: shownAnswer,
  }),
  route({
    method: 'DELETE',
    path: '/requests/{id}',
    id: 'cancelRequest',
    summary: 'Takes back a request that has not been answered',
    scope: 'requests',
    params: { id: s.Id },
    status: 200,
    answer: s.Answered,
    reasons: END_REASONS,
    run: ({ issuer, params }) => issuer.cancelRequest(params.id),
    show: shownAnswer,
  }),
];

const ONE_OF = { field: 'query', message: 'must have one of owner and device' };
