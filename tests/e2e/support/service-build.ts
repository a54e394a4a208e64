/** The app that may call services on this computer. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkerInfo } from '@playwright/test';

import { freePort } from '../../support/free-port.ts';
import { madeOnce } from '../../support/made-once.ts';
import { serveApp } from './authenticator-page.ts';
import { buildInto } from './custom-builds.ts';

export interface ServiceBuild {
  readonly url: string;
  /** Of the two services that the app may call. */
  readonly ports: readonly [number, number];
  close(): void;
}

const PORTS = 'ports.json';

async function buildForServices(folder: string, workers: number): Promise<void> {
  const ports = await Promise.all(Array.from({ length: 2 * workers }, freePort));
  writeFileSync(join(folder, PORTS), JSON.stringify(ports));
  buildInto(folder, { services: ports.map((port) => `http://localhost:${port}`) });
}

/** Serves it for one worker of a run; the workers share its files, each has ports of its own. */
export async function serveForServices({
  config: { workers },
  parallelIndex,
}: WorkerInfo): Promise<ServiceBuild> {
  const folder = await madeOnce('app-for-services', (empty) => buildForServices(empty, workers));
  const ports = JSON.parse(readFileSync(join(folder, PORTS), 'utf8')) as number[];
  const [one, other] = ports.slice(2 * parallelIndex);
  return { ...(await serveApp(folder)), ports: [one!, other!] };
}
