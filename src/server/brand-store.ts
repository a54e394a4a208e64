/** The rows of one brand in a store that all brands share. */
import type { SealedStore } from '../issuer/stores/sql-store.ts';
import { MAIN_BRAND } from './configuration.ts';

interface BrandedStore extends SealedStore {
  readonly brand: (brand: string) => SealedStore;
}

/** @throws Error for another brand than the main one, of a store that has no others */
export function brandStore(store: SealedStore, brand: string): SealedStore {
  if (brand === MAIN_BRAND) return store;
  if (!('brand' in store)) throw new Error('This store keeps the rows of one brand alone.');
  return (store as BrandedStore).brand(brand);
}
