/** An account's two secrets under the PIN: AES-CTR (docs/vault.md, "Keys"). */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, equal, fromHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { loadWithin } from '../platform/load-within.ts';
import type { HashName } from '../protocol/hmac.ts';
import { hashOf, webHmac } from '../protocol/hmac.ts';
import { responseSuite } from '../protocol/ocra.ts';
import type { OpenedAccount } from './account-rows.ts';
import { accountKey } from './pin-kdf.ts';
import type { Secret } from './schema.ts';

const SECRET_BYTES = 32;
const COUNTER_BYTES = 16;

/**
 * Encrypts `otp ‖ sign` without a tag, so that every PIN opens something that looks right. All of
 * it is determined by the keys and the PIN root: sealed once more after a crash, the same secret
 * gives the same bytes. With a fresh counter each time, two ciphertexts of one secret would lie in
 * the browser's files and verify the PIN.
 */
export async function encryptSecret(
  root: CryptoKey,
  accountId: string,
  keys: { readonly otp: Uint8Array; readonly sign: Uint8Array; readonly channel: Uint8Array },
): Promise<Secret> {
  const secret = concat(keys.otp, keys.sign);
  // Overwritten or forgotten keys would give everybody the same codes.
  if (secret.length !== 2 * SECRET_BYTES || keys.otp.every((byte) => byte === 0))
    throw new TesseraError('WRONG_STATE');
  const counter = await counterOf(keys.channel);
  const key = await accountKey(root, fromHex(accountId));
  const bytes = new Uint8Array(await crypto.subtle.encrypt(ctrParameters(counter), key, secret));
  const opened = await decryptSecret(root, accountId, { counter, bytes });
  const right = equal(opened, secret);
  opened.fill(0);
  secret.fill(0);
  if (!right) throw new TesseraError('VAULT_DAMAGED');
  return { counter, bytes };
}

/**
 * Returns `otp ‖ sign`, 64 bytes; with a wrong root 64 other bytes. The caller overwrites them
 * after use.
 */
export async function decryptSecret(
  root: CryptoKey,
  accountId: string,
  { counter, bytes }: Secret,
): Promise<Bytes> {
  const key = await accountKey(root, fromHex(accountId));
  return new Uint8Array(await crypto.subtle.decrypt(ctrParameters(counter), key, bytes));
}

/** What an unlocked session may fetch of one account, at a cost independent of their number. */
export interface AccountSecrets {
  readonly otp: (accountId: string) => Promise<KeyedHash>;
  readonly sign: (accountId: string) => Promise<KeyedHash>;
}

interface KeyedHash {
  readonly hash: HashName;
  /** Of an issuer's account 32 bytes; the caller overwrites them after use. */
  readonly secret: Bytes;
  /** Of the vault that it was fetched from. */
  readonly epoch: number;
}

export interface SecretSource {
  /** @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED */
  readonly account: (id: string) => Promise<AccountParts>;
}

export type AccountParts = OpenedAccount & {
  readonly id: string;
  readonly deviceKey: CryptoKey;
  /** Of the vault row. */
  readonly epoch: number;
};

type IssuerParts = Extract<AccountParts, { kind: 'issuer' }>;

export function createAccountSecrets(source: SecretSource, root: CryptoKey): AccountSecrets {
  async function readHalf({ id, row, epoch }: IssuerParts, begin: number, hash: HashName) {
    const both = await decryptSecret(root, id, row.secret);
    const secret = both.slice(begin, begin + SECRET_BYTES);
    both.fill(0);
    return { hash, secret, epoch };
  }
  return {
    async otp(id) {
      const parts = await source.account(id);
      if (parts.kind === 'issuer') return readHalf(parts, 0, hashOf(parts.profile.otp.algorithm));
      const { openOathKey } = await loadWithin(import('./oath-secrets.ts'));
      return { ...(await openOathKey(root, parts)), epoch: parts.epoch };
    },
    async sign(id) {
      const parts = await source.account(id);
      if (parts.kind === 'oath') throw new TesseraError('UNKNOWN_ACCOUNT');
      return readHalf(parts, SECRET_BYTES, responseSuite(parts.profile.ocraSuite).hash);
    },
  };
}

/**
 * Derives the counter from the channel key, which is not under the PIN: a counter is as public as a
 * random one would be.
 */
async function counterOf(channel: Uint8Array): Promise<Bytes> {
  const hmac = await webHmac('SHA-256', channel);
  const mac = await hmac(asciiBytes('tessera/vault/v1/counter'));
  return new Uint8Array(mac.slice(0, COUNTER_BYTES));
}

function ctrParameters(counter: Bytes): AesCtrParams {
  return { name: 'AES-CTR', counter, length: 128 };
}
