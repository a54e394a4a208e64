/** Devices: one-time passwords, lists, names and ends. */
import type { Begun } from '../../issuer/begin.ts';
import type { InstanceView } from '../../issuer/inspect.ts';
import type { Granted } from '../../issuer/outcome.ts';
import type { Ended } from '../../issuer/revoke.ts';
import type { OtpAccepted } from '../../issuer/verify-otp.ts';
import { refOf } from '../refs.ts';
import { refused } from '../refused.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { defined, deviceOf, shownMessage } from '../views.ts';
import { shownActivation } from './activations.ts';

const OTP_REASONS = [
  'UNKNOWN_ACTIVATION',
  'WRONG_STATE',
  'EXPIRED',
  'CODE_MALFORMED',
  'CODE_WRONG',
  'CODE_USED',
  'CLOCK',
  'BLOCKED',
  'PAUSED',
];
const END_REASONS = ['UNKNOWN_ACTIVATION', 'WRONG_STATE', 'EXPIRED', 'BLOCKED'];

function shownOtp(accepted: Granted & OtpAccepted) {
  const { id, serial, drift, clockSet, wrongSince = 0 } = accepted;
  return {
    device: id,
    serial,
    drift,
    wrongBefore: wrongSince,
    ...defined({ resynchronised: clockSet }),
  };
}

const OTP_ROUTES = [
  route({
    method: 'POST',
    path: '/owners/{owner}/verify-otp',
    id: 'verifyOwnersOtp',
    summary: 'Verifies a one-time password of any device of an owner',
    scope: 'codes',
    params: { owner: s.Owner },
    body: s.Typed,
    status: 200,
    answer: s.Accepted,
    reasons: [...OTP_REASONS, 'UNKNOWN_OWNER'],
    limit: 'codes',
    typed: 'one-time-password',
    run: ({ issuer, params, body }) => issuer.verifyOtp({ owner: params.owner }, body.code),
    show: shownOtp,
  }),
  route({
    method: 'POST',
    path: '/devices/{ref}/verify-otp',
    id: 'verifyDevicesOtp',
    summary: 'Verifies a one-time password of a device',
    scope: 'codes',
    params: { ref: s.Ref },
    body: s.Typed,
    status: 200,
    answer: s.Accepted,
    reasons: OTP_REASONS,
    limit: 'codes',
    typed: 'one-time-password',
    run: ({ issuer, params, body }) => issuer.verifyOtp(refOf(params.ref), body.code),
    show: shownOtp,
  }),
];

const LIST_ROUTES = [
  route({
    method: 'GET',
    path: '/devices',
    id: 'listDevices',
    summary: 'Lists devices and activations, oldest first',
    scope: 'devices',
    query: {
      owner: s.Owner,
      state: s.State,
      after: s.QueryAfter,
      limit: s.QueryLimit,
    },
    status: 200,
    answer: s.pageOf(s.Device),
    async run({ issuer, query }) {
      return { ok: true as const, page: await issuer.devices(query) };
    },
    show: ({ page: { items, next } }) => ({ items: items.map(deviceOf), ...defined({ next }) }),
  }),
  route({
    method: 'GET',
    path: '/devices/{ref}',
    id: 'getDevice',
    summary: 'Tells of a device',
    scope: 'devices',
    params: { ref: s.Ref },
    status: 200,
    answer: s.Device,
    reasons: ['UNKNOWN_ACTIVATION'],
    async run({ issuer, params }) {
      const device = await issuer.find(refOf(params.ref));
      return device ? { ok: true as const, device } : refused('UNKNOWN_ACTIVATION');
    },
    show: ({ device }: { ok: true; device: InstanceView }) => deviceOf(device),
  }),
];

const CHANGE_ROUTES = [
  route({
    method: 'PATCH',
    path: '/devices/{ref}',
    id: 'renameDevice',
    summary: 'Names a device as its person does',
    scope: 'devices',
    params: { ref: s.Ref },
    body: s.Rename,
    status: 200,
    answer: s.Rename,
    reasons: END_REASONS,
    run: ({ issuer, params, body }) => issuer.rename(refOf(params.ref), body.name),
    show: ({ name }) => ({ name }),
  }),
  route({
    method: 'DELETE',
    path: '/devices/{ref}',
    id: 'revokeDevice',
    summary: 'Ends a device: nothing of it is accepted any more',
    scope: 'devices',
    params: { ref: s.Ref },
    status: 200,
    answer: s.Ended,
    reasons: END_REASONS,
    run: ({ issuer, params }) => issuer.revoke(refOf(params.ref)),
    show: ({ state }: Granted & Ended) => ({ state }),
  }),
  route({
    method: 'DELETE',
    path: '/owners/{owner}/devices',
    id: 'revokeOwnersDevices',
    summary: 'Ends all devices and activations of an owner',
    scope: 'devices',
    params: { owner: s.Owner },
    status: 200,
    answer: s.Revoked,
    async run({ issuer, params }) {
      const { revoked } = await issuer.revokeAll({ owner: params.owner });
      return { ok: true as const, revoked };
    },
    show: ({ revoked }) => ({ revoked }),
  }),
  route({
    method: 'POST',
    path: '/devices/{ref}/unpause',
    id: 'unpauseDevice',
    summary: 'Ends a pause after wrong answers, once you have identified the person',
    scope: 'devices',
    params: { ref: s.Ref },
    body: s.Nothing,
    status: 204,
    reasons: END_REASONS,
    run: ({ issuer, params }) => issuer.unpause(refOf(params.ref)),
    show: () => ({}),
  }),
  route({
    method: 'POST',
    path: '/devices/{ref}/replacement',
    id: 'replaceDevice',
    summary: 'Begins an activation that is to replace a device',
    scope: 'devices',
    params: { ref: s.Ref },
    body: s.Replace,
    status: 201,
    answer: s.Activation,
    reasons: [...OTP_REASONS, 'TOO_MANY_ACTIVATIONS'],
    limit: 'codes',
    typed: 'one-time-password',
    run({ issuer, params, body }) {
      const { by, ...rest } = body;
      const { code, ...labels } = { code: '', ...rest };
      const proof =
        by === 'code' ? { oneTimePassword: code } : { identifiedAsAtEnrolment: true as const };
      return issuer.beginReplacement(refOf(params.ref), proof, labels);
    },
    // A one-time password that was accepted is on the way there.
    show: (begun: Granted & Begun, _, services) =>
      'firstMessage' in begun ? shownActivation(begun, services) : undefined,
  }),
  route({
    method: 'POST',
    path: '/devices/{ref}/deactivation',
    id: 'createDeactivation',
    summary: 'Makes a message that removes the account from the authenticator that scans it',
    scope: 'devices',
    params: { ref: s.Ref },
    body: s.Nothing,
    status: 200,
    answer: s.Deactivation,
    reasons: END_REASONS,
    run: ({ issuer, params }) => issuer.createDeactivation(refOf(params.ref)),
    show: ({ message }) => shownMessage(message),
  }),
];

export const DEVICE_ROUTES = [...OTP_ROUTES, ...LIST_ROUTES, ...CHANGE_ROUTES];
