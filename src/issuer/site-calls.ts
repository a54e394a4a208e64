/** The calls of a site, each with its arguments checked before anything is read. */
import { acceptDeviceCode } from './accept-device-code.ts';
import { cancelRequest, denyRequest, verifyResponse } from './answer-request.ts';
import type { BeginOptions } from './begin.ts';
import { beginActivation } from './begin.ts';
import type { ReplacementOptions, ReplacementProof } from './begin-replacement.ts';
import { beginReplacement } from './begin-replacement.ts';
import { checkAll, checkFunction, checkIdentifier, checkOptional, checkString } from './check.ts';
import { confirmActivation } from './confirm.ts';
import type { Context } from './context.ts';
import { createDeactivation, createRequest } from './create-request.ts';
import { forgetOld } from './evidence/forget-old.ts';
import { inspectInstance, listInstances } from './inspect.ts';
import type { RequestsOf } from './inspect-request.ts';
import { inspectRequest, listRequests, shownRequest } from './inspect-request.ts';
import type { ChangeListener, InterruptionListener } from './owner-watch.ts';
import { renameInstance } from './rename.ts';
import type { RequestOptions } from './request-options.ts';
import { cancelActivation, revokeInstance } from './revoke.ts';
import { unpause } from './unpause.ts';
import {
  checkAge,
  checkBeginOptions,
  checkListing,
  checkName,
  checkReplacement,
  checkRequest,
  checkShown,
  checkTyped,
  checkTypedOf,
} from './validate-arguments.ts';
import { verifyOtp } from './verify-otp.ts';
import { verifyOtpOf } from './verify-otp-of.ts';

const DAY_SECONDS = 24 * 3600;

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
    async beginReplacement(id: string, proof: ReplacementProof, options: ReplacementOptions = {}) {
      checkReplacement(id, proof, options);
      return beginReplacement(context, id, proof, options);
    },
    acceptDeviceCode: (id: string, typed: string) => byCode(acceptDeviceCode, 'id', { id, typed }),
    confirm: (id: string, typed: string) => byCode(confirmActivation, 'id', { id, typed }),
    verifyOtp: (id: string, typed: string) => byCode(verifyOtp, 'id', { id, typed }),
    async verifyOtpOf(owner: string, typed: string) {
      checkTypedOf(owner, typed);
      return verifyOtpOf(context, owner, typed);
    },
    async createRequest(id: string, options: RequestOptions) {
      checkRequest(id, options, context.number?.lifetime);
      return createRequest(context, id, options);
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
    async listRequests(of: RequestsOf, notBefore = context.now() - DAY_SECONDS) {
      checkListing(of, notBefore);
      return listRequests(context, of, notBefore);
    },
    async rename(id: string, name: string) {
      checkName(id, name);
      return renameInstance(context, id, name);
    },
    createDeactivation: (id: string) => byId(createDeactivation, 'id', id),
    unpause: (id: string) => byId(unpause, 'id', id),
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
    revoke: (id: string) => byId(revokeInstance, 'id', id),
    async sweep(age = DAY_SECONDS) {
      checkAge(age);
      const count = await context.store.sweep(context.now() - Math.max(age, DAY_SECONDS));
      await forgetOld(context);
      return count;
    },
  };
}
