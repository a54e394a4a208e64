/**
 * Accepts the activation code: the account becomes active, and what it replaces ends, in one write
 * (docs/protocol.md §6).
 */
import { asciiBytes, equal } from '../core/codec/bytes.ts';
import type { Context } from './context.ts';
import type {
  ActiveInstance,
  CodeBoundInstance,
  EndedInstance,
  IssuerAccount,
} from './instance.ts';
import type { Outcome } from './outcome.ts';
import { malformed, refusal, wrongState } from './outcome.ts';
import { countActive, NO_PART } from './owner-counts.ts';
import type { ConfirmReason } from './reasons.ts';
import type { RowChange } from './store.ts';
import {
  activateInstance,
  activationCodeWrong,
  endedInstance,
  failInstance,
} from './transitions.ts';
import { typedDigits } from './typed-code.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

/** An account that has become active. */
export interface Confirmed {
  /** The activation id, which now names the account instance. */
  readonly id: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** Counts the instances of one serial number, from 1. */
  readonly sequence: number;
  /** The id of the instance that has ended now. */
  readonly replaced?: string;
}

/** See {@link Issuer.confirm}. */
export function confirmActivation(
  context: Context,
  id: string,
  typed: string,
): Promise<Outcome<Confirmed, ConfirmReason>> {
  const digits = typedDigits(typed, 8);
  return attempt<Confirmed, ConfirmReason>(context, id, async (instance, now) => {
    if (instance.state !== 'CODE_BOUND') return { outcome: wrongState(instance) };
    const place = await findSuccession(context, instance);
    if (place === undefined) {
      const row = failInstance(instance, 'SUPERSEDED', now);
      return { outcome: wrongState(row), changes: [{ table: 'instances', row }] };
    }
    if (digits === undefined) return { outcome: malformed(typed, 'digits', instance) };
    return equal(asciiBytes(digits), asciiBytes(instance.secrets.activationCode))
      ? acceptConfirmation(context, instance, place, now)
      : wrongActivationCode(instance, now);
  });
}

/**
 * The account's row, and the instance that is to end, both as read now: the commit fails when
 * either has moved on.
 */
interface Succession {
  readonly account: IssuerAccount;
  readonly old?: ActiveInstance | EndedInstance;
}

/**
 * Where a pending instance stands in its account; undefined when its turn is over: the account has
 * gone on to another instance, or the code that justified the replacement came from an instance
 * that has ended since (a stolen phone's, say).
 */
async function findSuccession(
  { store }: Context,
  { serial, replaces }: CodeBoundInstance,
): Promise<Succession | undefined> {
  const account = await store.account(serial);
  if (account === undefined || account.current !== replaces?.id) return undefined;
  if (replaces === undefined) return { account };
  const old = await store.instance(replaces.id);
  if (old?.state === 'ACTIVE') return { account, old };
  const wasActive = old?.state === 'BLOCKED' || old?.state === 'REVOKED';
  return wasActive && replaces.by === 'identification' ? { account, old } : undefined;
}

async function acceptConfirmation(
  context: Context,
  instance: CodeBoundInstance,
  { account, old }: Succession,
  now: number,
): Promise<InstanceUpdate<Confirmed, ConfirmReason>> {
  // What ends an active device needs no room for another one.
  const isMore = old?.state !== 'ACTIVE';
  const owned = isMore ? await countActive(context, instance.owner, now) : NO_PART;
  if (!owned.ok) return { outcome: refusal(owned.reason, instance) };
  const row = activateInstance(instance, now);
  const changes: RowChange[] = [
    { table: 'instances', row },
    { table: 'accounts', row: { ...account, version: account.version + 1, current: row.id } },
    ...owned.changes,
  ];
  // A revoked instance keeps its own end.
  const ends = old !== undefined && old.state !== 'REVOKED';
  if (ends) changes.push({ table: 'instances', row: endedInstance(old, 'REPLACED', now) });
  const { id, serial, sequence } = row;
  return {
    outcome: { ok: true, id, serial, sequence, ...(ends && { replaced: old.id }) },
    changes,
  };
}

function wrongActivationCode(
  instance: CodeBoundInstance,
  now: number,
): InstanceUpdate<Confirmed, ConfirmReason> {
  const row = activationCodeWrong(instance, now);
  return { outcome: refusal('CODE_WRONG', row), changes: [{ table: 'instances', row }] };
}
