/** What each intent demands of an authentication (docs/vault.md, rule 2). */
import type { Intent } from '../core/navigation/types.ts';

/** What is written under the PIN needs two witnesses. */
export function needsConfirmedPin(intent: Intent | undefined): boolean {
  return (
    intent?.to === 'change-pin' || intent?.to === 'enable-biometrics' || intent?.to === 'activate'
  );
}

const FRESH: ReadonlySet<Intent['to']> = new Set<Intent['to']>([
  'approve',
  'deactivate',
  'remove',
  'disable-biometrics',
]);

/** What an unlocked session is not enough for. */
export function needsFresh(intent: Intent): boolean {
  return needsConfirmedPin(intent) || FRESH.has(intent.to);
}
