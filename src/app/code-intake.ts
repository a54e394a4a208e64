/** Takes codes in, by camera, picture, paste or link, and hands each to the activation machine. */
import type { ScanProblem } from '../core/activation/step-parts.ts';
import type { Activation, ActivationEvent } from '../core/activation/types.ts';
import { toPastedText } from '../core/codec/message-text.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { NavigationEvent } from '../core/navigation/types.ts';
import type { CodeOwner, Collecting } from '../core/view.ts';
import type { Found } from '../symbology/reader.ts';
import { isOtherServers } from './account-code.ts';
import { createAccountIntake } from './account-intake.ts';
import type { ClassifiedCode } from './classify-code.ts';
import {
  accountsAlone,
  chooseCode,
  classifyCode,
  classifyText,
  distinctCodes,
  fromLink,
  withOwner,
} from './classify-code.ts';
import type { Offered } from './transfer/offered-accounts.ts';

/** Something from outside the app: another site can cause both, so neither acts without a tap. */
export type IncomingCode =
  | { readonly by: 'link'; readonly address: string }
  | { readonly by: 'picture' | 'export'; readonly read: () => void }
  /** A picture is being read. */
  | { readonly by: 'reading'; readonly cancel: () => void };

/** What waits for the person's confirmation before it is read. */
export interface WaitingCodes {
  readonly incoming: IncomingCode | undefined;
  /** Several codes of one picture or text. */
  readonly choices: readonly ClassifiedCode[];
  /** Codes of an export that were read, while others are missing. */
  readonly collecting?: Collecting | undefined;
}

export interface CodeIntakeContext {
  readonly route: () => Route;
  readonly sendNavigation: (event: NavigationEvent) => void;
  /** The wizard's step. */
  readonly step: () => Activation['step'];
  /** Whether the scanner is open for any code, not for one that an activation waits for. */
  readonly isOpenScan: () => boolean;
  readonly sendActivation: (event: ActivationEvent) => void;
  /** Opens a scanned request; resolves to the event that shows it. */
  readonly openRequest: (message: MessageOf<'channel'>) => Promise<NavigationEvent>;
  /** Whether other servers' accounts are kept at all. */
  readonly otherAccounts: boolean;
  /** Why the first code of an enrolment at another server leads no further. */
  readonly enrolmentProblem: (text: string) => ScanProblem | undefined;
  /** Whether another app's file would be read now. */
  readonly takesFile: () => boolean;
  /** Leads to the screens that bring them in. */
  readonly offer: (offered: Offered) => void;
  /** Who has an activation, by its id: of the accounts, and of the one that is under way. */
  readonly ownerOf: (activation: string) => CodeOwner | undefined;
  readonly waiting: () => WaitingCodes;
  readonly show: (change: Partial<WaitingCodes>) => void;
}

export interface CodeIntake {
  /** **Scan Code**. */
  readonly open: () => void;
  /** Takes text pasted on Home, among the requests or in the wizard; elsewhere it is ignored. */
  readonly pasted: (text: string) => void;
  /**
   * Takes what the camera or a picture showed: one code is read, several are offered, none is
   * reported, as is why a picture could not be read at all.
   */
  readonly seen: (found: readonly Found[] | ErrorCode) => void;
  readonly chosen: (index: number) => void;
  /** Reads what came from outside, where a code is expected; elsewhere the offer stays. */
  readonly useIncoming: () => void;
  /** A link's code as text to be pasted. */
  readonly incomingText: () => string;
  /** **Bring in these**. */
  readonly useCollected: () => void;
  /** The wizard is at another step: overwrites what was collected at the scanner. */
  readonly stepped: (step: Activation['step']) => void;
  /** Shows a request that was scanned instead of an activation, unless `signal` was aborted. */
  readonly openRequest: (message: MessageOf<'channel'>, signal: AbortSignal) => Promise<void>;
}

/** Routes that take pasted text; Home is one of them also while a card is open there. */
const PASTE_ROUTES: ReadonlySet<Route['at']> = new Set(['home', 'otp', 'requests', 'wizard']);

