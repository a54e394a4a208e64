/** How a call names a device or its owner, and pages of what may be long lists. */

/** An account by its serial number. */
export interface Serial {
  /** The serial number. */
  readonly serial: string;
}

/**
 * A device: the id of its instance (16 hexadecimal digits), or the serial number of an account,
 * which means the account's current instance.
 */
export type DeviceRef = string | Serial;

/** All devices of an owner, by the site's own name for the owner. */
export interface Owner {
  /** The site's own name for the owner. */
  readonly owner: string;
}

/** Whether a call names an owner, and no device. */
export function isOwner(of: DeviceRef | Owner): of is Owner {
  return typeof of === 'object' && (of as object | null) !== null && 'owner' in of;
}

/** A part of a list, in a stable order. */
export interface Page<Item> {
  /** What this part holds. */
  readonly items: readonly Item[];
  /** Where the next part begins: give it as `after`. Absent at the end of the list. */
  readonly next?: string;
}
