/** The built bank alone, in a process of its own, its accounts in memory. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { freePort } from '../../support/free-port.ts';

const SERVER = fileURLToPath(new URL('../../../dist/bank/server/main.js', import.meta.url));

export interface BankServer {
  readonly url: string;
  close(): void;
}

/**
 * Resolves once it answers.
 * @param environment besides its port and store
 */
export async function openBank(environment: NodeJS.ProcessEnv = {}): Promise<BankServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [SERVER], {
    env: { ...process.env, BANK_PORT: String(port), BANK_STORE: 'memory', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The bank ended with ${code}`)));
  });
  return { url: `http://localhost:${port}/`, close: () => void child.kill('SIGTERM') };
}
