/** `tessera-issuer serve`: runs until it is told to end. */
import type { Configuration } from '../configuration.ts';
import { listen } from '../listeners.ts';
import type { Log } from '../log.ts';
import { createLog } from '../log.ts';
import { openService } from '../open.ts';

/** Milliseconds in which load balancers learn that no call should come here any more. */
const NOTICE_MS = 5000;

/** Serves; resolves once it has ended. @throws Error with a sentence where it cannot begin */
export async function serve(configuration: Configuration): Promise<void> {
  const log = createLog(configuration.logLevel);
  const ended = waitForSignal();
  const { service, close } = await openService(configuration, log);
  const listeners = await listen(service, configuration).catch(async (thrown: unknown) => {
    await close();
    throw thrown;
  });
  tell(configuration, listeners.ports, log);
  const signal = await ended;
  log.info({ signal }, 'ending');
  service.drain();
  // Who ends it by hand has no load balancer.
  if (signal === 'SIGTERM') await pause(NOTICE_MS);
  service.endWaits();
  await listeners.close();
  await close();
  log.info({}, 'ended');
}

function waitForSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

function tell({ listeners, isDevelopment }: Configuration, ports: Ports, log: Log): void {
  const at = (name: keyof Ports): string => `${listeners[name].host}:${ports[name]}`;
  if (isDevelopment) log.warn({}, 'PUBLIC_URL is unset: this is a server for development.');
  log.info({ public: at('public'), api: at('api'), operations: at('operations') }, 'serving');
}

type Ports = Awaited<ReturnType<typeof listen>>['ports'];

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
