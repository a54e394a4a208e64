/** An unlocked vault: its keys and what a change under the PIN needs, until it is locked. */
import type { Bytes } from '../core/codec/bytes.ts';
import { concat, equal } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Hmac } from '../protocol/hmac.ts';
import { webHmac } from '../protocol/hmac.ts';
import type { AccountSecrets } from './account-secrets.ts';
import { importPinRoot, pictureOf } from './pin-kdf.ts';
import type { SealedBytes } from './sealed-memory.ts';
import { sealInMemory } from './sealed-memory.ts';

export interface Unlocked {
  /** Which of the 32 mosaic tiles to show. */
  readonly picture: number;
  readonly by: 'pin' | 'biometrics';
  /**
   * True if this entry needs no other to confirm it: biometrics, a PIN just chosen and confirmed,
   * or one that another entry agreed with.
   */
  readonly confirmed: boolean;
  readonly locked: boolean;
  /**
   * Returns HMAC with the account's key for one-time passwords and its policy's hash.
   * @throws TesseraError LOCKED, UNKNOWN_ACCOUNT, VAULT_DAMAGED
   */
  readonly otp: (accountId: string) => Promise<Hmac>;
  /**
   * Returns HMAC with the account's key for response codes and its suite's hash.
   * @throws TesseraError LOCKED, UNKNOWN_ACCOUNT, VAULT_DAMAGED
   */
  readonly sign: (accountId: string) => Promise<Hmac>;
  readonly lock: () => void;
}

/** The part of an unlocked session that only the vault's own files see. */
export interface Material {
  readonly root: CryptoKey;
  /** Base ‖ PIN root. */
  readonly sealed: SealedBytes;
  /** The vault row's epoch when it was unlocked. */
  readonly epoch: number;
  confirmed: boolean;
}

const ROOT_BYTES = 32;
const materials = new WeakMap<Unlocked, Material>();

export interface Entry {
  readonly by: 'pin' | 'biometrics';
  readonly base: Bytes;
  readonly rawRoot: Bytes;
  readonly epoch: number;
  readonly confirmed: boolean;
}

/** Starts a session, and overwrites the base and root of `entry`. */
export async function startSession(
  entry: Entry,
  secrets: (root: CryptoKey) => AccountSecrets,
): Promise<Unlocked> {
  const root = await importPinRoot(entry.rawRoot);
  const picture = await pictureOf(root);
  const sealed = await sealInMemory(concat(entry.base, entry.rawRoot));
  entry.base.fill(0);
  entry.rawRoot.fill(0);
  const account = secrets(root);
  const session: Unlocked = {
    picture,
    by: entry.by,
    get confirmed() {
      return materials.get(session)?.confirmed === true;
    },
    get locked() {
      return !materials.has(session);
    },
    otp: (id) => sessionHmac(session, () => account.otp(id)),
    sign: (id) => sessionHmac(session, () => account.sign(id)),
    lock() {
      materials.get(session)?.sealed.drop();
      materials.delete(session);
    },
  };
  materials.set(session, { root, sealed, epoch: entry.epoch, confirmed: entry.confirmed });
  return session;
}

/** @throws TesseraError LOCKED */
export function materialOf(session: Unlocked): Material {
  const material = materials.get(session);
  if (!material) throw new TesseraError('LOCKED');
  return material;
}

/** Resolves to true if two entries lead to one PIN root. @throws TesseraError LOCKED */
export async function haveSameRoot(a: Unlocked, b: Unlocked): Promise<boolean> {
  const [first, second] = [materialOf(a), materialOf(b)];
  return (
    first.epoch === second.epoch && first.sealed.use((x) => second.sealed.use((y) => equal(x, y)))
  );
}

/** Passes base (ASCII digits) and raw root to `use`, and overwrites them afterwards. */
export function withBase<T>(
  material: Material,
  use: (base: Bytes, rawRoot: Bytes) => Promise<T> | T,
): Promise<T> {
  return material.sealed.use((both) =>
    use(both.subarray(0, -ROOT_BYTES), both.subarray(-ROOT_BYTES)),
  );
}

/** Returns HMAC that throws once its session is locked. @throws TesseraError LOCKED */
async function sessionHmac(
  session: Unlocked,
  key: () => ReturnType<AccountSecrets['otp']>,
): Promise<Hmac> {
  const { epoch: opened } = materialOf(session);
  const { hash, secret, epoch } = await key();
  const keyed = await webHmac(hash, secret);
  secret.fill(0);
  // Another tab erased the vault and began a new one: this root would give wrong codes.
  if (epoch !== opened) session.lock();
  materialOf(session);
  return async (data) => {
    materialOf(session);
    return keyed(data);
  };
}
