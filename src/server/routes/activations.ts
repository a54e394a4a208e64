/** Activations: from the first image to an account that is active. */
import type { DeviceCodeAccepted } from '../../issuer/accept-device-code.ts';
import type { Begun } from '../../issuer/begin.ts';
import type { Confirmed } from '../../issuer/confirm.ts';
import type { InspectedInstance } from '../../issuer/inspect.ts';
import type { Granted } from '../../issuer/outcome.ts';
import type { Ended } from '../../issuer/revoke.ts';
import type { Services } from '../brands.ts';
import { refused } from '../refused.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { activationOf, defined, linkTo, shownMessage } from '../views.ts';

/** What a route answers for an activation that has begun. */
export function shownActivation(begun: Begun, { authenticator }: Services) {
  const { id, serial, expiresAt, firstMessage } = begun;
  const link = linkTo(authenticator, firstMessage);
  return { id, serial, expiresAt, ...shownMessage(firstMessage), ...link };
}

const STEP_REASONS = ['UNKNOWN_ACTIVATION', 'WRONG_STATE', 'EXPIRED', 'BLOCKED'];
const CODE_REASONS = [...STEP_REASONS, 'CODE_MALFORMED', 'CODE_WRONG'];

export const ACTIVATION_ROUTES = [
  route({
    method: 'POST',
    path: '/owners/{owner}/activations',
    id: 'beginActivation',
    summary: 'Begins an activation for an owner',
    scope: 'devices',
    params: { owner: s.Owner },
    body: s.Begin,
    status: 201,
    answer: s.Activation,
    reasons: ['WRONG_STATE', 'SERIAL_TAKEN', 'DEVICE_LIMIT', 'TOO_MANY_ACTIVATIONS'],
    limit: 'begins',
    run: ({ issuer, params, body }) => issuer.begin({ ...body, owner: params.owner }),
    show: (begun: Granted & Begun, _, services) => shownActivation(begun, services),
  }),
  route({
    method: 'GET',
    path: '/activations/{id}',
    id: 'getActivation',
    summary: 'Tells how far an activation is, with the message to be shown now',
    scope: 'devices',
    params: { id: s.Id },
    status: 200,
    answer: s.CurrentActivation,
    reasons: ['UNKNOWN_ACTIVATION'],
    async run({ issuer, params }) {
      const instance = await issuer.inspect(params.id);
      return instance ? { ok: true as const, instance } : refused('UNKNOWN_ACTIVATION');
    },
    show: ({ instance }: { ok: true; instance: InspectedInstance }, _, { authenticator }) =>
      activationOf(instance, authenticator),
  }),
  route({
    method: 'POST',
    path: '/activations/{id}/device-code',
    id: 'acceptDeviceCode',
    summary: 'Accepts the 16 symbols that the authenticator shows after the first image',
    scope: 'devices',
    params: { id: s.Id },
    body: s.Typed,
    status: 200,
    answer: s.SecondMessage,
    reasons: [...CODE_REASONS, 'CODE_OTHER'],
    limit: 'codes',
    typed: 'device-code',
    run: ({ issuer, params, body }) => issuer.acceptDeviceCode(params.id, body.code),
    show: ({ secondMessage, expiresAt }: Granted & DeviceCodeAccepted) => ({
      ...shownMessage(secondMessage),
      expiresAt,
    }),
  }),
  route({
    method: 'POST',
    path: '/activations/{id}/activation-code',
    id: 'confirmActivation',
    summary: 'Accepts the 8 digits at the end, and makes the device active',
    scope: 'devices',
    params: { id: s.Id },
    body: s.Typed,
    status: 200,
    answer: s.Confirmed,
    reasons: [...CODE_REASONS, 'DEVICE_LIMIT'],
    limit: 'codes',
    typed: 'activation-code',
    run: ({ issuer, params, body }) => issuer.confirm(params.id, body.code),
    show: ({ id, serial, sequence, replaced }: Granted & Confirmed) => ({
      device: id,
      serial,
      sequence,
      ...defined({ replaced }),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/activations/{id}',
    id: 'cancelActivation',
    summary: 'Ends an activation, and nothing that has become a device',
    scope: 'devices',
    params: { id: s.Id },
    status: 200,
    answer: s.Ended,
    reasons: STEP_REASONS,
    run: ({ issuer, params }) => issuer.cancel(params.id),
    show: ({ state }: Granted & Ended) => ({ state }),
  }),
];
