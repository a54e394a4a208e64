/** Which parts of the chain of events can be checked. */
import { beforeAll, expect, it } from 'vitest';

import { ArgumentError } from '../../src/issuer/argument-error.ts';
import type { IssuerFixture } from './issuer-fixture.ts';
import { createIssuerFixture } from './issuer-fixture.ts';

let at: IssuerFixture;
beforeAll(async () => {
  at = createIssuerFixture();
  for (const owner of ['a', 'b', 'c']) await at.issuer.eraseOwner({ owner });
});

it.each([
  [{ from: 3 }, 1],
  [{ from: 4 }, 0],
  [{ from: 2, to: 2 }, 1],
  [{ from: 2, to: 9 }, 2],
])('checks %j', async (range, checked) => {
  expect(await at.issuer.audit.check(range)).toEqual({ ok: true, checked });
});

it.each([[{ from: 5 }], [{ from: 900, to: 901 }], [{ from: 3, to: 2 }]])(
  'takes %j for a mistake, not for a broken chain',
  async (range) => {
    const thrown = await at.issuer.audit.check(range).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ArgumentError);
    expect((thrown as ArgumentError).errors).toMatchObject([{ field: 'from' }]);
  },
);

it('finds a chain that ends before a head that was noted, whatever the range', async () => {
  const head = { number: 9, link: 'AAAA' };
  for (const range of [{ head }, { from: 10, head }])
    expect(await at.issuer.audit.check(range)).toMatchObject({ ok: false });
});
