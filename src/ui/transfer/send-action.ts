/** Reports what the person does on the old phone's screens of a move. */
import type { Action } from '../../core/action.ts';
import type { SendTap } from '../../core/transfer/send-types.ts';

export function sendAction(event: SendTap): Action {
  return { type: 'transfer', purpose: 'send', event };
}
