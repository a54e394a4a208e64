/** What the parts of the app share. */
import type { NavigationEvent, NavigationState } from '../core/navigation/types.ts';
import type { AppOptions } from './app-types.ts';
import type { ViewPort } from './app-view.ts';
import type { Lazy } from './lazy.ts';
import type { Runner } from './runner.ts';
import type { Services } from './services-types.ts';
import type { SnapshotReader } from './snapshot-reader.ts';

export interface AppContext {
  readonly options: AppOptions;
  readonly vault: Pick<SnapshotReader, 'current'>;
  readonly navigation: Runner<NavigationState, NavigationEvent>;
  readonly services: Lazy<Services>;
  readonly view: ViewPort;
}