/** Steps at which a code means something. */
const WANT_CODES: ReadonlySet<Activation['step']> = new Set<Activation['step']>([
  'scan-first',
  'device-code',
  'scan-second',
]);

/** Steps at which the scanner is open for another code of an export. */
const AT_SCANNER: ReadonlySet<Activation['step']> = new Set<Activation['step']>([
  'scan-first',
  'reading-first',
]);

export function createCodeIntake(context: CodeIntakeContext): CodeIntake {
  const { route, step, sendNavigation, sendActivation, ownerOf, waiting, show } = context;

  function open(): void {
    if (route().at !== 'wizard') sendNavigation({ type: 'wizard-opened' });
    if (route().at === 'wizard' && step() === 'idle')
      sendActivation({ type: 'started', purpose: { kind: 'activate' } });
  }

  function refuse(problem: ScanProblem): void {
    open();
    sendActivation({ type: 'code-refused', problem });
  }

  const accounts = createAccountIntake({
    allowed: context.otherAccounts,
    canLeave: () => (route().at === 'wizard' ? context.isOpenScan() : PASTE_ROUTES.has(route().at)),
    refuse,
    enrolmentProblem: context.enrolmentProblem,
    offer(offered) {
      if (route().at === 'wizard') sendActivation({ type: 'account-offered' });
      context.offer(offered);
    },
    collecting(collecting) {
      if (collecting) open();
      show({ collecting });
    },
  });

  function read(code: ClassifiedCode): void {
    if ('account' in code) return accounts.take([code.account]);
    if ('problem' in code) {
      const { problem } = code;
      const isUnwanted = !context.otherAccounts && isOtherServers(problem.seen);
      return refuse(isUnwanted ? { ...problem, seen: 'own-only' } : problem);
    }
    open();
    sendActivation({ type: 'message-read', message: code.message });
  }

  function take(found: readonly ClassifiedCode[]): void {
    const codes = distinctCodes(found);
    const together = accountsAlone(codes);
    const chosen = chooseCode(codes);
    if (together) accounts.take(together);
    else if (chosen) read(chosen);
    else show({ choices: codes.map((code) => withOwner(code, ownerOf)) });
  }

  /** A code came in: no picture's is waited for any longer. */
  function endReading(): void {
    const { incoming } = waiting();
    if (incoming?.by !== 'reading') return;
    incoming.cancel();
    show({ incoming: undefined });
  }

  return {
    open,
    pasted(text) {
      const { at } = route();
      if (!PASTE_ROUTES.has(at)) return;
      endReading();
      take(classifyText(text));
    },
    seen(found) {
      endReading();
      if (typeof found === 'string') {
        refuse({ code: found });
        return;
      }
      if (found.length === 0) {
        refuse({ code: 'NO_CODE_IN_PICTURE' });
        return;
      }
      take(found.flatMap(classifyCode));
    },
    chosen(index) {
      const code = waiting().choices[index];
      show({ choices: [] });
      if (code) read(code);
    },
    useIncoming() {
      const { incoming } = waiting();
      if (!incoming || incoming.by === 'reading') return;
      if (incoming.by === 'export') {
        if (!context.takesFile()) return;
        show({ incoming: undefined });
        incoming.read();
        return;
      }
      open();
      if (route().at !== 'wizard' || !WANT_CODES.has(step())) return;
      show({ incoming: undefined });
      if (incoming.by === 'link') take(classifyText(incoming.address).map(fromLink));
      else incoming.read();
    },
    incomingText() {
      const { incoming } = waiting();
      if (incoming?.by !== 'link') return '';
      const code = chooseCode(classifyText(incoming.address));
      return code !== undefined && 'message' in code
        ? toPastedText(code.message.bytes)
        : incoming.address.slice(incoming.address.indexOf('#') + 1);
    },
    useCollected: accounts.useCollected,
    stepped(at) {
      if (!AT_SCANNER.has(at)) accounts.drop();
    },
    async openRequest(message, signal) {
      const opened = await context.openRequest(message);
      if (!signal.aborted) sendNavigation(opened);
    },
  };
}
