/** What the screens of enrolments at other servers share: actions, codes in fours, and problems. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { Action } from '../../core/action.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { SignAction } from '../../core/transfer/enrol-sign.ts';
import type { EnrolAction, EnrolProblem } from '../../core/transfer/enrol-types.ts';
import type { View } from '../../core/view.ts';
import { transferErrorWords, w } from '../../i18n/transfer-strings.ts';
import { sentences } from '../joining.ts';

const GROUP = 4;

/** What happened, and why with the next step. */
export interface ProblemWords {
  readonly what: string;
  readonly why: string;
  /** For support; absent where nothing is broken. */
  readonly code?: ErrorCode;
}

export function enrolAction(event: EnrolAction): Action {
  return { type: 'transfer', purpose: 'enrol', event };
}

export function signAction(event: SignAction): Action {
  return { type: 'transfer', purpose: 'sign', event };
}

/** Returns true while the page is hidden, and after a lock until the PIN is entered. */
export function isHidden({ concealed, navigation }: View): boolean {
  return concealed || navigation.lock.is === 'locked';
}

/** After a lock: the code stands there again once the PIN is entered. */
export function showAgain(
  { navigation }: View,
  enterPin: () => void,
): TemplateResult | typeof nothing {
  if (navigation.lock.is !== 'locked') return nothing;
  return html`<button data-action="show-after-lock" class="second" type="button" @click=${enterPin}>
    ${w.enrol.showAgain}
  </button>`;
}

/** `RZQM ZN2W KJMV GRKD KJKA`: it is copied without the blanks. */
export function inFours(code: string): string {
  return code.replace(new RegExp(`(.{${GROUP}})(?=.)`, 'gu'), '$1 ');
}

export function problemWords(problem: EnrolProblem): ProblemWords {
  switch (problem) {
    case 'mistyped':
    case 'other-serial':
    case 'first-missing':
    case 'nobody':
    case 'not-this':
      return w.enrol.problems[problem];
    default: {
      const { what, why, next } = transferErrorWords(problem);
      return { what, why: sentences(why, next), code: problem };
    }
  }
}

export function enrolNotice(problem: EnrolProblem): TemplateResult {
  const { what, why } = problemWords(problem);
  return html`<tessera-notice data-problem=${problem} what=${what} why=${why}></tessera-notice>`;
}
