/**
 * What a code, a text or a picture offered, until the screens that bring it in take it: keys are
 * never in a machine's state.
 */
import { isQuestionText } from '../../core/codec/ocra2-text.ts';
import type { OathSource } from '../../core/oath-entry.ts';
import { wipeSecrets } from '../../core/oath-entry.ts';
import type { ChosenFile } from '../../core/transfer/bring-in-types.ts';
import type { TransferPurpose } from '../../core/transfer/types.ts';

/** Accounts, a file of them, or the first code of an enrolment that takes several. */
export type Offered =
  | { readonly is: 'accounts'; readonly source: OathSource }
  | { readonly is: 'file'; readonly file: ChosenFile }
  | { readonly is: 'two-step' | 'ocra2'; readonly text: string }
  /** An account that waits for its page, whose code is to be shown again. */
  | { readonly is: 'waiting'; readonly account: string };

export interface OfferedAccounts {
  /** Overwrites what was offered before: one thing is brought in at a time. */
  readonly keep: (offered: Offered) => void;
  /** Hands it over, keys and all: whoever takes it overwrites them after use. */
  readonly take: () => Offered | undefined;
  /** Overwrites what nobody took. */
  readonly wipe: () => void;
}

export function createOfferedAccounts(): OfferedAccounts {
  let kept: Offered | undefined;

  function wipe(): void {
    if (kept?.is === 'accounts') wipeSecrets(kept.source.entries);
    kept = undefined;
  }

  return {
    keep(offered) {
      wipe();
      kept = offered;
    },
    take() {
      const taken = kept;
      kept = undefined;
      return taken;
    },
    wipe,
  };
}

/** Returns the transfer that takes what was offered. */
export function purposeOf(offered: Offered): TransferPurpose {
  if (offered.is === 'accounts' || offered.is === 'file') return 'bring-in';
  return offered.is === 'ocra2' && isQuestionText(offered.text) ? 'sign' : 'enrol';
}
