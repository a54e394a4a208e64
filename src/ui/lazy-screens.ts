/** Groups of screens, and the code in a card of Home, each a chunk of its own. */
import type { LaterWords } from '../i18n/load-strings.ts';
import { loadLaterWords } from '../i18n/load-strings.ts';
import type { ChunkState } from './lazy-chunks.ts';
import { chunkState } from './lazy-chunks.ts';

/** Screens that need more words than Home come with them. */
const withWords =
  (load: () => Promise<unknown>, ...words: readonly LaterWords[]) =>
  () =>
    Promise.all([load(), ...words.map(loadLaterWords)]);

const LOADERS = {
  wizard: withWords(() => import('./wizard/wizard.ts'), 'transfer'),
  otp: () => import('./home/card-code.ts'),
  'oath-code': withWords(() => import('./home/oath-code.ts'), 'transfer'),
  error: () => import('./components/error-screen.ts'),
  requests: () => import('./requests/pending-requests-screen.ts'),
  request: () => import('./requests/request-flow.ts'),
  alarm: () => import('./requests/clone-alarm-screen.ts'),
  unlock: withWords(() => import('./unlock/unlock-flow.ts'), 'transfer'),
  accounts: withWords(() => import('./accounts/accounts-flow.ts'), 'transfer'),
  'code-picture': () => import('./components/code-picture.ts'),
  waiting: () => import('./requests/waiting-cards.ts'),
  incoming: withWords(() => import('./scan/incoming-dialog.ts'), 'transfer'),
  menu: withWords(() => import('./menu/menu-flow.ts'), 'transfer', 'menu'),
  transfer: withWords(() => import('./transfer/transfer-flow.ts'), 'transfer'),
};

export type ScreenGroup = keyof typeof LOADERS;

/** Returns the state of a group and begins to fetch it; `changed` is called when it changes. */
export function loaded(group: ScreenGroup, changed: () => void): ChunkState {
  return chunkState(LOADERS[group], changed);
}
