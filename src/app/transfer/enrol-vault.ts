/** What an enrolment needs of the vault, and what may go on while one is under way. */
import type { OtpAlgorithm } from '../../core/codec/messages.ts';
import { classOf, trimSecret } from '../../vault/secret-classes.ts';
import type { Vault } from '../../vault/types.ts';

export type EnrolVault = Pick<
  Vault,
  | 'snapshot'
  | 'keepOcra2'
  | 'ocra2Pending'
  | 'dropPending'
  | 'sealWaitingOath'
  | 'activationCode'
  | 'acceptAccount'
  | 'discardAccount'
  | 'nextCounter'
>;

/** Returns true for a key that no PIN can hide (docs/vault.md). */
export function isUnhidden(key: Uint8Array, algorithm: OtpAlgorithm): boolean {
  const trimmed = trimSecret(key, algorithm);
  const isClear = classOf(trimmed) === 0;
  trimmed.fill(0);
  return isClear;
}
