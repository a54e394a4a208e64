/** Reports what the person does on the new phone's screens of a move. */
import type { Action } from '../../core/action.ts';
import type { ReceiveTap } from '../../core/transfer/receive-types.ts';

export function receiveAction(event: ReceiveTap): Action {
  return { type: 'transfer', purpose: 'receive', event };
}
