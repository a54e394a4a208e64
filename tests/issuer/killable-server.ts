/**
 * A server that lives for a few calls, `node killable-server.js folder key [[call, argument …] …]`:
 * killed by itself afterwards, or by its parent at work.
 */
import { writeSync } from 'node:fs';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { openPgliteStore } from '../../src/issuer/stores/pglite-store.ts';
import { START } from './issuer-fixture.ts';
import { line } from './killable-lines.ts';

const calls: Record<string, (issuer: Issuer, ...args: string[]) => Promise<unknown>> = {
  begin: (issuer) => issuer.begin({ owner: 'customer', serial: 'ONE-ACCOUNT' }),
  inspect: (issuer, id) => issuer.inspect(id!),
  list: (issuer) => issuer.list('customer'),
  acceptDeviceCode: (issuer, id, code) => issuer.acceptDeviceCode(id!, code!),
  confirm: (issuer, id, code) => issuer.confirm(id!, code!),
  verifyOtp: (issuer, id, code) => issuer.verifyOtp(id!, code!),
  createRequest: (issuer, id) => issuer.createRequest(id!, { kind: 'login', title: 'Sign in' }),
  listRequests: (issuer, id) => issuer.listRequests({ instance: id! }, 0),
  verifyResponse: (issuer, id, code) => issuer.verifyResponse(id!, code!),
};

const [folder, key, list] = process.argv.slice(2);
const store = await openPgliteStore({ folder: folder!, key: key! });
const issuer = createIssuer({
  name: 'Northwind Bank',
  key: await store.issuerKey(),
  store,
  now: () => START,
});
say('calling');
const answers: unknown[] = [];
for (const [call, ...args] of JSON.parse(list!) as [string, ...string[]][])
  answers.push(await calls[call]!(issuer, ...args));
say(line(answers));
process.kill(process.pid, 'SIGKILL');

function say(text: string): void {
  writeSync(1, `${text}\n`);
}
