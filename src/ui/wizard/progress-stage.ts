/** Maps a step to one of five stages: 1 Scan · 2 Code · 3 Scan again · 4 PIN · 5 Finish. */
import type { Activation } from '../../core/activation/types.ts';

/** 1–5, or undefined where no progress is told. */
export function progressOf(state: Activation): number | undefined {
  switch (state.step) {
    case 'scan-first':
    case 'replace-pending':
      return 1;
    case 'reading-first':
      return state.pending ? 3 : 1;
    case 'device-code':
      return 2;
    case 'scan-second':
    case 'reading-second':
      return 3;
    case 'choose-pin':
    case 'confirm-pin':
    case 'authenticate':
    case 'forgot-pin':
    case 'authorising-pin':
    case 'renewing-pin':
    case 'sealing':
    case 'picture':
    case 'choose-unlock':
    case 'enabling-biometrics':
      return 4;
    case 'activation-code':
    case 'accepting':
    case 'notifications':
    case 'allowing-notifications':
      return 5;
    case 'failed':
      return state.back ? progressOf(state.back) : undefined;
    case 'stop':
      return progressOf(state.from);
    case 'idle':
    case 'stopping':
      return undefined;
    default:
      return state satisfies never;
  }
}
