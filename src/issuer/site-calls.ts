/** The calls of a site, each with its arguments checked before anything is read. */
import { acceptDeviceCode } from './accept-device-code.ts';
import { cancelRequest, denyRequest, verifyResponse } from './answer-request.ts';
import type { BeginOptions } from './begin.ts';
import { beginActivation } from './begin.ts';
import type { ReplacementOptions, ReplacementProof } from './begin-replacement.ts';
import { beginReplacement } from './begin-replacement.ts';
import { checkAll, checkFunction, checkIdentifier, checkOptional, checkString } from './check.ts';
import { checkDevice, checkDeviceOrOwner, checkDevicesQuery, checkOwner } from './check-device.ts';
import { confirmActivation } from './confirm.ts';
import type { Context } from './context.ts';
import { createDeactivation, createRequest } from './create-request.ts';
import type { DeviceRef, Owner } from './device-ref.ts';
import { isOwner } from './device-ref.ts';
import { forgetOld } from './evidence/forget-old.ts';
import { readAgreedTime } from './health.ts';
import type { DevicesQuery } from './inspect.ts';
import { findDevice, inspectInstance, listDevices, listInstances } from './inspect.ts';
import type { RequestsOf } from './inspect-request.ts';
import { inspectRequest, listRequests, shownRequest, wasAskedBy } from './inspect-request.ts';
import type { ChangeListener, InterruptionListener } from './owner-watch.ts';
import { renameInstance } from './rename.ts';
import type { RequestOptions } from './request-options.ts';
import { cancelActivation, revokeAll, revokeInstance } from './revoke.ts';
import type { SweepLimits } from './store.ts';
import { unpause } from './unpause.ts';
import {
  checkAge,
  checkBeginOptions,
  checkListing,
  checkName,
  checkReplacement,
  checkRequestOptions,
  checkShown,
  checkTyped,
} from './validate-arguments.ts';
import { verifyOtp } from './verify-otp.ts';
import { verifyOtpOf } from './verify-otp-of.ts';

const DAY_SECONDS = 24 * 3600;
const MS_PER_SECOND = 1000;

/** Each call with its arguments checked. @throws ArgumentError (as a rejection) */
export function siteCalls(context: Context) {
  async function byId<Result>(
    call: (context: Context, id: string) => Promise<Result>,
    field: 'id' | 'requestId',
    id: string,
  ): Promise<Result> {
    checkString(field, id);
    return call(context, id);
  }
  async function byCode<Result>(
    call: (context: Context, id: string, typed: string) => Promise<Result>,
    field: 'id' | 'requestId',
    { id, typed }: { readonly id: string; readonly typed: string },
  ): Promise<Result> {
    checkTyped(field, id, typed);
    return call(context, id, typed);
  }
  return {
    async begin(options: BeginOptions = {}) {
      checkBeginOptions(options);
      return beginActivation(context, options);
    },
    async beginReplacement(
      of: DeviceRef,
      proof: ReplacementProof,
      options: ReplacementOptions = {},
    ) {
      checkAll(
        () => checkDevice(of),
        () => checkReplacement(proof, options),
      );
      return beginReplacement(context, of, proof, options);
    },
    acceptDeviceCode: (id: string, typed: string) => byCode(acceptDeviceCode, 'id', { id, typed }),
    confirm: (id: string, typed: string) => byCode(confirmActivation, 'id', { id, typed }),
    async verifyOtp(of: DeviceRef | Owner, typed: string) {
      checkAll(
        () => checkDeviceOrOwner(of),
        () => checkString('typed', typed),
      );
      return isOwner(of) ? verifyOtpOf(context, of, typed) : verifyOtp(context, of, typed);
    },
    async createRequest(of: DeviceRef | Owner, options: RequestOptions) {
      checkAll(
        () => checkDeviceOrOwner(of),
        () => checkRequestOptions(options, context.number?.lifetime),
      );
      return createRequest(context, of, options);
    },
    verifyResponse: (id: string, typed: string) =>
      byCode(verifyResponse, 'requestId', { id, typed }),
    denyRequest: (requestId: string) => byId(denyRequest, 'requestId', requestId),
    cancelRequest: (requestId: string) => byId(cancelRequest, 'requestId', requestId),
    inspectRequest: (requestId: string) => byId(inspectRequest, 'requestId', requestId),
    async shownRequest(requestId: string, asker: string) {
      checkShown(requestId, asker);
      return shownRequest(context, requestId, asker);
    },
    async wasAskedBy(requestId: string, asker: string) {
      checkShown(requestId, asker);
      return wasAskedBy(context, requestId, asker);
    },
    async listRequests(of: RequestsOf, notBefore = context.now() - DAY_SECONDS) {
      checkListing(of, notBefore);
      return listRequests(context, of, notBefore);
    },
    async rename(of: DeviceRef, name: string) {
      checkAll(
        () => checkDevice(of),
        () => checkName(name),
      );
      return renameInstance(context, of, name);
    },
    async createDeactivation(of: DeviceRef) {
      checkDevice(of);
      return createDeactivation(context, of);
    },
    async unpause(of: DeviceRef | Owner) {
      checkDeviceOrOwner(of);
      return unpause(context, of);
    },
    async find(of: DeviceRef) {
      checkDevice(of);
      return findDevice(context, of);
    },
    async devices(query: DevicesQuery = {}) {
      checkDevicesQuery(query);
      return listDevices(context, query);
    },
    inspect: (id: string) => byId(inspectInstance, 'id', id),
    async list(owner: string) {
      checkIdentifier('owner', owner);
      return listInstances(context, owner);
    },
    async watch(owner: string, listener: ChangeListener, onInterrupted?: InterruptionListener) {
      checkAll(
        () => checkIdentifier('owner', owner),
        () => checkFunction('listener', listener),
        () => checkOptional('onInterrupted', onInterrupted, checkFunction),
      );
      return context.watch(owner, listener, onInterrupted);
    },
    cancel: (id: string) => byId(cancelActivation, 'id', id),
    async revoke(of: DeviceRef) {
      checkDevice(of);
      return revokeInstance(context, of);
    },
    async revokeAll(of: Owner) {
      checkOwner(of);
      return revokeAll(context, of);
    },
    async sweep(age = DAY_SECONDS, limits: SweepLimits = {}) {
      checkAge(age);
      const began = performance.now();
      const now = await readAgreedTime(context);
      const swept = await context.store.sweep({
        ...limits,
        before: now - Math.max(age, DAY_SECONDS),
      });
      if (!swept.done) return swept;
      const spent = (performance.now() - began) / MS_PER_SECOND;
      const { budget } = limits;
      const left = { ...limits, ...(budget !== undefined && { budget: budget - spent }) };
      return { ...swept, done: await forgetOld(context, now, left) };
    },
  };
}
