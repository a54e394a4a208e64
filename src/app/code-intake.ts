/** Codes that arrive, however they come: by camera, picture, paste or link; they lead to the wizard's step that they belong to. */
import type { Activation } from '../core/activation/types.ts';
import type { Route, NavigationEvent } from '../core/navigation/types.ts';
import type { Choice } from '../core/view.ts';
import type { Found } from '../symbology/reader.ts';
import type { Services } from './services.ts';

/** Something from outside the app: another site can bring both about, so neither acts without a tap. */
export type Arrival =
  | { readonly by: 'link'; readonly address: string }
  | { readonly by: 'picture'; readonly read: () => void };

/** What waits for the person's word before it is read. */
export interface Waiting {
  readonly arrival: Arrival | undefined;
  /** Several codes of one picture. */
  readonly choices: readonly { readonly found: Found; readonly choice: Choice }[];
}

export interface CodeIntakeContext {
  readonly route: () => Route;
  readonly sendSession: (event: NavigationEvent) => void;
  readonly withServices: (use: (services: Services) => void) => void;
  readonly waiting: () => Waiting;
  readonly show: (change: Partial<Waiting>) => void;
}

export interface CodeIntake {
  /** **Scan Code**. */
  open(): void;
  /** Text that was pasted on Home, among the requests or in the wizard; anywhere else it means nothing. */
  pasted(text: string): void;
  /** What the camera or a picture showed: one code is read, several are offered, none is said; `undefined` where nobody could look. */
  seen(found: readonly Found[] | undefined): void;
  chosen(index: number): void;
  /** Takes up what arrived, where a code is wanted: else the offer stays. */
  useArrival(): void;
  /** A link's code as text to be pasted. */
  arrivalText(): string;
}

/** Steps at which a code means something. */
const WANT_CODES: ReadonlySet<Activation['step']> = new Set<Activation['step']>([
  'scan-first',
  'device-code',
  'scan-second',
]);

export function createCodeIntake(context: CodeIntakeContext): CodeIntake {
  const { route, sendSession, withServices, waiting, show } = context;

  const open = (): void => {
    if (route().at !== 'wizard') sendSession({ type: 'wizard-opened' });
    if (route().at !== 'wizard') return;
    withServices(({ activation }) => {
      if (activation.state.step === 'idle')
        activation.send({ type: 'started', purpose: { kind: 'activate' } });
    });
  };
  const text = (read: string): void => {
    open();
    withServices(({ textSeen }) => textSeen(read));
  };
  const refuse = (code: 'FOREIGN_IMAGE' | 'NO_CODE_IN_PICTURE' | 'UNEXPECTED'): void => {
    open();
    withServices(({ activation }) => activation.send({ type: 'code-refused', notice: { code } }));
  };
  const read = (found: Found): void => {
    if (found.kind === 'qr') return text(found.text);
    if (found.kind === 'foreign-cryptogram') return refuse('FOREIGN_IMAGE');
    open();
    withServices(({ messageSeen }) => messageSeen(found.bytes));
  };

  return {
    open,
    pasted(pasted) {
      const { at } = route();
      if (at === 'home' || at === 'requests' || at === 'wizard') text(pasted);
    },
    seen(found) {
      withServices(({ classify: sights }) => {
        if (!found) return refuse('UNEXPECTED');
        const one = sights.meant(found);
        if (one) read(one);
        else if (found.length === 0) refuse('NO_CODE_IN_PICTURE');
        else
          show({ choices: found.map((each) => ({ found: each, choice: sights.describe(each) })) });
      });
    },
    chosen(index) {
      const one = waiting().choices[index];
      show({ choices: [] });
      if (one) read(one.found);
    },
    useArrival() {
      const { arrival } = waiting();
      if (!arrival) return;
      open();
      withServices(({ activation }) => {
        if (route().at !== 'wizard' || !WANT_CODES.has(activation.state.step)) return;
        show({ arrival: undefined });
        if (arrival.by === 'link') text(arrival.address);
        else arrival.read();
      });
    },
    arrivalText() {
      const { arrival } = waiting();
      return arrival?.by === 'link' ? arrival.address.slice(arrival.address.indexOf('#') + 1) : '';
    },
  };
}
