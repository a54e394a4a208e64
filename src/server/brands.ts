/** What the service's routes and pages are made over: an issuer and a store for each brand. */
import type { Issuer } from '../issuer/issuer.ts';
import type { IssuerStore } from '../issuer/store.ts';

/** One issuer with rows of its own: nothing of one brand is seen by another's key. */
export interface Brand {
  readonly brand: string;
  readonly issuer: Issuer;
  readonly store: IssuerStore;
}

export interface Services {
  readonly brands: ReadonlyMap<string, Brand>;
  /** Whole seconds since 1970 UTC. */
  readonly now: () => number;
  /** The origin that phones and pages reach. */
  readonly publicUrl: string;
  /** Where links open the authenticator. */
  readonly authenticator: string | undefined;
  /** Whether webhooks may go to private addresses and by http. */
  readonly isWebhookPrivate: boolean;
}

/** @throws Error for a brand that there is none of */
export function brandOf({ brands }: Pick<Services, 'brands'>, brand: string): Brand {
  const found = brands.get(brand);
  if (found === undefined) throw new Error('No such brand.');
  return found;
}
