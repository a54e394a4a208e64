/** What Back does on each screen: the browser's button, the system's gesture, Escape. */
import type { Action } from '../core/action.ts';
import type { View } from '../core/view.ts';

/** Returns Back's action; 'leave' where it may leave the app, 'stay' where it does nothing. */
export function backFrom(view: View): Action | 'leave' | 'stay' {
  if (view.codePicture) return { type: 'code-picture-closed' };
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
    case 'creating-pin':
    case 'first-picture':
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
      if (activation.lost) return { type: 'stop-asked' };
      return activation.back ? { type: 'try-again-asked' } : 'stay';
    default:
      return { type: 'stop-asked' };
  }
}
