/** Makes the list that is shown of what was read, without any key. */
import type { OathEntry, OathSource } from '../../core/oath-entry.ts';
import type {
  BroughtAccount,
  BroughtList,
  RefusedAccount,
} from '../../core/transfer/bring-in-types.ts';
import type { EntryPreview, OathPreview } from '../../vault/oath-types.ts';

/** `preview`: in the order of the source's entries. */
export function broughtList(source: OathSource, preview: OathPreview): BroughtList {
  const accounts: BroughtAccount[] = [];
  const refused: RefusedAccount[] = [...source.unreadable];
  for (const [place, entry] of source.entries.entries()) {
    const verdict = preview[place];
    if (verdict === undefined) continue;
    if (verdict.is === 'refused') refused.push({ ...namesOf(entry), why: verdict.why });
    else accounts.push({ place, type: entry.type, ...namesOf(entry), ...marksOf(verdict) });
  }
  return { accounts, refused, others: source.others };
}

/** Copies the entries at these places, in their order; the caller overwrites the copies' keys. */
export function copiesAt(source: OathSource, places: readonly number[]): readonly OathEntry[] {
  const entries = places.flatMap((place) => source.entries[place] ?? []);
  return entries.map((entry) => ({ ...entry, secret: entry.secret.slice() }));
}

function namesOf({ issuer, label, ownName }: OathEntry) {
  return { issuer, label, ...(ownName !== undefined && { ownName }) };
}

function marksOf(verdict: EntryPreview): Partial<BroughtAccount> {
  const { is, sameName, sameKey } = verdict;
  return {
    ...(is === 'here' && { here: true }),
    ...(is === 'here' && verdict.raisesCounter && { raisesCounter: true }),
    ...(is === 'unhidden' && { unhidden: true }),
    ...(is !== 'here' && sameName && { sameName: true }),
    ...(is !== 'here' && sameKey && { sameKey: true }),
  };
}
