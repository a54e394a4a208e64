/** An unlocked vault: the PIN root as a key that only derives, and what a change under the PIN needs, until `lock`. */
import { concat, equal } from '../core/codec/bytes.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { webHmac } from '../protocol/hmac.ts';
import type { Hmac } from '../protocol/hmac.ts';
import { hold } from './sealed-memory.ts';
import type { Held } from './sealed-memory.ts';
import { importPinRoot, pictureOf } from './pin-kdf.ts';
import type { AccountSecrets } from './account-secrets.ts';

export interface Unlocked {
  /** Which of the 32 mosaic tiles to show. */
  readonly picture: number;
  readonly by: 'pin' | 'biometrics';
  /** Whether it is a witness by itself: biometrics, a PIN just chosen and confirmed, or one that another entry agreed with. */
  readonly confirmed: boolean;
  readonly locked: boolean;
  /** HMAC with the account's key for one-time passwords and its policy's hash. @throws TesseraError LOCKED, UNKNOWN_ACCOUNT, VAULT_DAMAGED */
  otp(accountId: string): Promise<Hmac>;
  /** HMAC with the account's key for response codes and its suite's hash. @throws the same */
  sign(accountId: string): Promise<Hmac>;
  lock(): void;
}

/** What only the vault's own files see of an unlocked session. */
export interface Material {
  readonly root: CryptoKey;
  /** Base ‖ PIN root. */
  readonly held: Held;
  /** Of the vault row when it was unlocked. */
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

/** Takes base and root over: they are overwritten. */
export async function unlocked(
  entry: Entry,
  secrets: (root: CryptoKey) => AccountSecrets,
): Promise<Unlocked> {
  const root = await importPinRoot(entry.rawRoot);
  const picture = await pictureOf(root);
  const held = await hold(concat(entry.base, entry.rawRoot));
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
    otp: (id) => hmac(session, () => account.otp(id)),
    sign: (id) => hmac(session, () => account.sign(id)),
    lock() {
      materials.get(session)?.held.drop();
      materials.delete(session);
    },
  };
  materials.set(session, { root, held, epoch: entry.epoch, confirmed: entry.confirmed });
  return session;
}

/** @throws TesseraError LOCKED */
export function materialOf(session: Unlocked): Material {
  const material = materials.get(session);
  if (!material) throw new TesseraError('LOCKED');
  return material;
}

/** Whether two entries lead to one PIN root. @throws TesseraError LOCKED */
export async function agree(a: Unlocked, b: Unlocked): Promise<boolean> {
  const [first, second] = [materialOf(a), materialOf(b)];
  return (
    first.epoch === second.epoch && first.held.lend((x) => second.held.lend((y) => equal(x, y)))
  );
}

/** Base (ASCII digits) and raw root, lent: overwritten when `use` is done. */
export function lendBase<T>(
  material: Material,
  use: (base: Bytes, rawRoot: Bytes) => Promise<T> | T,
): Promise<T> {
  return material.held.lend((both) =>
    use(both.subarray(0, -ROOT_BYTES), both.subarray(-ROOT_BYTES)),
  );
}

/** A key that refuses to work once its session is locked, whoever still holds it. */
async function hmac(
  session: Unlocked,
  key: () => ReturnType<AccountSecrets['otp']>,
): Promise<Hmac> {
  const { epoch: opened } = materialOf(session);
  const { hash, secret, epoch } = await key();
  const keyed = await webHmac(hash, secret);
  secret.fill(0);
  // Another tab erased the vault and began a new one: this root would give codes that are nobody's.
  if (epoch !== opened) session.lock();
  materialOf(session);
  return async (data) => {
    materialOf(session);
    return keyed(data);
  };
}
