/** The state of the page: one value, replaced as a whole by visit.ts. */
import type {
  Asked,
  Device,
  ImageKind,
  Loss,
  PageActivation,
  PageRequest,
  Power,
  Shown,
} from '../issuer/http/page-api.ts';
import type { CallProblem } from './connection-types.ts';
import { keptImageKind } from './image-kind.ts';
import type { KitEvent } from './kit-events.ts';
import { refusalEvent } from './kit-events.ts';
import type { Form } from './outcome-text.ts';
import { problemWords } from './outcome-text.ts';
import type { Text } from './words.ts';

/** What the first card shows. */
export type Stage =
  | { readonly at: 'asking' }
  | { readonly at: 'unreachable' }
  | { readonly at: 'signed-out' }
  | { readonly at: 'start' }
  | { readonly at: 'pending'; readonly activation: PageActivation }
  /** `replaces`: the device that the lost activation was to replace. */
  | { readonly at: 'lost'; readonly why: Loss; readonly replaces?: string };

/** A new object for each refusal, so that the same one twice is told twice. */
export interface FormError {
  readonly form: Form;
  readonly code: CallProblem['error'];
  readonly text: Text;
  readonly event: KitEvent;
}

/** What came of the last code, of a request, or of a device. */
interface Feedback {
  readonly about: 'activation' | 'one-time-password' | 'request' | 'device';
  readonly name:
    | 'active'
    | 'accepted'
    | 'refused'
    | 'approved'
    | 'denied'
    | 'expired'
    | 'cancelled'
    | 'blocked'
    | 'revoked'
    | 'paused'
    | 'clock'
    | 'not-me'
    | 'renamed';
  readonly text: Text;
  /** What the site is told besides. */
  readonly events?: readonly KitEvent[];
}

export interface VisitState {
  readonly stage: Stage;
  /** What the session may do; undefined where it may do everything. */
  readonly may: readonly Power[] | undefined;
  /** Newest first. */
  readonly devices: readonly Device[];
  /** The request that waits for its answer. */
  readonly request: PageRequest | undefined;
  /** What is asked in other windows, newest first. */
  readonly elsewhere: readonly Asked[];
  /** The image that removes an account from the authenticator, and of which device. */
  readonly deactivation: ({ readonly device: string } & Shown) | undefined;
  /** The server's clock minus this one, in seconds. */
  readonly clockOffset: number;
  /** The device that is to be activated again. */
  readonly replacing: string | undefined;
  /** The kind of image that the person scans. */
  readonly imageKind: ImageKind;
  /** The form whose answer is awaited. */
  readonly busy: Form | 'none';
  readonly error: FormError | undefined;
  readonly feedback: Feedback | undefined;
}

export function firstView(): VisitState {
  return {
    stage: { at: 'asking' },
    may: undefined,
    devices: [],
    request: undefined,
    elsewhere: [],
    deactivation: undefined,
    replacing: undefined,
    clockOffset: 0,
    imageKind: keptImageKind(),
    busy: 'none',
    error: undefined,
    feedback: undefined,
  };
}

/** Returns true if the session has this power: what it lacks is not offered. */
export function isAllowed({ may }: Pick<VisitState, 'may'>, power: Power): boolean {
  return may === undefined || may.includes(power);
}

/** `clockOffset`: the server's clock minus this one, in seconds. */
export function withFormError(
  form: Form,
  problem: CallProblem,
  clockOffset = 0,
): Pick<VisitState, 'error'> {
  const text: Text = (t) => problemWords(t, form, problem, clockOffset);
  return { error: { form, code: problem.error, text, event: refusalEvent(problem) } };
}
