/**
 * Finds whose one-time password was typed where only the owner is known: among several devices,
 * each with a clock of its own (RFC 6238 §5.2, §6).
 */
import type { AcceptedStep, FoundClock, TypedOtp } from './clock-search.ts';
import { matchWindow, searchClock } from './clock-search.ts';

/** What one of the devices makes of the code. */
interface DeviceMatch<Match> {
  /** The device's place in the list. */
  readonly place: number;
  readonly match: Match;
}

/**
 * `accepted`, `clock`: of the first device, and of every other one whose code is the same by
 * chance, so that it is spent, or remembered, there too. `used`: a spent one of some device.
 */
export type DevicesMatch =
  | { readonly kind: 'accepted'; readonly matches: readonly DeviceMatch<AcceptedStep>[] }
  | { readonly kind: 'clock'; readonly matches: readonly DeviceMatch<FoundClock>[] }
  | { readonly kind: 'used' }
  | { readonly kind: 'wrong' };

/**
 * Compares a typed code with each device's, in order: first in all windows, and only if none has it
 * is any clock looked for.
 */
export async function matchDevices(
  devices: readonly TypedOtp[],
  maySearch: boolean,
): Promise<DevicesMatch> {
  const near = await each(devices, matchWindow);
  const accepted = near.flatMap(ofKind('accepted'));
  if (accepted.length > 0) return { kind: 'accepted', matches: accepted };
  if (near.some(({ match }) => match.kind === 'used')) return { kind: 'used' };
  if (!maySearch) return { kind: 'wrong' };
  const far = await each(devices, searchClock);
  const confirmed = far.flatMap(ofKind('accepted'));
  if (confirmed.length > 0) return { kind: 'accepted', matches: confirmed };
  const found = far.flatMap(ofKind('clock'));
  return found.length > 0 ? { kind: 'clock', matches: found } : { kind: 'wrong' };
}

async function each<Match>(
  devices: readonly TypedOtp[],
  judge: (typed: TypedOtp) => Promise<Match>,
): Promise<DeviceMatch<Match>[]> {
  const matches = await Promise.all(devices.map(judge));
  return matches.map((match, place) => ({ place, match }));
}

function ofKind<Kind extends string>(kind: Kind) {
  return <Match extends { readonly kind: string }>({
    place,
    match,
  }: DeviceMatch<Match>): DeviceMatch<Extract<Match, { readonly kind: Kind }>>[] =>
    match.kind === kind ? [{ place, match: match as Extract<Match, { readonly kind: Kind }> }] : [];
}
