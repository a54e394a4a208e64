/** The accounts of scenes, with names as short and as long as they come. */
import type { Account } from '../core/account.ts';

/** As long as the protocol allows: 40 characters. */
const LONG = 'Sparkassenverband Mittelweserberglandtal';

export interface Names {
  readonly issuer: string;
  readonly label: string;
}

export const SHORT_NAMES: Names = { issuer: 'Northwind Bank', label: 'Current account' };
export const LONG_NAMES: Names = {
  issuer: LONG,
  label: 'Gemeinschaftsgirokonto für Haushaltsführungsangelegenheiten',
};

/** As many as somebody may have who uses this everywhere. */
export function manyAccounts(names: Names, n: number): Account[] {
  const [one] = threeAccounts(names);
  if (!one) return [];
  const others = ['Fabrikam Works', 'Contoso', 'Adventure Works Cycles', 'Woodgrove Bank'];
  return Array.from({ length: n }, (_, i) => ({
    ...one,
    id: String(i + 1),
    issuerName: i === 0 ? names.issuer : (others[i % others.length] ?? ''),
    issuerHue: (i * 47) % 360,
    issuerKey: `02${String(i * 7919 + 11)
      .repeat(64)
      .slice(0, 64)}`,
    label: i % 3 === 0 ? names.label : '',
    ownName: i % 3 === 1 ? `My number ${i + 1}` : '',
    serial: `A-${1000 + i * 37}`,
    position: i,
  }));
}

export function threeAccounts(names: Names): Account[] {
  const base = {
    issuerKey: '02a9f3517be4c86d0e2f4b6a8c1d3e5f708192a3b4c5d6e7f8091a2b3c4d5e6f70',
    issuerHue: 172,
    issuerVerified: false,
    kind: 'issuer',
    otp: { algorithm: 'SHA256', digits: 6, period: 30 },
    ocraSuite: 'OCRA-1:HOTP-SHA256-8:QH64',
    state: 'active',
    clockOffset: 0,
  } as const;
  return [
    {
      ...base,
      id: '1',
      issuerName: names.issuer,
      label: names.label,
      serial: 'NW-4417-2093',
      sequence: 1,
      vapidKey: 'BPk',
      position: 0,
    },
    {
      ...base,
      id: '2',
      issuerName: 'Fabrikam Works',
      issuerHue: 38,
      issuerKey: '03a7b1c9d2e8f4051627384950aabbccddeeff0123456789fedcba9876543210ab',
      issuerVerified: true,
      label: '',
      ownName: 'Time sheets',
      serial: 'F-81',
      sequence: 4,
      clockOffset: 134,
      position: 1,
    },
    {
      ...base,
      id: '3',
      issuerName: names.issuer,
      label: 'Savings',
      serial: 'NW-4417-2101',
      sequence: 1,
      state: 'waiting',
      position: 2,
    },
  ];
}
