/**
 * What a person's page shows, read from the issuer: the activation and the request under way, the
 * devices, and why the last one failed.
 */
import type { InspectedInstance, InstanceView } from '../inspect.ts';
import type { Failure } from '../instance.ts';
import type { Issuer } from '../issuer.ts';
import { messageCryptogramSvg, messageLink, messageSvg, messageText } from '../render.ts';
import type { IssuerRequest, ShownRequest } from '../request-options.ts';
import { messageImages } from './message-images.ts';
import type {
  Asked,
  Device,
  Loss,
  Overview,
  PageActivation,
  PageRequest,
  Shown,
} from './page-api.ts';
import type { Session } from './page-session.ts';
import { isAllowed, powerOver } from './page-session.ts';

/** How long the page still speaks of a lost activation, in seconds. */
const LOSS_TOLD_FOR_SECONDS = 1800;

/** Who looks at the page: the person, by a session that may do what it may. */
export interface Viewer extends Session {
  /** The browser session that asks; undefined where it has asked nothing. */
  readonly asker: string | undefined;
}

export async function overviewOf(
  issuer: Issuer,
  viewer: Viewer,
  authenticator: string | undefined,
): Promise<Overview> {
  const { owner, may } = viewer;
  const time = issuer.now();
  const instances = [...(await issuer.list(owner))].reverse();
  const pending = instances.find(
    (instance) => isPending(instance) && isAllowed(viewer, powerOver(instance)),
  );
  const current = pending && (await issuer.inspect(pending.id));
  const activation = current && activationOf(current, authenticator);
  const [newest] = instances;
  const isOwn = newest !== undefined && isAllowed(viewer, powerOver(newest));
  const lost = activation || !isOwn ? undefined : lossOf(newest, time);
  const { request, elsewhere }: OpenRequests = isAllowed(viewer, 'requests')
    ? await openRequestsOf(issuer, instances, viewer, time)
    : { elsewhere: [] };
  return {
    time,
    ...(may && { may }),
    ...(activation && { activation }),
    ...(lost && { lost }),
    ...(lost && newest?.replaces !== undefined && { replaces: newest.replaces }),
    ...(request && { request }),
    ...(elsewhere.length > 0 && { elsewhere }),
    devices: instances.flatMap((instance) => deviceOf(instance) ?? []),
  };
}

/** Ends what is pending: a person activates one device at a time. */
export async function cancelPending(
  issuer: Issuer,
  instances: readonly InstanceView[],
): Promise<void> {
  for (const { id } of instances.filter(isPending)) await issuer.cancel(id);
}

/** Undefined when it is no longer under way. */
export function activationOf(
  instance: InspectedInstance,
  authenticator: string | undefined,
): PageActivation | undefined {
  const { id, serial, replaces, state, message, expiresAt, attemptsLeft = 0 } = instance;
  if (message === undefined) return undefined;
  const first = state === 'CREATED';
  return {
    id,
    serial,
    ...(replaces !== undefined && { replaces }),
    stage: first ? 'device-code' : 'activation-code',
    ...showMessage(message),
    ...(first && authenticator !== undefined && { link: messageLink(authenticator, message) }),
    expiresAt,
    attemptsLeft,
  };
}

export function showMessage(message: Uint8Array): Shown {
  return {
    images: messageImages(message),
    svg: { qr: messageSvg(message), cryptogram: messageCryptogramSvg(message) },
    text: messageText(message),
  };
}

/** A message with the number beside it, where there is one. */
export function showRequest({
  message,
  number,
}: ShownRequest): Shown & { readonly number?: string } {
  return { ...showMessage(message), ...(number !== undefined && { number }) };
}

/**
 * A request by the device that was asked; without its images, which the page has since it was made.
 */
export function askedOf(request: IssuerRequest, device: InstanceView, time: number): Asked {
  const { id, kind, title, fields, createdAt, expiresAt, by, reason, numberDigits } = request;
  return {
    id,
    device: device.id,
    serial: device.serial,
    kind,
    title,
    fields,
    state: request.state === 'PENDING' ? openState(device) : request.state,
    createdAt,
    expiresAt,
    ...(by && { by }),
    ...(reason && { reason }),
    ...(numberDigits && { numberDigits }),
    notified: device.subscribed === true,
    time,
  };
}

/** What a device's end makes of the requests that it has not answered. */
function openState({ state }: InstanceView): Asked['state'] {
  if (state === 'ACTIVE') return 'PENDING';
  return state === 'BLOCKED' ? 'BLOCKED' : 'CANCELLED';
}

/** What the person should be told of an activation that was not cancelled, but lost. */
export function lossFrom(
  state: string | undefined,
  failure: Failure | undefined,
): Loss | undefined {
  if (state === 'EXPIRED') return 'EXPIRED';
  return failure === 'CANCELLED' ? undefined : failure;
}

interface OpenRequests {
  readonly request?: PageRequest;
  readonly elsewhere: readonly Asked[];
}

/** The viewer's own newest request, and what is asked in other sessions, newest first. */
async function openRequestsOf(
  issuer: Issuer,
  instances: readonly InstanceView[],
  { asker }: Viewer,
  time: number,
): Promise<OpenRequests> {
  const active = instances.filter(({ state }) => state === 'ACTIVE');
  const lists = active.map(async (device) => {
    const requests = await issuer.listRequests({ instance: device.id }, time);
    const open = requests.filter(({ state }) => state === 'PENDING').reverse();
    return Promise.all(
      open.map(async (request) => ({
        asked: askedOf(request, device, time),
        shown: await shownTo(issuer, request, asker),
      })),
    );
  });
  const open = (await Promise.all(lists)).flat();
  const newest = open.sort((one, other) => other.asked.createdAt - one.asked.createdAt);
  const own = newest.find(({ shown }) => shown !== undefined);
  return {
    // Images take a while to draw: those of one request alone.
    ...(own && { request: { ...own.asked, ...showRequest(own.shown!) } }),
    elsewhere: newest.flatMap(({ asked, shown }) => (shown ? [] : [asked])),
  };
}

/**
 * What a session may show of a request: its own. What the site asked by itself, for no session, is
 * everybody's who is signed in, unless a number belongs to it.
 */
async function shownTo(
  issuer: Issuer,
  { id, message, numberDigits }: IssuerRequest,
  asker: string | undefined,
): Promise<ShownRequest | undefined> {
  if (message && numberDigits === undefined) return { message };
  return asker === undefined ? undefined : issuer.shownRequest(id, asker);
}

function isPending({ state }: InstanceView): boolean {
  return state === 'CREATED' || state === 'CODE_BOUND';
}

function lossOf(newest: InstanceView, time: number): Loss | undefined {
  if (newest.endedAt === undefined || newest.endedAt < time - LOSS_TOLD_FOR_SECONDS)
    return undefined;
  return lossFrom(newest.state, newest.failure);
}

function deviceOf(instance: InstanceView): Device | undefined {
  const { id, serial, name, state, createdAt, activatedAt, usedAt, endedAt } = instance;
  if (state === 'EXPIRED' || state === 'FAILED') return undefined;
  const { attemptsLeft, totalLeft, pausedUntil } = instance;
  return {
    id,
    serial,
    ...(name !== undefined && { name }),
    state,
    createdAt,
    ...(activatedAt !== undefined && { activatedAt }),
    ...(usedAt !== undefined && { usedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(state === 'ACTIVE' && { attemptsLeft, totalLeft }),
    ...(pausedUntil !== undefined && { pausedUntil }),
  };
}
