/** What Back means where the person is: the browser's button, the phone's gesture, Escape. */
import type { Action, View } from '../core/view.ts';

/** The action, 'leave' where Back may leave the app, or 'stay' where nothing may happen. */
export function backFrom(view: View): Action | 'leave' | 'stay' {
  const { route } = view.navigation;
  switch (route.at) {
    case 'wizard':
      return backInWizard(view);
    case 'starting':
    case 'unusable':
    case 'home':
      return 'leave';
    case 'working':
    case 'answering':
      return 'stay';
    default:
      return { type: 'went-back' };
  }
}

function backInWizard({ activation }: View): Action | 'stay' {
  switch (activation.step) {
    case 'idle':
    case 'renewing-pin':
    case 'sealing':
    case 'accepting':
    case 'stopping':
    case 'allowing-notifications':
      return 'stay';
    case 'confirm-pin':
      return { type: 'choose-again-wanted' };
    case 'forgot-pin':
      return { type: 'pin-remembered' };
    case 'notifications':
      return { type: 'notifications-skipped' };
    case 'stop':
      return { type: 'stop-denied' };
    case 'failed':
      return activation.back ? { type: 'try-again-asked' } : 'stay';
    default:
      return { type: 'stop-asked' };
  }
}
