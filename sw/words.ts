/**
 * What notifications say. The worker has no window and no table of the screens: these few
 * sentences are its own.
 */
import type { RequestKind } from '../src/core/codec/messages.ts';

/** `{title}` stands for a value. */
export const WORDS = {
  login: 'A login waits for your answer.',
  transaction: 'A transaction waits for your answer.',
  titled: '{kind} {title}',
  /** Whatever could not be told apart: it never says less, and never more. */
  neutral: 'Open the app to see what is waiting.',
} as const satisfies Record<RequestKind | 'titled' | 'neutral', string>;
