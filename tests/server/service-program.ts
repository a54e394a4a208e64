/** The service as a program of its own: started, asked over HTTP, killed. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

import { laterPorts } from '../support/free-port.ts';
import { SHORT_LIVED } from '../support/short-lived.ts';

const POLL_MS = 20;

export type Environment = Readonly<Record<string, string>>;

/** Runs a command of the program (`unpackedProgram`) to its end; what it printed. */
async function runCommand(
  program: string,
  environment: Environment,
  ...args: readonly string[]
): Promise<string> {
  const child = spawn(process.execPath, [...SHORT_LIVED, program, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors]: string[][] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out!.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors!.push(text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')}: ${String(code)}\n${errors!.join('')}`);
  return out!.join('');
}

/** Makes an API key with these scopes, as an operator does. */
export async function createKey(
  program: string,
  environment: Environment,
  scopes: readonly string[],
): Promise<string> {
  const args = ['keys', 'create', '--name', 'test', '--scopes', scopes.join(',')];
  const printed = await runCommand(program, environment, ...args);
  return /tsk_[0-9a-z]{8}_[\w-]{43}/.exec(printed)![0];
}

export interface RunningService {
  /** The origin of each listener. */
  readonly origins: Readonly<Record<'public' | 'api' | 'operations', string>>;
  readonly log: readonly string[];
  readonly isAlive: () => boolean;
  /** Ends it at once; resolves when it has ended. */
  readonly kill: () => Promise<void>;
  /** Asks it to end, as by hand; resolves to its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Three ports that a service can have again and again. */
export async function servicePorts(): Promise<Environment> {
  const [first, second, third] = await laterPorts(3);
  return { PORT: String(first), API_PORT: String(second), OPS_PORT: String(third) };
}

/** @param environment with the ports of {@link servicePorts} */
export async function startService(
  program: string,
  environment: Environment,
): Promise<RunningService> {
  const child = spawn(process.execPath, [...SHORT_LIVED, program, 'serve'], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const origin = (name: string) => `http://127.0.0.1:${environment[name]!}`;
  const service: RunningService = {
    origins: {
      public: origin('PORT'),
      api: origin('API_PORT'),
      operations: origin('OPS_PORT'),
    },
    log,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
  await untilReady(service, child);
  return service;
}

async function untilReady({ origins, log }: RunningService, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The service ended:\n${log.join('')}`);
    if (child.signalCode !== null) return;
    const answer = await fetch(`${origins.operations}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
