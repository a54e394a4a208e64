/** What each intent demands of an authentication (docs/vault.md, rule 2). */
import type { Means } from '../core/authentication.ts';
import { needsConfirmedPin, needsFirstPin } from '../core/navigation/moves.ts';
import type { Intent } from '../core/navigation/route-types.ts';

/** Intents that an unlocked session is not enough for. */
const FRESH: ReadonlySet<Intent['to']> = new Set<Intent['to']>([
  'approve',
  'deactivate',
  'remove',
  'disable-biometrics',
  // Keys leave the vault, or come in: with a confirmed PIN.
  'transfer',
]);

/** What decides how the person must authenticate. */
export interface AuthFacts {
  readonly hasPin: boolean;
  /** Whether biometrics open this vault. */
  readonly biometrics: boolean;
  readonly unlocked: boolean;
  /** Whether the PIN of the unlocked session is confirmed. */
  readonly confirmed: boolean;
  /** Whether biometrics are not enough for what is intended. */
  readonly pinOnly: boolean;
}

/** Returns how the person must authenticate for an intent. */
export function neededMeans(intent: Intent, facts: AuthFacts): 'nothing' | 'new-pin' | Means {
  if (!facts.hasPin) return needsFirstPin(intent) ? 'new-pin' : 'nothing';
  if (facts.confirmed && isOwnAddition(intent)) return 'nothing';
  if (facts.unlocked && !needsConfirmedPin(intent) && !FRESH.has(intent.to)) return 'nothing';
  return facts.biometrics && !facts.pinOnly ? 'biometrics-or-pin' : 'pin';
}

/** Accounts that the person brings in change nothing that is here, and take no secret out. */
function isOwnAddition(intent: Intent): boolean {
  return intent.to === 'transfer' && intent.purpose === 'bring-in';
}
