/** What a site may see of its instances: everything but the secrets. */
import type { Context } from './context.ts';
import type { DeviceRef, Page } from './device-ref.ts';
import type { Failure, Instance, InstanceState } from './instance.ts';
import { isPending, overdueInstance } from './instance.ts';
import type { TriesFacts } from './outcome.ts';
import { triesFacts } from './outcome.ts';
import type { DeviceQuery } from './store.ts';
import { expireInstance } from './transitions.ts';
import { readDevice } from './update-instance.ts';

/** Times are whole seconds since 1970 UTC. */
export interface InstanceView extends Omit<TriesFacts, 'nearlyBlocked'> {
  /** The activation id: 16 hexadecimal digits. */
  readonly id: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** Counts the instances of one serial number, from 1. */
  readonly sequence: number;
  /** The site's own name for the account's owner. */
  readonly owner?: string;
  /** What the person calls the device, at the site alone: see {@link Issuer.rename}. */
  readonly name?: string;
  /** The label as the authenticator shows it. */
  readonly label?: string;
  /** The public key (hex) that its authenticator knows the issuer by. */
  readonly issuerKey?: string;
  /** What the instance can be used for. */
  readonly state: InstanceState;
  /** Why the activation failed, in state FAILED. */
  readonly failure?: Failure;
  /** When the activation began. */
  readonly createdAt: number;
  /** The end of the activation, not of the account. */
  readonly expiresAt: number;
  /** When the account became active. */
  readonly activatedAt?: number;
  /** When a right code was given last. */
  readonly usedAt?: number;
  /** When it failed, or was blocked, revoked or replaced. */
  readonly endedAt?: number;
  /** The id of the instance that this one is to replace, or has replaced. */
  readonly replaces?: string;
  /** The language that its authenticator spoke last, BCP 47; absent before it has said so. */
  readonly language?: string;
  /** Its authenticator is notified of requests. */
  readonly subscribed?: true;
}

/**
 * A view with the message that is to be shown now, while there is one: the first one in CREATED,
 * the second one in CODE_BOUND.
 */
export interface InspectedInstance extends InstanceView {
  /** The first message in CREATED, the second one in CODE_BOUND. */
  readonly message?: Uint8Array;
}

/** See {@link Issuer.inspect}. */
export async function inspectInstance(
  context: Context,
  id: string,
): Promise<InspectedInstance | undefined> {
  const stored = await context.store.instance(id);
  if (stored === undefined) return undefined;
  const instance = asOf(context, stored);
  if (!isPending(instance)) return toInstanceView(context, instance);
  const message =
    instance.state === 'CREATED' ? instance.secrets.firstMessage : instance.secrets.secondMessage;
  return { ...toInstanceView(context, instance), message };
}

/** See {@link Issuer.list}. */
export async function listInstances(
  context: Context,
  owner: string,
): Promise<readonly InstanceView[]> {
  const instances = await context.store.instancesOf(owner);
  return instances.map((instance) => toInstanceView(context, asOf(context, instance)));
}

/** See {@link Issuer.find}. */
export async function findDevice(
  context: Context,
  of: DeviceRef,
): Promise<InstanceView | undefined> {
  const instance = await readDevice(context, of);
  return instance && toInstanceView(context, asOf(context, instance));
}

/** Which devices are listed: of one owner or of all, in one state or any, oldest first. */
export interface DevicesQuery extends Partial<DeviceQuery> {
  /** How many at most, up to 500. Default: 50. */
  readonly limit?: number;
}

const DEFAULT_PAGE = 50;

/** See {@link Issuer.devices}. */
export async function listDevices(
  context: Context,
  { limit = DEFAULT_PAGE, ...query }: DevicesQuery,
): Promise<Page<InstanceView>> {
  const { items, ...rest } = await context.store.devices({ ...query, limit });
  return { items: items.map((each) => toInstanceView(context, asOf(context, each))), ...rest };
}

/** An overdue activation is shown as what the next call will make of it. */
function asOf(context: Context, instance: Instance): Instance {
  const late = overdueInstance(instance, context.now());
  return late ? expireInstance(late) : instance;
}

function toInstanceView({ tries, now }: Context, instance: Instance): InstanceView {
  const { id, serial, sequence, state, createdAt, expiresAt } = instance;
  const label = instance.privateLabel ?? instance.label;
  return {
    id,
    serial,
    sequence,
    ...(instance.owner !== undefined && { owner: instance.owner }),
    ...(instance.name !== undefined && { name: instance.name }),
    ...(label !== undefined && { label }),
    ...(instance.issuerKey !== undefined && { issuerKey: instance.issuerKey }),
    state,
    ...('failure' in instance && { failure: instance.failure }),
    createdAt,
    expiresAt,
    ...(instance.activatedAt !== undefined && { activatedAt: instance.activatedAt }),
    ...(instance.usedAt !== undefined && { usedAt: instance.usedAt }),
    ...(instance.endedAt !== undefined && { endedAt: instance.endedAt }),
    ...(instance.replaces && { replaces: instance.replaces.id }),
    ...triesFacts(instance, tries, now()),
    ...(instance.language !== undefined && { language: instance.language }),
    ...(instance.push && { subscribed: true }),
  };
}
