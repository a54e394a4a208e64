/** The events of an account instance: what one write of its row says has happened. */
import { clockOf } from '../clock-memory.ts';
import { secondsAhead } from '../clock-search.ts';
import type { Instance } from '../instance.ts';
import { isPending } from '../instance.ts';
import type { TryLimits } from '../tries.ts';
import { inRow, isNearlyBlocked } from '../tries.ts';
import type { CodeKind, EventFacts } from './event-types.ts';

/** What else of a commit decides how a row is read. */
export interface CommitFacts {
  readonly now: number;
  readonly tries: TryLimits;
  /** The request whose answer was judged. */
  readonly about?: { readonly id: string; readonly reference?: string };
  /** The commit approves a request, whose event tells of the code. */
  readonly isApproval: boolean;
  /** Wrong codes of the owner's own row that this commit ends. */
  readonly wrongOfOwner: number;
}

type Happened = { readonly [Key in 'type' | 'data']: EventFacts[Key] };

/** What has happened to an instance, in the order of its causes. */
export function instanceEvents(
  before: Instance | undefined,
  after: Instance,
  facts: CommitFacts,
): readonly EventFacts[] {
  const { owner, id: device, serial } = after;
  const happened = before === undefined ? begun(after) : changed(before, after, facts);
  const subject = { ...(owner !== undefined && { owner }), device, serial };
  return happened.map((each) => {
    const isAnswer = each.type === 'code.refused' && facts.about !== undefined;
    return { ...subject, ...(isAnswer && aboutOf(facts.about)), ...each } as EventFacts;
  });
}

function aboutOf({ id, reference }: NonNullable<CommitFacts['about']>) {
  return { request: id, ...(reference !== undefined && { reference }) };
}

function begun({ expiresAt, replaces }: Instance): readonly Happened[] {
  const data = { expiresAt, ...(replaces && { replaces: replaces.id }) };
  return [{ type: 'activation.begun', data }];
}

function changed(before: Instance, after: Instance, facts: CommitFacts): readonly Happened[] {
  return [
    ...activationCodes(before, after),
    ...answers(before, after, facts),
    ...stateChange(before, after),
    ...pausesOf(before, after),
    ...(before.name === after.name ? [] : [{ type: 'device.renamed', data: {} } as const]),
    ...subscription(before, after),
  ];
}

function activationCodes(before: Instance, after: Instance): readonly Happened[] {
  const happened: Happened[] = [];
  if (after.wrongDeviceCodes > before.wrongDeviceCodes)
    happened.push(refusedCode('device-code', after.wrongDeviceCodes));
  if (after.wrongActivationCodes > before.wrongActivationCodes)
    happened.push(refusedCode('activation-code', after.wrongActivationCodes));
  if (before.state === 'CREATED' && after.state === 'CODE_BOUND')
    happened.push(acceptedCode('device-code', before.wrongDeviceCodes));
  return happened;
}

/** Codes of an active instance. Each right one-time password spends a time step. */
function answers(before: Instance, after: Instance, facts: CommitFacts): readonly Happened[] {
  if (before.state !== 'ACTIVE') return [];
  const { now, tries, about, isApproval, wrongOfOwner } = facts;
  if (after.tries.total > before.tries.total) {
    const by = about === undefined ? 'otp' : 'response';
    const totalLeft = tries.triesInAll - after.tries.total;
    const isWarned = isNearlyBlocked(before.tries, after.tries, tries);
    const warning = { type: 'device.warned', data: { totalLeft } } as const;
    return [refusedCode(by, inRow(after.tries)), ...(isWarned ? [warning] : [])];
  }
  if (after.state !== 'ACTIVE' || isApproval || after.clock === before.clock) return [];
  const clock = clockOf(after);
  const known = clockOf(before);
  if (clock.refusals > known.refusals) {
    const seconds = (clock.found?.drift ?? 0) * after.otpPolicy.period;
    return [{ type: 'device.clock', data: { seconds } }];
  }
  if (after.lastStep === before.lastStep && sameSteps(clock, known)) return [];
  const wrong = wrongOfOwner > 0 ? wrongOfOwner + before.tries.row : inRow(before.tries);
  const seconds = secondsAhead({ instance: before, now });
  const ahead = { type: 'clock.ahead', data: { seconds } } as const;
  return [acceptedCode('otp', wrong), ...(seconds > 0 ? [ahead] : [])];
}

type Steps = Pick<ReturnType<typeof clockOf>, 'spent' | 'floor'>;

function sameSteps(one: Steps, other: Steps): boolean {
  return one.floor === other.floor && String(one.spent) === String(other.spent);
}

function stateChange(before: Instance, after: Instance): readonly Happened[] {
  if (before.state === after.state) return [];
  switch (after.state) {
    case 'ACTIVE': {
      const { sequence, replaces } = after;
      const data = { sequence, ...(replaces && { replaces: replaces.id }) };
      return isPending(before) ? [{ type: 'device.activated', data }] : [];
    }
    case 'EXPIRED':
      return [{ type: 'activation.failed', data: { failure: 'EXPIRED' } }];
    case 'FAILED':
      return [{ type: 'activation.failed', data: { failure: after.failure! } }];
    case 'BLOCKED':
      return [{ type: 'device.blocked', data: {} }];
    case 'REVOKED':
      return [{ type: 'device.revoked', data: {} }];
    case 'REPLACED':
      return [{ type: 'device.replaced', data: {} }];
    default:
      return [];
  }
}

/** A person whom the site has identified ends the pause, and what else there is to begin anew. */
function pausesOf(before: Instance, after: Instance): readonly Happened[] {
  if (before.identifiedAt === after.identifiedAt) return pauses('device', before, after);
  return [{ type: 'device.unpaused', data: {} }];
}

/** A pause, or its end by the site; of an instance, or of an owner's row. */
export function pauses(
  whose: 'device' | 'owner',
  before: { readonly tries: { readonly pausedUntil?: number } } | undefined,
  after: { readonly tries: { readonly pausedUntil?: number }; readonly state?: string },
): readonly Happened[] {
  const until = after.tries.pausedUntil;
  if (until === before?.tries.pausedUntil || after.state === 'BLOCKED') return [];
  return until === undefined
    ? [{ type: `${whose}.unpaused`, data: {} }]
    : [{ type: `${whose}.paused`, data: { until } }];
}

/** An instance that ends is told of as such. */
function subscription(before: Instance, after: Instance): readonly Happened[] {
  if (after.state !== 'ACTIVE' || before.push === after.push) return [];
  return [{ type: 'device.subscribed', data: { on: after.push !== undefined } }];
}

function acceptedCode(by: CodeKind, wrongBefore: number): Happened {
  return { type: 'code.accepted', data: { by, wrongBefore } };
}

/** A wrong code, the `wrong`th in a row. */
export function refusedCode(by: CodeKind, wrong: number): Happened {
  return { type: 'code.refused', data: { by, wrong } };
}
