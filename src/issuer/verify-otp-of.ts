/**
 * One-time passwords where the site knows the owner and not the device: of any of the owner's
 * active instances, wrong ones at the owner's own tries (docs/protocol.md §7).
 */
import type { TypedOtp } from './clock-search.ts';
import type { Context } from './context.ts';
import type { Owner } from './device-ref.ts';
import type { ActiveInstance } from './instance.ts';
import type { DevicesMatch } from './match-devices.ts';
import { matchDevices } from './match-devices.ts';
import type { Outcome, TriesFacts } from './outcome.ts';
import { malformed, refusal, triesFacts } from './outcome.ts';
import { ownerChange } from './owner-row.ts';
import type { OtpReason } from './reasons.ts';
import type { RowChange } from './store.ts';
import { ownerAnsweredRight, ownerAnsweredWrong } from './transitions.ts';
import type { Tries } from './tries.ts';
import { inRow, isPaused, leftInRow, ownerRight, ownerWrong } from './tries.ts';
import { typedDigits } from './typed-code.ts';
import type { InstanceUpdate } from './update-instance.ts';
import type { SeenOwner } from './update-owner.ts';
import { attemptDeviceOf } from './update-owner.ts';
import type { OtpAccepted } from './verify-otp.ts';
import { acceptOtp, countClocks, refuseClock, typedOtp } from './verify-otp.ts';

type Update = InstanceUpdate<OtpAccepted, OtpReason>;

/** What is judged: the owner's row and the active devices. */
type Scene = Pick<SeenOwner, 'owner' | 'devices' | 'now'>;

/** See {@link Issuer.verifyOtp}. */
export async function verifyOtpOf(
  context: Context,
  { owner }: Owner,
  typed: string,
): Promise<Outcome<OtpAccepted, OtpReason>> {
  const outcome = await attemptDeviceOf<OtpAccepted, OtpReason>(context, owner, (_, seen) =>
    decide(context, seen, typed),
  );
  countClocks(context, outcome);
  return outcome;
}

async function decide(context: Context, scene: Scene, typed: string): Promise<Update> {
  const { owner, devices, now } = scene;
  const told = tell(context, scene);
  const open = devices.filter(({ tries }) => !isPaused(tries, now));
  if (isPaused(owner.tries, now) || open.length === 0)
    return { outcome: { ...refusal('PAUSED', devices[0]), ...told } };
  const codes: { readonly device: ActiveInstance; readonly code: TypedOtp }[] = [];
  for (const device of open) {
    const digits = typedDigits(typed, device.otpPolicy.digits);
    if (digits !== undefined) codes.push({ device, code: await typedOtp(device, digits, now) });
  }
  if (codes.length === 0) return { outcome: { ...malformed(typed, 'digits', open[0]!), ...told } };
  const compared = codes.map(({ device }) => device);
  const match = await matchDevices(
    codes.map(({ code }) => code),
    true,
  );
  switch (match.kind) {
    case 'accepted':
      return accept(context, scene, compared, match);
    case 'clock':
      return withClock(compared, match, told);
    case 'used':
      return { outcome: { ...refusal('CODE_USED', compared[0]), ...told } };
    case 'wrong':
      return refuse(context, scene, compared);
  }
}

/** Every match is spent; the first one is the answer. */
function accept(
  context: Context,
  { owner, devices, now }: Scene,
  compared: readonly ActiveInstance[],
  { matches }: Extract<DevicesMatch, { readonly kind: 'accepted' }>,
): Update {
  const first = compared[matches[0]!.place]!;
  const accepted = matches.map(({ place, match }) => acceptOtp(compared[place]!, match, now));
  const matched = new Set(matches.map(({ place }) => compared[place]!.id));
  const others = devices.filter(({ id, tries }) => !matched.has(id) && tries.byOwner > 0);
  const tries = ownerRight(owner.tries);
  const changes: RowChange[] = [
    ...accepted.flatMap((each) => each.changes ?? []),
    ...others.map(ownerAnsweredRight).map(instanceChange),
    ...(owner.tries.row > 0 ? [ownerChange({ ...owner, tries })] : []),
  ];
  const after = newestOf(devices, changes);
  const { totalLeft } = triesFacts(
    after.find(({ id }) => id === first.id)!,
    context.tries,
    now,
  );
  return {
    outcome: {
      ...accepted[0]!.outcome,
      wrongSince: owner.tries.row + first.tries.row,
      ...tell(context, { owner: { ...owner, tries }, devices: after, now }),
      ...(totalLeft !== undefined && { totalLeft }),
    },
    changes,
  };
}

function withClock(
  compared: readonly ActiveInstance[],
  { matches }: Extract<DevicesMatch, { readonly kind: 'clock' }>,
  told: TriesFacts,
): Update {
  const found = matches.map(({ place, match }) => refuseClock(compared[place]!, match));
  const changes = found.flatMap((each) => each.changes ?? []);
  return { outcome: { ...found[0]!.outcome, ...told }, changes };
}

/** Counted once at the owner, and beside each instance's own wrong answers until its pause. */
function refuse(
  context: Context,
  { owner, devices, now }: Scene,
  compared: readonly ActiveInstance[],
): Update {
  const tries = ownerWrong(owner.tries, context.tries, now);
  const rows = compared.map((device) => ownerAnsweredWrong(device, now, context.tries));
  const changes = [ownerChange({ ...owner, tries }), ...rows.map(instanceChange)];
  const after = { owner: { ...owner, tries }, devices: newestOf(devices, changes), now };
  return { outcome: { ...refusal('CODE_WRONG', rows[0]), ...tell(context, after) }, changes };
}

/** How many codes may be wrong until none of the owner's is compared, or how long none is. */
function tell({ tries: limits }: Context, { owner, devices, now }: Scene): TriesFacts {
  const left = (tries: Tries, row: number) => leftInRow(tries, row, limits, now);
  const ofDevices = devices.map(({ tries }) => left(tries, inRow(tries)));
  const attemptsLeft = Math.min(left(owner.tries, owner.tries.row), Math.max(...ofDevices));
  if (attemptsLeft > 0) return { attemptsLeft };
  const ends = devices.map(({ tries }) => pauseEnd(tries, now));
  return { attemptsLeft, pausedUntil: Math.max(pauseEnd(owner.tries, now), Math.min(...ends)) };
}

function pauseEnd(tries: Tries, now: number): number {
  return isPaused(tries, now) ? tries.pausedUntil! : now;
}

function instanceChange(row: ActiveInstance): RowChange {
  return { table: 'instances', row };
}

function newestOf(
  devices: readonly ActiveInstance[],
  changes: readonly RowChange[],
): readonly ActiveInstance[] {
  const rows = changes.flatMap((each) => (each.table === 'instances' ? [each.row] : []));
  const active = rows.filter((row): row is ActiveInstance => row.state === 'ACTIVE');
  const newest = new Map(active.map((row) => [row.id, row]));
  return devices.map((device) => newest.get(device.id) ?? device);
}
