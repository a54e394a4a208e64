/** The calls of the page: each is one call of the issuer library, and its outcome as JSON. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Issuer } from '../../issuer/issuer.ts';
import { activationOf, cancelPending, overviewOf } from './customers.ts';
import { problem, refused } from './problems.ts';
import { customer, ownOnly, smallBody, typedCode } from './requests.ts';
import type { Env } from './requests.ts';

export function createCalls(issuer: Issuer, authenticator?: string): Hono<Env> {
  const calls = new Hono<Env>();
  calls.use(customer, smallBody);
  calls.use('/activations/:id/*', ownOnly(issuer));
  calls.use('/devices/:id/*', ownOnly(issuer));

  calls.get('/overview', async (c) =>
    c.json(await overviewOf(issuer, c.get('customer'), authenticator)),
  );

  calls.post('/activations', async (c) => {
    const owner = c.get('customer');
    await cancelPending(issuer, owner);
    const { id } = await issuer.begin({ owner, label: 'Current account' });
    return current(c, id);
  });

  calls.delete('/activations/:id', async (c) => {
    const id = c.req.param('id');
    const pending = (await issuer.inspect(id))?.message !== undefined;
    if (pending) await issuer.revoke(id);
    return c.body(null, 204);
  });

  calls.post('/activations/:id/device-code', async (c) => {
    const id = c.req.param('id');
    const outcome = await issuer.acceptDeviceCode(id, await typedCode(c));
    return outcome.ok ? current(c, id) : refused(c, outcome);
  });

  calls.post('/activations/:id/activation-code', async (c) => {
    const outcome = await issuer.confirm(c.req.param('id'), await typedCode(c));
    return outcome.ok ? c.json({ serial: outcome.serial }) : refused(c, outcome);
  });

  calls.post('/devices/:id/one-time-password', async (c) => {
    const outcome = await issuer.verifyOtp(c.req.param('id'), await typedCode(c));
    return outcome.ok ? c.json({ serial: outcome.serial }) : refused(c, outcome);
  });

  calls.all('*', (c) => problem(c, { error: 'BAD_REQUEST' }, 404));
  return calls;

  /** The activation as it stands after a call that has moved it on. */
  async function current(c: Context, id: string): Promise<Response> {
    const instance = await issuer.inspect(id);
    const activation = instance && activationOf(instance, authenticator);
    return activation ? c.json(activation) : problem(c, { error: 'WRONG_STATE' });
  }
}
