/** `npm run dev`: both addresses answer from source, and nothing is left of it at the end. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { CUSTOMER_HEADER } from '../../src/bank/api.ts';
import { freePort } from '../support/free-port.ts';

const DEV = fileURLToPath(new URL('../../scripts/dev.mjs', import.meta.url));

function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes(words)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`npm run dev ended with ${code}: ${output}`)));
  });
}

const textOf = (url: string) => fetch(url).then((answer) => answer.text());

it('serves the authenticator and the bank on the ports that are named', async () => {
  const [app, bank] = [await freePort(), await freePort()];
  const [appUrl, bankUrl] = [`http://localhost:${app}`, `http://localhost:${bank}`];
  const environment = { ...process.env, AUTHENTICATOR_PORT: `${app}`, BANK_PORT: `${bank}` };
  const child = spawn(process.execPath, [DEV], {
    env: { ...environment, BANK_STORE: 'memory' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await said(child, 'Ctrl-C');
    expect(await textOf(appUrl)).toContain('<title>Tessera</title>');
    // Where Vite puts the app's constants.
    expect(await textOf(`${appUrl}/@vite/env`)).toContain(bankUrl);
    expect(await textOf(bankUrl)).toContain('<bank-page>');

    const headers = { [CUSTOMER_HEADER]: '0'.repeat(32) };
    const json = { ...headers, 'Content-Type': 'application/json' };
    await fetch(`${bankUrl}/api/sign-in`, { method: 'POST', headers: json, body: '{}' });
    const overview = await fetch(`${bankUrl}/api/overview`, { headers });
    expect([overview.status, await overview.json()]).toEqual([200, expect.anything()]);

    const asks = (origin: string) =>
      fetch(`${bankUrl}/service/requests`, {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
      });
    const allowed = await asks(appUrl);
    expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe(appUrl);
    expect((await asks('http://localhost:1')).status).toBe(403);
  } finally {
    child.kill('SIGINT');
  }
  expect(await ended).toBe(0);
  await expect(fetch(appUrl)).rejects.toThrow();
  await expect(fetch(bankUrl)).rejects.toThrow();
});
