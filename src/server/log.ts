/**
 * The service's log: JSON lines that name requests, route templates and keys, and never a body, a
 * header, a value of a path, an owner or a code.
 */
import pino from 'pino';

import { TesseraError } from '../core/errors.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What is told of one answered request. */
interface Answered {
  readonly request: string;
  readonly listener: 'api' | 'public' | 'operations';
  /** `POST /v1/owners/{owner}/verify-otp`; `none` where nothing matches. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly key?: string;
  readonly brand?: string;
}

export interface Log {
  readonly answered: (answered: Answered) => void;
  /** Tells what nobody foresaw, by its kind and place: a message may hold what was sent. */
  readonly thrown: (thrown: unknown, request?: string) => void;
  readonly info: (facts: Readonly<Record<string, unknown>>, sentence: string) => void;
  readonly warn: (facts: Readonly<Record<string, unknown>>, sentence: string) => void;
}

/** Where lines go. */
export interface Lines {
  readonly write: (line: string) => void;
}

/** @param to where lines go; standard output unless told */
export function createLog(level: LogLevel, to?: Lines): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const log = to ? pino(options, to) : pino(options);
  return {
    answered: (answered) => log.info(answered, 'answered'),
    thrown: (thrown, request) =>
      log.error({ ...(request && { request }), ...factsOf(thrown) }, 'unexpected'),
    info: (facts, sentence) => log.info(facts, sentence),
    warn: (facts, sentence) => log.warn(facts, sentence),
  };
}

/** Where an error came from, and its code; of its own words only those that hold no value. */
function factsOf(thrown: unknown): Readonly<Record<string, unknown>> {
  if (!(thrown instanceof Error)) return { error: typeof thrown };
  const { name, stack = '' } = thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: name,
    ...(code !== undefined && { code }),
    ...(thrown instanceof TesseraError && thrown.field !== undefined && { field: thrown.field }),
    at: frames.map((frame) => frame.trim()),
  };
}
