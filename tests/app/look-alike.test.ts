/**
 * Issuers that a person could take for each other, and when the wizard warns of one; what an
 * unverified issuer means for the accounts beside it.
 */
import { describe, expect, it, test } from 'vitest';

import type { FirstMessageContext } from '../../src/app/accept-first-message.ts';
import { keepFirst } from '../../src/app/accept-first-message.ts';
import { HandleTable } from '../../src/app/handle-table.ts';
import { createKeptFirstMessage } from '../../src/app/kept-first-message.ts';
import type { PendingView } from '../../src/core/activation/step-parts.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { looksAlike } from '../../src/core/codec/look-alike.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import { verifyFirstMessage } from '../../src/protocol/first-message.ts';
import type { Vault } from '../../src/vault/types.ts';
import type { TestIssuer } from '../protocol/issuer.ts';
import { firstOf, testIssuer } from '../protocol/issuer.ts';

const NAME = 'Northwind Bank';

describe('names', () => {
  it.each([
    ['the same', NAME, NAME],
    ['case', NAME, 'NORTHWIND BANK'],
    ['blanks', NAME, 'North wind\u00a0Bank'],
    ['no blank', NAME, 'NorthwindBank'],
    ['full width', NAME, 'Ｎｏｒｔｈｗｉｎｄ Ｂａｎｋ'],
    ['mathematical letters', NAME, '𝐍𝐨𝐫𝐭𝐡𝐰𝐢𝐧𝐝 𝖡𝖺𝗇𝗄'],
    ['a Cyrillic о', NAME, 'N\u043erthwind Bank'],
    ['Cyrillic capitals', NAME, 'NORTHWIND \u0412AN\u041a'],
    ['a Greek Ν, whose small letter looks otherwise', NAME, '\u039dorthwind Bank'],
    ['a Greek ο', NAME, 'N\u03bfrthwind Bank'],
    ['an Armenian ո', NAME, 'Northwi\u0578d Bank'],
    ['a zero', NAME, 'N0rthwind Bank'],
    ['a one', NAME, 'Northw1nd Bank'],
    ['a palochka', NAME, 'Northw\u04cfnd Bank'],
    ['a dotless i', NAME, 'Northw\u0131nd Bank'],
    ['vv', NAME, 'Northvvind Bank'],
    ['rn', 'Summit', 'Surnmit'],
    ['Lisu throughout', 'HSBC', 'ꓧꓢꓐꓚ'],
    ['Cherokee capitals', 'WEST', 'ᎳᎬᏚᎢ'],
    ['a capital I', 'Globalex', 'GIobaIex'],
    ['Cyrillic throughout', 'Восток', 'ВОСТОК'],
    ['Greek throughout', 'Νότος', 'ΝΌΤΟΣ'],
    ['composed and not', 'Cr\u00e9dit', 'Cre\u0301dit'],
    ['Cyrillic with a diaeresis', 'No\u00ebl', 'No\u0451l'],
    ['a joiner that is not seen', 'می\u200cخواهم', 'میخواهم'],
    ['sharp s', 'Straße', 'STRASSE'],
  ])('%s: look alike', (_is, one, other) => {
    expect(looksAlike(one, other)).toBe(true);
    expect(looksAlike(other, one)).toBe(true);
  });

  it.each([
    ['another word', NAME, 'Northwind Works'],
    ['a letter more', NAME, 'Northwinds Bank'],
    ['an accent', NAME, 'Nórthwind Bank'],
    ['another letter', NAME, 'Northwend Bank'],
    ['letters in another order', NAME, 'Northwnid Bank'],
    ['another script', 'Восток', 'Vostok'],
  ])('%s: do not', (_is, one, other) => {
    expect(looksAlike(one, other)).toBe(false);
  });
});

