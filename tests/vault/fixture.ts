/** A vault in JSON (docs/vault.md, "Export"), put back into IndexedDB with its device key. */
import { readFileSync } from 'node:fs';

import type { Bytes } from '../../src/core/codec/bytes.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import type { StoreName, VaultRow } from '../../src/vault/schema.ts';
import type { Rows } from './raw-rows.ts';
import { connect, writeRow } from './raw-rows.ts';

export interface Fixture {
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly pin: string;
  /** What the authenticator's PRF gave when biometrics were turned on. */
  readonly prf: Bytes;
  readonly rows: Rows;
}

/** The formats of which there is a frozen vault; each is its database's version too. */
export const FORMATS = [1, 2] as const;
export type Format = (typeof FORMATS)[number];

export function fixtureFile(format: Format): URL {
  return new URL(`fixtures/vault-${String(format)}.json`, import.meta.url);
}

/** Frozen: written once by the first release of this format, and never again. */
export function frozenVault(format: Format = 1): Fixture {
  return JSON.parse(readFileSync(fixtureFile(format), 'utf8'), (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('hex:') ? fromHex(value.slice(4)) : value,
  ) as Fixture;
}

export async function restore({ rows }: Pick<Fixture, 'rows'>): Promise<void> {
  const { key } = rows.keys.device as { readonly key: Bytes };
  const usages: KeyUsage[] = ['encrypt', 'decrypt'];
  const device = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, usages);
  const stores = Object.keys(rows) as StoreName[];
  (await connect((rows.keys.vault as VaultRow).format, stores)).close();
  for (const store of stores) {
    for (const [id, row] of Object.entries(rows[store])) {
      const isDevice = store === 'keys' && id === 'device';
      await writeRow(store, id, isDevice ? { key: device } : row);
    }
  }
}
