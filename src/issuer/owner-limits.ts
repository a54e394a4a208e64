/**
 * How many devices, activations and requests an owner may have: what a thief with one session, or a
 * page that loops, would otherwise have without end.
 */
import { checkAll, checkObject, checkOptional, checkWhole } from './check.ts';

/** What an owner may have at most. Accounts without an owner are counted one by one. */
export interface OwnerLimits {
  /**
   * Active devices, 1 to 100. A code that is verified for the owner is compared with each: the
   * more there are, the better the chance of a guess. Default: 5.
   */
  readonly devices: number;
  /** Activations begun in a day (UTC), also for replacements, 1 to 10,000. Default: 30. */
  readonly activations: number;
  /** Requests that can be answered at once, 1 to 1,000. Default: 16. */
  readonly openRequests: number;
  /** Such requests with a number, 1 to 1,000. Default: 3. */
  readonly openNumbers: number;
  /**
   * Requests with a number in an hour without a right answer, 1 to 1,000. Default: 5.
   */
  readonly numbersPerHour: number;
}

export const DEFAULT_LIMITS: OwnerLimits = {
  devices: 5,
  activations: 30,
  openRequests: 16,
  openNumbers: 3,
  numbersPerHour: 5,
};

/** The most that each limit may be. */
const HIGHEST: OwnerLimits = {
  devices: 100,
  activations: 10_000,
  openRequests: 1000,
  openNumbers: 1000,
  numbersPerHour: 1000,
};

/** @throws ArgumentError */
export function checkOwnerLimits(field: string, limits: unknown): void {
  checkObject(field, limits);
  const given = limits as Partial<OwnerLimits>;
  checkAll(
    ...(Object.keys(HIGHEST) as (keyof OwnerLimits)[]).map(
      (name) => () =>
        checkOptional(`${field}.${name}`, given[name], (at, count) =>
          checkWhole(at, count, 1, HIGHEST[name]),
        ),
    ),
  );
}
