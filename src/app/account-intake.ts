/** Reads codes of other servers' accounts, collects an export's, and offers what is there. */
import type { ScanProblem } from '../core/activation/step-parts.ts';
import { isOathEntry, toSource, unreadableEntry } from '../core/codec/oath-fields.ts';
import { readOtpauth } from '../core/codec/otpauth.ts';
import type { MigrationPart, MigrationParts } from '../core/codec/otpauth-migration.ts';
import {
  addMigrationPart,
  isMigration,
  migrated,
  readMigration,
} from '../core/codec/otpauth-migration.ts';
import type { OathSource, UnreadableEntry } from '../core/oath-entry.ts';
import { wipeSecrets } from '../core/oath-entry.ts';
import type { Collecting } from '../core/view.ts';
import type { AccountCode } from './account-code.ts';
import type { Offered } from './transfer/offered-accounts.ts';

export interface AccountIntakeContext {
  /** Whether this app keeps other servers' accounts at all. */
  readonly allowed: boolean;
  /** Whether what is on the screen can be left for them. */
  readonly canLeave: () => boolean;
  readonly refuse: (problem: ScanProblem) => void;
  /** Why the first code of an enrolment leads no further, before anybody authenticates for it. */
  readonly enrolmentProblem: (text: string) => ScanProblem | undefined;
  /** Leads to the screens that bring it in. */
  readonly offer: (offered: Offered) => void;
  /** Shows how many codes of an export were read, with the scanner open; undefined: none. */
  readonly collecting: (collecting: Collecting | undefined) => void;
}

export interface AccountIntake {
  readonly take: (codes: readonly AccountCode[]) => void;
  /** **Bring in these**: what was read of an export whose other codes are missing. */
  readonly useCollected: () => void;
  /** The scanner was left: overwrites what was collected. */
  readonly drop: () => void;
}

/** Accounts that are complete, and the codes of exports. */
interface Collected {
  readonly loose: readonly OathSource[];
  readonly parts: MigrationParts | undefined;
}

const NOTHING: Collected = { loose: [], parts: undefined };

export function createAccountIntake(context: AccountIntakeContext): AccountIntake {
  const { allowed, canLeave, refuse, offer, collecting } = context;
  let collected = NOTHING;

  function forget(): void {
    if (collected.parts) collecting(undefined);
    collected = NOTHING;
  }

  function offerCollected(): void {
    const { loose, parts } = collected;
    const source = joined([...loose, ...(parts ? [migrated(parts)] : [])]);
    forget();
    if (source.entries.length > 0) offer({ is: 'accounts', source });
    else refuse({ code: 'NOT_OURS', seen: `unreadable-${source.unreadable[0]?.why ?? 'empty'}` });
  }

  function add(read: CodeRead | undefined): void {
    const { loose, parts } = collected;
    if (read === undefined || !('part' in read)) {
      const source = read?.source ?? toSource([unreadableEntry('form')]);
      collected = { parts, loose: [...loose, source] };
      return;
    }
    const added = addMigrationPart(parts, read.part);
    if (added === parts) wipeSecrets(read.part.accounts.entries);
    collected = { loose, parts: added };
  }

  return {
    take(codes) {
      const seen = !allowed ? 'own-only' : !canLeave() ? 'account-later' : undefined;
      if (seen !== undefined) {
        refuse({ code: 'NOT_OURS', seen });
        return;
      }
      const enrolment = codes.find((code) => code.is !== 'accounts');
      if (enrolment) {
        forgetKeys();
        const problem = context.enrolmentProblem(enrolment.text);
        if (problem) refuse(problem);
        else offer(enrolment);
        return;
      }
      const uris = codes.flatMap((code) => (code.is === 'accounts' ? code.uris : []));
      const reads = uris.map(readCode);
      if (reads.every((each) => each === undefined)) {
        refuse({ code: 'DAMAGED' });
        return;
      }
      reads.forEach(add);
      const others = codes.flatMap((code) => ('others' in code ? code.others : []));
      if (others.length > 0) add({ source: toSource(others.map(unreadableOf)) });
      const { parts } = collected;
      const read = parts?.parts.length ?? 0;
      if (parts && read < parts.wanted) collecting({ read, wanted: parts.wanted });
      else offerCollected();
    },
    useCollected() {
      if (collected.parts) offerCollected();
    },
    drop: forgetKeys,
  };

  function forgetKeys(): void {
    for (const source of collected.loose) wipeSecrets(source.entries);
    for (const { accounts } of collected.parts?.parts ?? []) wipeSecrets(accounts.entries);
    forget();
  }
}

/** A code that is no account of this kind, named as far as it names itself. */
function unreadableOf(uri: string): UnreadableEntry {
  const read = /^(otpauth|pia):/i.test(uri) ? readOtpauth(uri) : unreadableEntry('kind');
  if (isOathEntry(read)) read.secret.fill(0);
  return { issuer: read.issuer, label: read.label, why: 'kind' };
}

/** One code of an export, or an account. */
type CodeRead = { readonly part: MigrationPart } | { readonly source: OathSource };

/** Undefined for a code that is damaged. */
function readCode(uri: string): CodeRead | undefined {
  if (!isMigration(uri)) return { source: toSource([readOtpauth(uri)]) };
  try {
    return { part: readMigration(uri) };
  } catch {
    return undefined;
  }
}

function joined(sources: readonly OathSource[]): OathSource {
  return {
    entries: sources.flatMap(({ entries }) => entries),
    unreadable: sources.flatMap(({ unreadable }) => unreadable),
    others: 0,
  };
}
