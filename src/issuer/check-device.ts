/** What names a device, an owner or a page of devices in a call's arguments. */
import {
  checkAll,
  checkForm,
  checkIdentifier,
  checkObject,
  checkOneOf,
  checkOptional,
  checkString,
  checkWhole,
} from './check.ts';
import type { DeviceRef, Owner } from './device-ref.ts';
import { isOwner } from './device-ref.ts';
import type { InstanceState } from './instance.ts';

/** Devices on a page at most. */
const MAX_PAGE = 500;

const STATES: readonly InstanceState[] = [
  'CREATED',
  'CODE_BOUND',
  'ACTIVE',
  'BLOCKED',
  'REVOKED',
  'REPLACED',
  'EXPIRED',
  'FAILED',
];

/** @throws ArgumentError */
export function checkDevice(of: DeviceRef): void {
  if (typeof of === 'object' && (of as object | null) !== null) checkString('serial', of.serial);
  else checkString('id', of);
}

/** @throws ArgumentError */
export function checkDeviceOrOwner(of: DeviceRef | Owner): void {
  if (isOwner(of)) checkIdentifier('owner', of.owner);
  else checkDevice(of);
}

/** @throws ArgumentError */
export function checkOwner(of: Owner): void {
  checkObject('of', of);
  checkIdentifier('owner', of.owner);
}

/** @throws ArgumentError */
export function checkDevicesQuery(query: {
  readonly owner?: string;
  readonly state?: InstanceState;
  readonly after?: string;
  readonly limit?: number;
}): void {
  checkObject('query', query);
  const { owner, state, after, limit } = query;
  checkAll(
    () => checkOptional('owner', owner, checkIdentifier),
    () => checkOptional('state', state, (field, value) => checkOneOf(field, value, STATES)),
    () => checkOptional('after', after, checkPlace),
    () => checkOptional('limit', limit, (field, value) => checkWhole(field, value, 1, MAX_PAGE)),
  );
}

function checkPlace(field: string, place: unknown): void {
  checkForm(field, place, isPlace, "a page's `next`");
}

/** The place of a row among those of its kind, in whatever store. */
function isPlace(text: string): boolean {
  return /^[0-9]{1,15}$/.test(text);
}
