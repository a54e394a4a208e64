/**
 * Moves an instance from one state to the next (docs/protocol.md §3, §6, §7): pure, one version up
 * each; secrets are dropped as soon as no state needs them.
 */
import type { ClockMemory } from './clock-memory.ts';
import type {
  ActiveInstance,
  CodeBoundInstance,
  CreatedInstance,
  EndedInstance,
  Failure,
  InstanceFacts,
  LostInstance,
  PendingInstance,
  PushTarget,
} from './instance.ts';
import type { TryLimits } from './tries.ts';
import {
  instanceRight,
  instanceWrong,
  isPaused,
  ownerRightAtInstance,
  ownerWrongAtInstance,
  withoutPause,
} from './tries.ts';

/** Wrong device codes that end an activation (§3). */
export const DEVICE_CODE_LIMIT = 5;
/** Wrong activation codes that end an activation (§6). */
export const ACTIVATION_CODE_LIMIT = 3;

export function bindInstance(
  instance: CreatedInstance,
  derived: Omit<CodeBoundInstance['secrets'], 'linkSecret' | 'h1'>,
): CodeBoundInstance {
  const { linkSecret, h1 } = instance.secrets;
  return {
    ...instance,
    version: instance.version + 1,
    state: 'CODE_BOUND',
    secrets: { linkSecret, h1, ...derived },
  };
}

export function activateInstance(instance: CodeBoundInstance, now: number): ActiveInstance {
  return {
    ...instance,
    version: instance.version + 1,
    state: 'ACTIVE',
    activatedAt: now,
    secrets: { keys: instance.secrets.keys },
  };
}

export function deviceCodeWrong(
  instance: PendingInstance,
  now: number,
): PendingInstance | LostInstance {
  const wrongDeviceCodes = instance.wrongDeviceCodes + 1;
  return wrongDeviceCodes >= DEVICE_CODE_LIMIT
    ? { ...failInstance(instance, 'DEVICE_CODES', now), wrongDeviceCodes }
    : { ...instance, version: instance.version + 1, wrongDeviceCodes };
}

export function activationCodeWrong(
  instance: CodeBoundInstance,
  now: number,
): CodeBoundInstance | LostInstance {
  const wrongActivationCodes = instance.wrongActivationCodes + 1;
  return wrongActivationCodes >= ACTIVATION_CODE_LIMIT
    ? { ...failInstance(instance, 'ACTIVATION_CODES', now), wrongActivationCodes }
    : { ...instance, version: instance.version + 1, wrongActivationCodes };
}

/** A wrong answer of an active instance, of whatever kind: one count for all. */
export function answerWrong(
  instance: ActiveInstance,
  now: number,
  limits: TryLimits,
): ActiveInstance | EndedInstance {
  const tries = instanceWrong(instance.tries, limits, now);
  return tries.total >= limits.triesInAll
    ? { ...endedInstance(instance, 'BLOCKED', now), tries }
    : { ...instance, version: instance.version + 1, tries };
}

/** A right code: a one-time password, whose clock facts `instance` has, or a response code. */
export function answerRight(instance: ActiveInstance, now: number): ActiveInstance {
  return {
    ...instance,
    version: instance.version + 1,
    tries: instanceRight(instance.tries),
    ...(instance.clock && { clock: { ...instance.clock, refusals: 0 } }),
    usedAt: now,
  };
}

/**
 * A wrong code that the site had verified for the owner, compared with this instance's, too. The
 * version goes up, so that whoever compares a code with it at the same moment must look again.
 */
export function ownerAnsweredWrong(
  instance: ActiveInstance,
  now: number,
  limits: TryLimits,
): ActiveInstance {
  const tries = ownerWrongAtInstance(instance.tries, limits, now);
  return { ...instance, version: instance.version + 1, tries };
}

/** A code that the site had verified for the owner was right, and another instance's. */
export function ownerAnsweredRight(instance: ActiveInstance): ActiveInstance {
  const tries = ownerRightAtInstance(instance.tries);
  return { ...instance, version: instance.version + 1, tries };
}

/** Codes are compared again, and requests with a number counted anew, of a person identified. */
export function unpauseInstance(instance: ActiveInstance, now: number): ActiveInstance {
  // The end of an earlier one stays: the next pause is shorter by the time since then.
  const tries = isPaused(instance.tries, now) ? withoutPause(instance.tries) : instance.tries;
  return { ...instance, version: instance.version + 1, tries, identifiedAt: now };
}

/** A code of a clock that is off: nothing is counted, but the find. */
export function clockRefused(instance: ActiveInstance, clock: ClockMemory): ActiveInstance {
  return { ...instance, version: instance.version + 1, clock };
}

/** Notified at `push` from now on, or no longer. */
export function subscribeInstance(
  instance: ActiveInstance,
  push: PushTarget | undefined,
): ActiveInstance {
  return { ...withoutPush(instance), version: instance.version + 1, ...(push && { push }) };
}

export function expireInstance(instance: PendingInstance): LostInstance {
  return {
    ...instance,
    version: instance.version + 1,
    state: 'EXPIRED',
    endedAt: instance.expiresAt,
    secrets: undefined,
  };
}

export function failInstance(
  instance: PendingInstance,
  failure: Failure,
  now: number,
): LostInstance {
  return {
    ...instance,
    version: instance.version + 1,
    state: 'FAILED',
    failure,
    endedAt: now,
    secrets: undefined,
  };
}

export function endedInstance(
  instance: ActiveInstance | EndedInstance,
  state: EndedInstance['state'],
  now: number,
): EndedInstance {
  const { secrets, numbers: _, clock: __, ...rest } = withoutPush(instance);
  const channel = 'channel' in secrets ? secrets.channel : secrets.keys.channel;
  return {
    ...rest,
    version: instance.version + 1,
    state,
    endedAt: now,
    secrets: { channel },
  };
}

function withoutPush<Row extends InstanceFacts>({ push, ...rest }: Row): Omit<Row, 'push'> {
  return rest;
}
