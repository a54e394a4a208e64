/** Tells an issuer's service where it may push, and where no longer (docs/protocol.md §8). */
import { asTesseraError } from '../core/errors.ts';
import type { ServiceAccount, ServiceClient } from './service-client.ts';

type Caller = Pick<ServiceClient, 'call'>;

const PATH = '/push-subscription';

/**
 * @param subscription as the Push API's `toJSON` gives it
 * @throws TesseraError as `ServiceClient.call`
 */
export async function putSubscription(
  service: Caller,
  account: ServiceAccount,
  subscription: unknown,
): Promise<void> {
  await service.call(account, { method: 'PUT', path: PATH, body: subscription });
}

/** @throws TesseraError SERVICE_UNREACHABLE; a service that refuses has nothing to delete */
export async function deleteSubscription(
  service: Caller,
  account: ServiceAccount,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await service.call(account, { method: 'DELETE', path: PATH }, signal);
  } catch (thrown) {
    if (asTesseraError(thrown).code === 'SERVICE_UNREACHABLE') throw thrown;
  }
}
