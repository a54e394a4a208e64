/** A vault in JSON (docs/vault.md, "Export"), put back into IndexedDB with its device key. */
import { readFileSync } from 'node:fs';

import type { Bytes } from '../../src/core/codec/bytes.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import { STORES } from '../../src/vault/schema.ts';
import type { Rows } from './raw-rows.ts';
import { writeRow } from './raw-rows.ts';

export interface Fixture {
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly pin: string;
  /** What the authenticator's PRF gave when biometrics were turned on. */
  readonly prf: Bytes;
  readonly rows: Rows;
}

export const FIXTURE_FILE = new URL('fixtures/vault-1.json', import.meta.url);

/** Frozen: written once by the first release of this format, and never again. */
export function frozenVault(): Fixture {
  return JSON.parse(readFileSync(FIXTURE_FILE, 'utf8'), (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('hex:') ? fromHex(value.slice(4)) : value,
  ) as Fixture;
}

export async function restore({ rows }: Pick<Fixture, 'rows'>): Promise<void> {
  const { key } = rows.keys.device as { readonly key: Bytes };
  const usages: KeyUsage[] = ['encrypt', 'decrypt'];
  const device = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, usages);
  for (const store of STORES) {
    for (const [id, row] of Object.entries(rows[store])) {
      const isDevice = store === 'keys' && id === 'device';
      await writeRow(store, id, isDevice ? { key: device } : row);
    }
  }
}
