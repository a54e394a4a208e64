/** Tells the site that a session has shown a code, and adds the headers by which it raises it. */
import type { IssuerRequest } from '../request-options.ts';
import type { AddedHeaders, PageCall } from './page-options.ts';

/** A one-time password of `device` was accepted with this call. */
export function withOtpAccepted(
  call: PageCall,
  device: string,
  response: Response,
): Promise<Response> {
  const { signedIn: owner, issuer } = call;
  return withHeaders(
    response,
    call.accepted?.({ kind: 'otp', owner, device, at: issuer.now() }, call.request),
  );
}

/**
 * The request is approved. A session that has not asked for it is told nothing: somebody who knows
 * a password must not be let in by what its owner approves elsewhere.
 * @param isOpen the code was typed in this session, and no other one has asked
 */
export async function withRequestAccepted(
  call: PageCall,
  request: IssuerRequest,
  response: Response,
  isOpen = false,
): Promise<Response> {
  const { id, instance: device, state, reference, answeredAt: at } = request;
  if (call.accepted === undefined || state !== 'APPROVED' || at === undefined) return response;
  const { session, signedIn: owner, issuer } = call;
  const isOwn = session !== undefined && (await issuer.wasAskedBy(id, session));
  if (!isOwn && !isOpen) return response;
  const named = reference !== undefined && { reference };
  const what = { kind: 'request', owner, device, request: id, ...named, at } as const;
  return withHeaders(response, call.accepted(what, call.request));
}

async function withHeaders(
  response: Response,
  added: AddedHeaders | void | Promise<AddedHeaders | void>,
): Promise<Response> {
  for (const [name, value] of pairsOf((await added) ?? {})) {
    if (name.toLowerCase() === 'set-cookie') response.headers.append(name, value);
    else response.headers.set(name, value);
  }
  return response;
}

function pairsOf(headers: AddedHeaders): Iterable<readonly [string, string]> {
  return Symbol.iterator in headers ? headers : Object.entries(headers);
}
