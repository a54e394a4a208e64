/** Whom a call's path is about: so its kept answer goes with its owner. */
import { expect, it } from 'vitest';

import { ownerOfParams } from '../../src/server/refs.ts';
import { activate, createIssuerFixture, granted } from '../issuer/issuer-fixture.ts';

it('finds the owner by each name that a path may have', async () => {
  const at = createIssuerFixture();
  const { issuer, store } = at;
  const { id } = await activate(at);
  const { serial } = (await store.instance(id))!;
  const begun = granted(await issuer.begin({ owner: 'customer' }));
  const asked = granted(await issuer.createRequest(id, { kind: 'login', title: 'Sign in' }));
  const paths = [
    { owner: 'customer' },
    { ref: id },
    { ref: `serial:${serial}` },
    { id: begun.id },
    { id: asked.id },
  ];
  for (const path of paths)
    expect(await ownerOfParams(store, path), JSON.stringify(path)).toBe('customer');
  for (const path of [{}, { ref: 'serial:none' }, { id: '0'.repeat(16) }, { id: 'x\0' }])
    expect(await ownerOfParams(store, path), JSON.stringify(path)).toBeUndefined();
});
