/** Other servers' accounts, sealed: the rows of a change (docs/vault.md, rules 14, 15, 17, 18). */
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import type { ErrorCode } from '../core/errors.ts';
import { TesseraError } from '../core/errors.ts';
import { profileAddress } from './account-rows.ts';
import type { KeptOath } from './oath-kept.ts';
import { drawAccountId } from './oath-pending.ts';
import type { Candidate, PlannedAccount, Unfit } from './oath-plan.ts';
import { sortOut } from './oath-plan.ts';
import { OATH_KEY } from './oath-profile.ts';
import type { EntryVerdict, OathPreview } from './oath-types.ts';
import { sealRecord } from './record-cipher.ts';
import type { OathRow } from './schema.ts';
import { ROW } from './schema.ts';
import { nextPosition } from './seal-account.ts';
import { counterChange } from './setting-changes.ts';
import type { Loaded, RowWrite } from './store.ts';

const ACCOUNT_STORE = 'accounts';
type Refusal = Extract<EntryVerdict, { readonly is: 'refused' }>['why'];
const REFUSALS: Readonly<Record<Refusal, ErrorCode>> = {
  weak: 'WEAK_KEY',
  range: 'OUT_OF_RANGE',
  many: 'ACCOUNTS_TOO_MANY',
};

export interface OathSealing {
  readonly candidates: readonly (Candidate | Unfit)[];
  readonly state: OathRow['state'];
  /** Id of a single account; drawn where it is absent. */
  readonly id?: string;
}

export interface OathSealingPlan {
  readonly changes: readonly RowWrite[];
  /** In the order of the candidates. */
  readonly ids: readonly string[];
}

/**
 * Plans the rows of accounts that are new, and larger counters of those that are kept.
 * @throws TesseraError WEAK_KEY, OUT_OF_RANGE, ACCOUNTS_TOO_MANY
 */
export async function oathSealingPlan(
  loaded: Loaded,
  kept: readonly KeptOath[],
  sealing: OathSealing,
): Promise<OathSealingPlan> {
  const planned = kept.map(toPlanned);
  const { entries, added } = sortOut(planned, sealing.candidates);
  for (const { verdict } of entries) refuse(verdict);
  const raised = planned.filter(({ counter }, i) => counter !== kept[i]!.counter);
  const ids = drawIds(loaded, added, sealing.id);
  const first = nextPosition(loaded);
  const rows = added.map(async ({ candidate }, i): Promise<RowWrite> => {
    const key = ids.get(added[i]!)!;
    const row = await sealRow(loaded, key, candidate!, {
      state: sealing.state,
      position: first + i,
    });
    return { put: row, store: ACCOUNT_STORE, key };
  });
  const counted = [...raised, ...added].filter(({ counter }) => counter !== undefined);
  const idOf = (account: PlannedAccount): string => account.id ?? ids.get(account)!;
  return {
    changes: [
      ...(await Promise.all(rows)),
      ...(await Promise.all(
        counted.map((account) => counterChange(loaded, idOf(account), account.counter!)),
      )),
      ...(added.length > 0 ? othersChange(loaded) : []),
    ],
    ids: entries.map(({ account }) => idOf(account!)),
  };
}

/** Tells of each candidate what would become of it. */
export function previewOf(
  kept: readonly KeptOath[],
  candidates: readonly (Candidate | Unfit)[],
): OathPreview {
  return sortOut(kept.map(toPlanned), candidates).previews();
}

function toPlanned({ id, profile, secret, counter }: KeptOath): PlannedAccount {
  return { ...profile, id, issuer: profile.issuerName, secret, counter };
}

function refuse(verdict: EntryVerdict): void {
  if (verdict.is === 'refused') throw new TesseraError(REFUSALS[verdict.why]);
}

/** Draws ids; they enter no key. `given` is that of a single account. */
function drawIds(
  loaded: Loaded,
  added: readonly PlannedAccount[],
  given: string | undefined,
): ReadonlyMap<PlannedAccount, string> {
  const drawn = new Set<string>();
  while (drawn.size < added.length) drawn.add(given ?? drawAccountId(loaded));
  return new Map([...drawn].map((id, i) => [added[i]!, id]));
}

async function sealRow(
  loaded: Loaded,
  id: string,
  candidate: Candidate,
  rest: Pick<OathRow, 'state' | 'position'>,
): Promise<OathRow> {
  const { secret } = candidate;
  const kind = 'oath';
  return {
    kind,
    profile: await sealRecord(
      loaded.deviceKey,
      profileAddress(id, { kind }),
      encodeOathProfile(candidate),
    ),
    ...(secret.class !== 0 && { secret }),
    ...rest,
  };
}

function encodeOathProfile(candidate: Candidate): CborMap {
  const { type, issuer, label, ownName, serial, otp, ocraSuite, secret, addedAt } = candidate;
  const map = new Map<CborValue, CborValue>([
    [OATH_KEY.issuerName, issuer],
    [OATH_KEY.label, label],
    [OATH_KEY.type, type],
    [OATH_KEY.addedAt, addedAt],
  ]);
  if (ownName !== undefined) map.set(OATH_KEY.ownName, ownName);
  if (serial !== undefined) map.set(OATH_KEY.serial, serial);
  if (ocraSuite !== undefined) map.set(OATH_KEY.ocraSuite, ocraSuite);
  if (secret.class === 0) map.set(OATH_KEY.secret, secret.bytes);
  if (otp) {
    const policy = new Map<CborValue, CborValue>([
      [1, otp.algorithm],
      [2, otp.digits],
    ]);
    if (otp.period !== undefined) policy.set(3, otp.period);
    map.set(OATH_KEY.otp, policy);
  }
  return map;
}

/** Notes for good that there are such accounts. */
function othersChange({ pin }: Loaded): RowWrite[] {
  return pin?.others ? [] : [{ put: { ...pin, others: true }, store: 'keys', key: ROW.pin }];
}
