/** Runs the transfer that is on the screen; each purpose's runner is loaded when it begins. */
import type { ProofHandle } from '../../core/authentication.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type { Intent, PlainRoute } from '../../core/navigation/route-types.ts';
import type {
  KnownPurpose,
  TransferAction,
  TransferMachines,
  TransferPurpose,
  TransferView,
} from '../../core/transfer/types.ts';
import { loadWithin } from '../../platform/load-within.ts';
import type { Found } from '../../symbology/reader.ts';
import type { Vault } from '../../vault/types.ts';
import type { AuthSession } from '../auth-session.ts';
import type { OfferedAccounts } from './offered-accounts.ts';

/** What a purpose's runner gets of the app. */
export interface TransferContext {
  readonly vault: Vault;
  readonly authSession: AuthSession;
  /** What a code offered before the transfer began. */
  readonly offered: OfferedAccounts;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Asks the browser to keep what is stored. */
  readonly persist: () => Promise<unknown>;
  /** Calls for a look at the state. */
  readonly changed: () => void;
  /** Ends the transfer and leads on. */
  readonly leave: (to: PlainRoute) => void;
  /** Asks for what an intent needs, for example the PIN once more. */
  readonly pursue: (intent: Intent) => void;
}

/** How a code was seen: by this phone's camera, now, or in a picture of any origin. */
export type SeenBy = 'camera' | 'picture';

/** A transfer under way. What it keeps in memory is overwritten by `end`. */
export interface TransferRun<P extends KnownPurpose> {
  readonly state: TransferMachines[P]['state'];
  readonly scans: boolean;
  /** Whether another app's file is waited for; absent: never. */
  readonly takesFile?: boolean;
  /** It begins, or goes on after a lock, with a fresh proof. */
  readonly start: (proof: ProofHandle | undefined) => void;
  readonly act: (event: TransferMachines[P]['event']) => void;
  /** Back, Escape or the system's gesture. */
  readonly back: () => void;
  /** What the camera or a picture showed, or why a picture could not be read. */
  readonly seen: (found: readonly Found[] | ErrorCode, by: SeenBy) => void;
  readonly pasted: (text: string) => void;
  /** The proof is gone; a write under way ends first. */
  readonly locked: () => void;
  readonly hidden: () => void;
  readonly end: () => void;
}

/** A run whose purpose is not known here: whoever made the action knows it. */
type AnyRun = Omit<TransferRun<KnownPurpose>, 'state' | 'act'> & {
  readonly state: unknown;
  readonly act: (event: never) => void;
};

/** For each purpose what loads the function that makes its run. */
export type TransferLoaders = {
  readonly [P in TransferPurpose]?: () => Promise<(context: TransferContext) => AnyRun>;
};

export interface Transfers {
  readonly view: TransferView | undefined;
  /** Whether another app's file is waited for. */
  readonly takesFile: boolean;
  readonly start: (purpose: TransferPurpose, proof: ProofHandle | undefined) => Promise<void>;
  readonly act: (action: TransferAction) => void;
  readonly back: () => void;
  readonly seen: (found: readonly Found[] | ErrorCode, by: SeenBy) => void;
  readonly pasted: (text: string) => void;
  readonly locked: () => void;
  readonly hidden: () => void;
  /** The route has left the transfer for good. */
  readonly left: () => void;
}

export function createTransfers(
  context: TransferContext,
  loaders: TransferLoaders,
  failed: (code: ErrorCode) => void,
): Transfers {
  let run: AnyRun | undefined;
  let running: TransferPurpose | undefined;

  function left(): void {
    run?.end();
    [run, running] = [undefined, undefined];
  }

  async function start(purpose: TransferPurpose, proof: ProofHandle | undefined): Promise<void> {
    try {
      if (running !== purpose) {
        left();
        running = purpose;
        const load = loaders[purpose];
        if (!load) throw new TesseraError('WRONG_STATE');
        const create = await loadWithin(load());
        if (running !== purpose) return;
        run = create(context);
      }
      run?.start(proof);
    } catch (thrown) {
      left();
      failed(asTesseraError(thrown).code);
    }
  }

  return {
    get view() {
      if (!run) return undefined;
      const { state, scans } = run;
      // The type of purpose and state is one choice, which the compiler cannot follow.
      return { purpose: running, state, scans } as TransferView;
    },
    get takesFile() {
      return run?.takesFile === true;
    },
    start,
    act: (action) => {
      if (action.purpose === running) run?.act(action.event as never);
    },
    back: () => run?.back(),
    seen: (found, by) => run?.seen(found, by),
    pasted: (text) => run?.pasted(text),
    locked: () => run?.locked(),
    hidden: () => run?.hidden(),
    left() {
      left();
      context.offered.wipe();
    },
  };
}
