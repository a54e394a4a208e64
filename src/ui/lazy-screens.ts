/** Groups of screens, and the code in a card of Home, each a chunk of its own. */
import { loadTransferStrings } from '../i18n/load-strings.ts';
import type { ChunkState } from './lazy-chunks.ts';
import { chunkState } from './lazy-chunks.ts';

/** Screens that speak of other servers' accounts come with the words for it. */
const withTransferWords = (load: () => Promise<unknown>) => () =>
  Promise.all([load(), loadTransferStrings()]);

const LOADERS = {
  wizard: withTransferWords(() => import('./wizard/wizard.ts')),
  otp: () => import('./home/card-code.ts'),
  'oath-code': withTransferWords(() => import('./home/oath-code.ts')),
  error: () => import('./components/error-screen.ts'),
  requests: () => import('./requests/pending-requests-screen.ts'),
  request: () => import('./requests/request-flow.ts'),
  alarm: () => import('./requests/clone-alarm-screen.ts'),
  unlock: withTransferWords(() => import('./unlock/unlock-flow.ts')),
  accounts: withTransferWords(() => import('./accounts/accounts-flow.ts')),
  'code-picture': () => import('./components/code-picture.ts'),
  waiting: () => import('./requests/waiting-cards.ts'),
  incoming: withTransferWords(() => import('./scan/incoming-dialog.ts')),
  menu: withTransferWords(() => import('./menu/menu-flow.ts')),
  transfer: withTransferWords(() => import('./transfer/transfer-flow.ts')),
};

export type ScreenGroup = keyof typeof LOADERS;

/** Returns the state of a group and begins to fetch it; `changed` is called when it changes. */
export function loaded(group: ScreenGroup, changed: () => void): ChunkState {
  return chunkState(LOADERS[group], changed);
}
