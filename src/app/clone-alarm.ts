/** Whether somebody else approves with an account's keys, from what its issuer accepted last. */
import type { IssuerAccount } from '../core/account.ts';
import { fromHex, toHex } from '../core/codec/bytes.ts';
import { LAST_ACCEPTED_LIMITS } from '../core/codec/messages.ts';
import type { ForeignApproval } from '../core/navigation/route-types.ts';
import type { SeenApprovals } from '../vault/answer-ledger.ts';
import type { Settings } from '../vault/settings.ts';
import { ALARM_SETTING, SIGNED_IN_SETTING } from '../vault/settings.ts';
import type { Vault } from '../vault/types.ts';

type AlarmVault = Pick<Vault, 'snapshot' | 'answers' | 'setSetting'>;

/**
 * Notes what a request says its issuer accepted last. Returns the approvals that this phone did not
 * give and that the person has not answered for, earlier ones too: a sealed setting keeps them,
 * since the request that told of them ends within minutes and the warning must not.
 * @throws TesseraError UNKNOWN_ACCOUNT
 */
export async function noteLastAccepted(
  vault: AlarmVault,
  { id }: Pick<IssuerAccount, 'id'>,
  seen: SeenApprovals,
): Promise<readonly ForeignApproval[]> {
  const unknown = await vault.answers.unknown(id, seen);
  const { settings } = await vault.snapshot();
  const at = seen.lastAccepted?.otpAt;
  const known = settings[SIGNED_IN_SETTING + id];
  if (at !== undefined && !(typeof known === 'number' && known >= at))
    await vault.setSetting(SIGNED_IN_SETTING + id, at);
  return addToAlarm(
    vault,
    id,
    unknown.map((each) => ({ ...each, id: toHex(each.idPrefix) })),
  );
}

/** Returns how an approval is named: the first bytes of its request's id, hex. */
export function idPrefix(requestId: Uint8Array): string {
  return toHex(requestId.slice(0, LAST_ACCEPTED_LIMITS.idPrefixBytes));
}

/**
 * Adds approvals to an account's alarm; of one that is known, the earlier time counts. Returns all
 * of them, the newest first, those without a time before them.
 */
export async function addToAlarm(
  vault: Pick<Vault, 'snapshot' | 'setSetting'>,
  account: string,
  approvals: readonly ForeignApproval[],
): Promise<readonly ForeignApproval[]> {
  const { settings } = await vault.snapshot();
  const known = alarmIn(settings, account);
  const times = new Map(known.map((each) => [each.id, timeOf(each)]));
  for (const each of approvals)
    times.set(each.id, Math.min(timeOf(each), times.get(each.id) ?? Infinity));
  const all = [...times].sort(([, a], [, b]) => (a === b ? 0 : b - a)).map(approvalOf);
  if (settingOf(all) !== settingOf(known))
    await vault.setSetting(ALARM_SETTING + account, settingOf(all));
  return all;
}

/** "It was me": notes the approvals as known, and takes these alone from the alarm. */
export async function acknowledge(
  vault: AlarmVault,
  account: string,
  approvals: readonly ForeignApproval[],
): Promise<void> {
  for (const { id } of approvals) await vault.answers.acknowledge(account, fromHex(id));
  const { settings } = await vault.snapshot();
  const left = alarmIn(settings, account).filter(({ id }) => !approvals.some((a) => a.id === id));
  await vault.setSetting(ALARM_SETTING + account, left.length > 0 ? settingOf(left) : undefined);
}

function settingOf(approvals: readonly ForeignApproval[]): string {
  return approvals.map(({ id, at }) => (at === undefined ? id : `${id}:${at}`)).join(' ');
}

function timeOf({ at }: ForeignApproval): number {
  return at ?? Infinity;
}

function approvalOf([id, at]: readonly [string, number]): ForeignApproval {
  return at === Infinity ? { id } : { id, at };
}

/** Returns what the settings say of an account's alarm, the newest first. */
export function alarmIn(settings: Settings, account: string): readonly ForeignApproval[] {
  const setting = settings[ALARM_SETTING + account];
  if (typeof setting !== 'string' || setting === '') return [];
  return setting.split(' ').map((each) => {
    const [id = '', at] = each.split(':');
    return at === undefined ? { id } : { id, at: Number(at) };
  });
}
