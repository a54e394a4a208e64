/** What may be said of each issuer's requests, and of an empty list. */
import type { TemplateResult } from 'lit';
import { describe, expect, it } from 'vitest';

import type { IssuerAccount } from '../../src/core/account.ts';
import { issuerAccounts } from '../../src/core/account.ts';
import type { RequestItem, ServiceView } from '../../src/core/view.ts';
import { SHORT_NAMES } from '../../src/gallery/scene-accounts.ts';
import { scenes } from '../../src/gallery/scenes.ts';
import ENGLISH from '../../src/i18n/locales/en/app.json';
import { emptinessOf, issuerLooks } from '../../src/ui/requests/look-state.ts';
import { looked, serviceProblem } from '../../src/ui/requests/look-words.ts';

const view = scenes(SHORT_NAMES, 1_790_000_000_000)['home-several']!.view;
const account = (id: string, issuer: string, more: Partial<IssuerAccount> = {}): IssuerAccount => ({
  ...issuerAccounts(view.accounts)[0]!,
  id,
  issuerName: issuer,
  issuerKey: issuer,
  ...more,
});
const [bank, work] = [account('1', 'Northwind Bank'), account('2', 'Contoso')];
const seen: ServiceView = { reach: 'called', leftOut: 0, fetchedAt: 5000 };
const never: ServiceView = { reach: 'called', leftOut: 0 };
const failing: ServiceView = { ...seen, problem: 'SERVICE_UNREACHABLE', offline: true };
const scanned: ServiceView = { reach: 'none', leftOut: 0 };

function told(
  accounts: readonly IssuerAccount[],
  services: Readonly<Record<string, ServiceView>>,
  items: readonly RequestItem[] = [],
) {
  const looks = issuerLooks(accounts, { is: 'resting', items, services }, items);
  return { looks, empty: emptinessOf(accounts, looks) };
}

describe('nothing is waiting', () => {
  it('is said of everybody only if every issuer was looked at', () => {
    expect(told([bank, work], { 1: seen, 2: seen }).empty).toEqual({ is: 'none' });
    expect(told([bank, work], { 1: seen, 2: never }).empty).toEqual({ is: 'never' });
    expect(told([bank, work], { 1: seen, 2: failing }).empty).toEqual({ is: 'failed-some' });
    expect(told([bank, work], { 1: failing, 2: failing }).empty).toEqual({ is: 'failed' });
    expect(told([bank, work], { 1: never, 2: never }).empty).toEqual({ is: 'never' });
  });

  it('is said by name where another issuer’s codes are scanned, and of no such issuer', () => {
    expect(told([bank, work], { 1: seen, 2: scanned }).empty).toEqual({
      is: 'none-at',
      issuers: ['Northwind Bank'],
    });
    expect(told([work], { 2: scanned }).empty).toEqual({ is: 'scan-only' });
    expect(told([], {}).empty).toEqual({ is: 'scan-only' });
  });

  it('is not said where something cannot be read here', () => {
    const unreadable = { ...seen, leftOut: 2 };
    expect(told([bank], { 1: unreadable }).empty).toEqual({ is: 'unreadable' });
    expect(told([bank, work], { 1: unreadable, 2: seen }).empty).toEqual({ is: 'unreadable' });
    expect(told([bank, work], { 1: unreadable, 2: failing }).empty).toEqual({ is: 'failed' });
    expect(told([bank], { 1: unreadable }).looks[0]).toMatchObject({ leftOut: 2, quiet: false });
  });

  it('is never said before anything is known of an account', () => {
    expect(told([bank], {}).empty).toEqual({ is: 'scan-only' });
  });
});

