/** Finds what a page's call names, for the person whose it is: 404 for everybody else. */
import type { InspectedInstance } from '../inspect.ts';
import type { IssuerRequest } from '../request-options.ts';
import type { MaybePromise, PageCall } from './page-options.ts';
import { refuseUnless } from './page-powers.ts';
import { pageProblem } from './page-problems.ts';
import { powerOver } from './page-session.ts';

/** Performs one call. */
export type Perform = (call: PageCall) => Promise<Response>;

/** 404 for a device that isn't this person's. */
export function ofDevice(
  perform: (call: PageCall, device: InspectedInstance) => Promise<Response>,
): Perform {
  return async (call) => {
    const device = await call.issuer.inspect(call.id);
    if (device?.owner !== call.signedIn) return pageProblem({ error: 'UNKNOWN_ACTIVATION' });
    return perform(call, device);
  };
}

/** 404 for an activation that isn't this person's, 403 for one that the session may not finish. */
export function ofActivation(perform: Perform): Perform {
  return ofDevice(
    async (call, activation) => refuseUnless(call, [powerOver(activation)]) ?? perform(call),
  );
}

/** 404 for a request to a device that isn't this person's. */
export function ofRequest(
  perform: (call: PageCall, asked: OwnRequest) => MaybePromise<Response>,
): Perform {
  return async (call) => {
    const asked = await findRequest(call);
    return asked ? perform(call, asked) : pageProblem({ error: 'UNKNOWN_REQUEST' });
  };
}

/** A request, and the device that was asked. */
export interface OwnRequest {
  readonly request: IssuerRequest;
  readonly device: InspectedInstance;
}

/** The request that the call names, as it is; undefined where it isn't this person's. */
export async function findRequest({
  issuer,
  id,
  signedIn,
}: PageCall): Promise<OwnRequest | undefined> {
  const request = await issuer.inspectRequest(id);
  const device = request && (await issuer.inspect(request.instance));
  return request && device?.owner === signedIn ? { request, device } : undefined;
}