/** What the wizard shows of a code of `issuer`, in an app that has accounts and trusts keys. */
async function pendingOf(
  issuer: TestIssuer,
  issuerName: string,
  held: readonly { readonly issuer: TestIssuer; readonly issuerName: string }[],
  trusted: readonly TestIssuer[] = [],
): Promise<PendingView> {
  const { m1 } = await firstOf(issuer, { issuerName });
  const message = parseMessage(m1);
  if (message.kind !== 'first') throw new Error(message.kind);
  const first = await verifyFirstMessage(message);
  const accounts = held.map((each, i) => ({
    kind: 'issuer',
    id: String(i),
    issuerName: each.issuerName,
    issuerKey: toHex(each.issuer.issuerKey),
  }));
  const vault = {
    snapshot: () => Promise.resolve({ accounts }),
    keepPending: (_: unknown, c9: Uint8Array) =>
      Promise.resolve({ id: '0102030405060708', firstMessage: m1, c9, createdAt: 0 }),
  } as unknown as Vault;
  const context: FirstMessageContext = {
    vault,
    candidates: new HandleTable(),
    kept: createKeptFirstMessage(),
    trustedIssuers: trusted.map(({ issuerKey }) => ({
      key: toHex(issuerKey),
      formerKeys: [],
      retiredKeys: [],
    })),
    now: () => 0,
  };
  const event = await keepFirst(context, first);
  if (event.type !== 'first-accepted') throw new Error(event.type);
  return event.pending;
}

async function lookAlikeOf(...given: Parameters<typeof pendingOf>): Promise<string | undefined> {
  return (await pendingOf(...given)).lookAlike;
}

const [mine, other, third] = [await testIssuer(), await testIssuer(), await testIssuer()];
const fake = 'N\u043erthwind  Bank';

test('an issuer with the name of a known one and another key is warned of by the known name', async () => {
  const held = [
    { issuer: third, issuerName: 'Contoso' },
    { issuer: mine, issuerName: NAME },
  ];
  expect(await lookAlikeOf(other, fake, held)).toBe(NAME);
  expect(await lookAlikeOf(other, NAME, held)).toBe(NAME);
});

test('a first account, another name, and a known key are not', async () => {
  expect(await lookAlikeOf(other, NAME, [])).toBeUndefined();
  expect(await lookAlikeOf(other, 'Contoso', [{ issuer: mine, issuerName: NAME }])).toBeUndefined();
  expect(await lookAlikeOf(mine, fake, [{ issuer: mine, issuerName: NAME }])).toBeUndefined();
});

test('an issuer whose key is known is not new, even beside another of its name', async () => {
  const held = [
    { issuer: mine, issuerName: NAME },
    { issuer: other, issuerName: NAME },
  ];
  expect(await lookAlikeOf(other, NAME, held)).toBeUndefined();
});

test('a known key is warned of where it takes the name of another issuer', async () => {
  const held = [
    { issuer: mine, issuerName: NAME },
    { issuer: other, issuerName: 'Raffle Club' },
  ];
  expect(await lookAlikeOf(other, NAME, held)).toBe(NAME);
  expect(await lookAlikeOf(other, 'Raffle club', held)).toBeUndefined();
});

test('two issuers that the configuration trusts may have one name, but not one of them', async () => {
  const held = [{ issuer: mine, issuerName: NAME }];
  expect(await lookAlikeOf(other, NAME, held, [mine, other])).toBeUndefined();
  expect(await lookAlikeOf(other, NAME, held, [other])).toBe(NAME);
});

test('an unverified issuer that is new beside others says what its keys can do', async () => {
  const held = [{ issuer: mine, issuerName: NAME }];
  expect((await pendingOf(other, 'Contoso', held)).joinsOthers).toBe(true);
  expect((await pendingOf(other, 'Contoso', [])).joinsOthers).toBeUndefined();
  expect((await pendingOf(other, 'Contoso', held, [other])).joinsOthers).toBeUndefined();
  expect((await pendingOf(mine, NAME, held)).joinsOthers).toBeUndefined();
});
