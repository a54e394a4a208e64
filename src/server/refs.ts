/** Which device, and whose, a path means. */
import type { DeviceRef } from '../issuer/device-ref.ts';
import type { IssuerStore } from '../issuer/store.ts';

/** `serial:…` names an account's device, everything else is an id. */
export function refOf(text: string): DeviceRef {
  return text.startsWith('serial:') ? { serial: text.slice('serial:'.length) } : text;
}

/** The owner that a path names, itself or by a device or request; undefined for another path. */
export async function ownerOfParams(
  store: IssuerStore,
  { owner, ref, id }: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  if (typeof owner === 'string') return owner;
  if (typeof id === 'string') return ownerOfId(store, id);
  if (typeof ref !== 'string') return undefined;
  const of = refOf(ref);
  const found = typeof of === 'string' ? store.instance(of) : store.instanceOf(of.serial);
  return (await found)?.owner;
}

async function ownerOfId(store: IssuerStore, id: string): Promise<string | undefined> {
  const instance = await store.instance(id);
  if (instance !== undefined) return instance.owner;
  const request = await store.request(id);
  return request && (await store.instance(request.instance))?.owner;
}