describe('a look', () => {
  it('is of an issuer: as old as its oldest account’s, failed as one of them', () => {
    const second = account('3', 'Northwind Bank');
    expect(told([bank, second], { 1: seen, 3: { ...seen, fetchedAt: 3000 } }).looks).toEqual([
      { issuer: 'Northwind Bank', fetchedAt: 3000, offline: false, leftOut: 0, quiet: true },
    ]);
    expect(told([bank, second], { 1: seen, 3: never }).looks).toEqual([
      { issuer: 'Northwind Bank', offline: false, leftOut: 0, quiet: false },
    ]);
    expect(told([bank, second], { 1: seen, 3: failing }).looks[0]).toMatchObject({
      problem: 'SERVICE_UNREACHABLE',
      offline: true,
      quiet: false,
    });
  });

  it('is quiet only where nothing is listed', () => {
    const item = { account: '1' } as RequestItem;
    expect(told([bank, work], { 1: seen, 2: seen }, [item]).looks.map((l) => l.quiet)).toEqual([
      false,
      true,
    ]);
  });

  it('tells issuers of one name apart by their accounts’ labels', () => {
    const namesake = account('4', 'Northwind Bank', { issuerKey: 'another', label: 'Savings' });
    const looks = told([bank, namesake], { 1: seen, 4: seen }).looks;
    expect(looks.map(({ issuer }) => issuer)).toEqual([
      `Northwind Bank\u00a0· ${bank.label}`,
      'Northwind Bank\u00a0· Savings',
    ]);
  });
});

/** The text of a template: its own words and its values, each element's apart. */
function textOf(part: unknown): string {
  if (Array.isArray(part)) return part.map(textOf).join(' ');
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null || !('strings' in part)) return '';
  const { strings, values } = part as TemplateResult;
  const text = strings.flatMap((each, i) => [each, textOf(values[i])]).join('');
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('in words', () => {
  const now = 1_790_000_000_000;
  const ago = now - 3 * 60_000;
  const [fresh, old] = [
    { ...seen, fetchedAt: now },
    { ...seen, fetchedAt: ago },
  ];
  const state = (services: Readonly<Record<string, ServiceView>>, goesOn = false) =>
    textOf(
      looked(told([bank, work].slice(0, Object.keys(services).length), services).looks, {
        now,
        goesOn,
      }),
    );

  it('the only issuer: when it was looked at, and whether that goes on', () => {
    expect(state({ 1: fresh }, true)).toBe('Checked just now');
    expect(state({ 1: old }, true)).toBe('Checked 3 minutes ago');
    expect(state({ 1: old })).toBe('Last checked 3 minutes ago .');
    expect(state({ 1: never }, true)).toBe('Not checked yet');
  });

  it('several issuers: nothing waits at those that were looked at, each by name', () => {
    expect(state({ 1: fresh, 2: old })).toBe(
      'Northwind Bank : nothing is waiting, checked just now Contoso : nothing is waiting, checked 3 minutes ago',
    );
    expect(state({ 1: old, 2: never })).toBe(
      'Northwind Bank : nothing is waiting, checked 3 minutes ago Contoso : not checked yet',
    );
    expect(state({ 1: { ...old, leftOut: 1 }, 2: fresh })).toContain(
      'Northwind Bank : checked 3 minutes ago',
    );
    expect(state({ 1: { ...old, problem: 'SERVICE_UNREACHABLE' }, 2: fresh })).toBe(
      'Contoso : nothing is waiting, checked just now',
    );
  });

  it('nobody could be looked at: heard by a screen reader, read in the notices', () => {
    expect(state({ 1: failing })).toBe('Couldn’t check');
  });

  it.each([
    [
      'offline',
      { ...old, problem: 'SERVICE_UNREACHABLE', offline: true },
      false,
      'Couldn’t check Northwind Bank: offline',
      'Last checked 3 minutes ago .',
    ],
    [
      'not reached',
      { ...old, problem: 'SERVICE_UNREACHABLE' },
      false,
      'Northwind Bank can’t be reached',
      'Last checked 3 minutes ago .',
    ],
    [
      'not reached, with requests',
      { ...old, problem: 'SERVICE_UNREACHABLE' },
      true,
      'Northwind Bank can’t be reached',
      'Last checked 3 minutes ago . You can still approve with a code to type.',
    ],
    [
      'never reached',
      { ...never, problem: 'SERVICE_UNREACHABLE' },
      false,
      'Northwind Bank can’t be reached',
      'Nothing has come from it yet. You can still scan its codes.',
    ],
    [
      'refused',
      { ...old, problem: 'SERVICE_REFUSED' },
      false,
      'Northwind Bank doesn’t answer this device',
      ENGLISH.errors.SERVICE_REFUSED.why,
    ],
  ] as const)('an issuer that was %s', (_, service, lists, what, why) => {
    const notice = serviceProblem('Northwind Bank', service, { lists, now });
    expect(notice.values).toContain(what);
    expect(textOf(notice)).toContain(why);
    expect(textOf(notice)).not.toContain('waiting');
  });
});
