/** What a customer's page shows, read from the issuer: the activation under way, the devices, and why the last one failed. */
import type { InspectedInstance, InstanceView } from '../../issuer/inspect.ts';
import { messageCryptogramSvg, messageLink, messageSvg, messageText } from '../../issuer/image.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import type { Failure } from '../../issuer/instance.ts';
import type { Activation, Device, Loss, Overview } from '../api.ts';

/** How long the page still speaks of a lost activation, in seconds. */
const LOSS_TOLD_FOR = 1800;

export async function overviewOf(
  issuer: Issuer,
  customer: string,
  authenticator: string | undefined,
): Promise<Overview> {
  const time = issuer.now();
  const instances = [...(await issuer.list(customer))].reverse();
  const pending = instances.find(isPending);
  const current = pending && (await issuer.inspect(pending.id));
  const activation = current && activationOf(current, authenticator);
  const lost = activation ? undefined : lossOf(instances[0], time);
  return {
    time,
    ...(activation && { activation }),
    ...(lost && { lost }),
    devices: instances.flatMap((instance) => deviceOf(instance) ?? []),
  };
}

/** Ends what is pending: a customer activates one device at a time. */
export async function cancelPending(issuer: Issuer, customer: string): Promise<void> {
  for (const { id } of (await issuer.list(customer)).filter(isPending)) await issuer.revoke(id);
}

/** Undefined when it is no longer under way. */
export function activationOf(
  instance: InspectedInstance,
  authenticator: string | undefined,
): Activation | undefined {
  const { id, serial, state, message, expiresAt, attemptsLeft = 0 } = instance;
  if (message === undefined) return undefined;
  const first = state === 'CREATED';
  return {
    id,
    serial,
    stage: first ? 'device-code' : 'activation-code',
    images: { qr: messageSvg(message), cryptogram: messageCryptogramSvg(message) },
    text: messageText(message),
    ...(first && authenticator !== undefined && { link: messageLink(authenticator, message) }),
    expiresAt,
    attemptsLeft,
  };
}

/** What the person should be told of an activation that was not cancelled, but lost. */
export function lossFrom(
  state: string | undefined,
  failure: Failure | undefined,
): Loss | undefined {
  if (state === 'EXPIRED') return 'EXPIRED';
  return failure === 'CANCELLED' ? undefined : failure;
}

function isPending({ state }: InstanceView): boolean {
  return state === 'CREATED' || state === 'CODE_BOUND';
}

function lossOf(newest: InstanceView | undefined, time: number): Loss | undefined {
  if (newest?.endedAt === undefined || newest.endedAt < time - LOSS_TOLD_FOR) return undefined;
  return lossFrom(newest.state, newest.failure);
}

function deviceOf(instance: InstanceView): Device | undefined {
  const { id, serial, state, createdAt, activatedAt, usedAt, endedAt } = instance;
  if (state === 'EXPIRED' || state === 'FAILED') return undefined;
  return {
    id,
    serial,
    state,
    createdAt,
    ...(activatedAt !== undefined && { activatedAt }),
    ...(usedAt !== undefined && { usedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}
