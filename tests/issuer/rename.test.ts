/** Names of devices: the person's own, at the site alone, and kept by a new phone. */
import { expect, it } from 'vitest';

import { fromHex } from '../../src/core/codec/bytes.ts';
import { readText, toQrText } from '../../src/core/codec/message-text.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import type { IssuerFixture } from './issuer-fixture.ts';
import { activate, bind, createIssuerFixture, granted, refused } from './issuer-fixture.ts';

const identified = { identifiedAsAtEnrolment: true } as const;
const nameOf = async ({ issuer }: IssuerFixture, id: string) => (await issuer.inspect(id))?.name;

it('is given at any time, changed, and told with the instance', async () => {
  const at = createIssuerFixture();
  const begun = granted(await at.issuer.begin({ owner: 'customer' }));
  expect(await nameOf(at, begun.id)).toBeUndefined();
  expect(granted(await at.issuer.rename(begun.id, 'Kitchen tablet')).name).toBe('Kitchen tablet');
  const { id } = await activate(at, begun);
  expect(await nameOf(at, id)).toBe('Kitchen tablet');
  granted(await at.issuer.rename(id, '📱'));
  granted(await at.issuer.revoke(id));
  granted(await at.issuer.rename(id, 'Ærø’s old one'));
  expect((await at.issuer.list('customer'))[0]).toMatchObject({
    id,
    name: 'Ærø’s old one',
    state: 'REVOKED',
  });
});

it('is nothing that a message tells', async () => {
  const at = createIssuerFixture();
  const begun = granted(await at.issuer.begin({ owner: 'customer' }));
  granted(await at.issuer.rename(begun.id, 'Pocket'));
  const bound = await bind(at, begun);
  granted(await at.issuer.confirm(bound.id, bound.account.activationCode));
  const next = granted(await at.issuer.beginReplacement(bound.id, identified));
  const { message } = await readFirstMessage(next.firstMessage);
  expect(Object.values(message)).not.toContain('Pocket');
  for (const sent of [begun.firstMessage, next.firstMessage, readText(toQrText(next.firstMessage))])
    expect(Buffer.from(sent).includes('Pocket')).toBe(false);
  expect(Object.values(bound.account.message)).not.toContain('Pocket');
  expect(fromHex(next.id)).toHaveLength(8);
});

it('is kept by a replacement, and of the new device alone from then on', async () => {
  const at = createIssuerFixture();
  const old = await activate(at);
  granted(await at.issuer.rename(old.id, 'Phone'));
  const begun = granted(await at.issuer.beginReplacement(old.id, identified));
  expect(await nameOf(at, begun.id)).toBe('Phone');
  granted(await at.issuer.rename(begun.id, 'New phone'));
  await activate(at, begun);
  expect([await nameOf(at, old.id), await nameOf(at, begun.id)]).toEqual(['Phone', 'New phone']);
  expect(
    await nameOf(at, granted(await at.issuer.begin({ owner: 'customer' })).id),
  ).toBeUndefined();
});

it('writes nothing where it is the same, and is none of what came to nothing', async () => {
  const at = createIssuerFixture();
  const { id } = await activate(at);
  granted(await at.issuer.rename(id, 'Phone'));
  const { version } = (await at.store.instance(id))!;
  granted(await at.issuer.rename(id, 'Phone'));
  expect((await at.store.instance(id))!.version).toBe(version);
  const lost = granted(await at.issuer.begin());
  granted(await at.issuer.cancel(lost.id));
  expect(refused(await at.issuer.rename(lost.id, 'Phone')).reason).toBe('WRONG_STATE');
  expect(refused(await at.issuer.rename('0'.repeat(16), 'Phone')).reason).toBe(
    'UNKNOWN_ACTIVATION',
  );
});
