/** The ledger of answers: tells approvals of this phone from a clone's (docs/vault.md). */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal, ownBytes } from '../core/codec/bytes.ts';
import type { AcceptedApproval, Request } from '../core/codec/messages.ts';
import { TesseraError } from '../core/errors.ts';
import type { AnswerState } from './answer-rows.ts';
import {
  ANSWER_STORE,
  answerChanges,
  answerKey,
  dropAnswer,
  isKnownApproval,
  ledgerChange,
  openAnswer,
  openLedger,
} from './answer-rows.ts';
import { openRequestRow } from './request-rows.ts';
import type { Loaded, Store } from './store.ts';

/** An approval, as it is recorded before it leaves or its code is shown. */
export interface RecordedApproval {
  readonly accountId: string;
  /** 8 bytes. */
  readonly requestId: Uint8Array;
  /** SHA-256 of the whole message. */
  readonly hash: Uint8Array;
  readonly state: AnswerState;
  /** Issuer's clock, seconds since 1970: when the request was issued is exact enough. */
  readonly at: number;
}

/** What a request tells of its issuer's approvals. */
export interface SeenApprovals extends Pick<Request, 'lastAccepted'> {
  /**
   * When it was opened, by the issuer's clock as far as it is known, seconds since 1970; undefined
   * for a request that has ended: this phone may have approved others since.
   */
  readonly openedAt: number | undefined;
}

export interface AnswerLedger {
  /**
   * Records an approval durably: `leaving` before it is sent, `given` before its code is shown or
   * once the service took it. What is given stays given. Returns the state that was recorded
   * before, undefined for none: nobody but this phone can have caused an answer that the issuer
   * already has.
   * @throws TesseraError UNKNOWN_ACCOUNT; REQUEST_REUSED: another message came under this id;
   * REQUEST_GONE: it was denied
   */
  readonly record: (approval: RecordedApproval) => Promise<AnswerState | undefined>;
  /**
   * Takes a `leaving` approval back that the service has refused, so that the request can be
   * answered again, and an approval of it by somebody else is not taken for this phone's.
   */
  readonly withdraw: (accountId: string, requestId: Uint8Array) => Promise<void>;
  /** Returns undefined where this phone has not approved the request. */
  readonly find: (accountId: string, requestId: Uint8Array) => Promise<AnswerState | undefined>;
  /**
   * Returns the approvals of a request's `lastAccepted` that this phone did not give, and that the
   * person has not acknowledged. Call it for each request that is opened: where an account has no
   * ledger, the first one that is not late begins it.
   * @throws TesseraError UNKNOWN_ACCOUNT
   */
  readonly unknown: (
    accountId: string,
    seen: SeenApprovals,
  ) => Promise<readonly AcceptedApproval[]>;
  /**
   * Notes that the person knows of an approval ("It was me").
   * @param idPrefix the first 4 bytes of the request's id
   * @throws TesseraError UNKNOWN_ACCOUNT
   */
  readonly acknowledge: (accountId: string, idPrefix: Uint8Array) => Promise<void>;
}

/** How many acknowledged approvals are remembered of an account, the newest. */
const MAX_ACKNOWLEDGED = 256;

export function createAnswerLedger(store: Store): AnswerLedger {
  return {
    async record({ accountId, requestId, hash, state, at }) {
      const key = answerKey(accountId, requestId);
      let before: AnswerState | undefined;
      await store.change(['accounts', 'requests', ANSWER_STORE], async (loaded) => {
        requireAccount(loaded, accountId);
        const [known, request] = [await openAnswer(loaded, key), await openRequestRow(loaded, key)];
        for (const earlier of [known, request])
          if (earlier && !equal(earlier.hash, hash)) throw new TesseraError('REQUEST_REUSED');
        if (request?.decision === 'denied') throw new TesseraError('REQUEST_GONE');
        before = known?.state;
        if (before === 'given' || before === state) return { changes: [] };
        const answer = { hash: copyOf(hash), state, at: known?.at ?? at };
        return { changes: await answerChanges(loaded, key, answer) };
      });
      return before;
    },

    withdraw: (accountId, requestId) =>
      store.change([ANSWER_STORE], async (loaded) => {
        const key = answerKey(accountId, requestId);
        const known = await openAnswer(loaded, key);
        return { changes: known?.state === 'leaving' ? [dropAnswer(key)] : [] };
      }),

    async find(accountId, requestId) {
      const key = answerKey(accountId, requestId);
      return (await openAnswer(await store.pick(ANSWER_STORE, key), key))?.state;
    },

    async unknown(accountId, { openedAt, lastAccepted }) {
      const approvals = lastAccepted?.approvals ?? [];
      let unknown: readonly AcceptedApproval[] = [];
      await store.change(['accounts', ANSWER_STORE], async (loaded) => {
        requireAccount(loaded, accountId);
        const ledger = await openLedger(loaded, accountId);
        unknown = approvals.filter(
          ({ idPrefix, at }) =>
            ledger &&
            at > ledger.since &&
            !isKnownApproval(loaded, accountId, { ledger, idPrefix }),
        );
        if (ledger || openedAt === undefined) return { changes: [] };
        // Neither when it was issued, since this phone may have approved others after that, nor its
        // end: whoever forges a request sets that as far away as he likes.
        const since = Math.max(openedAt, ...approvals.map(({ at }) => at));
        const begun = { since, acknowledged: [] };
        return { changes: [await ledgerChange(loaded, accountId, begun)] };
      });
      return unknown;
    },

    acknowledge: (accountId, idPrefix) =>
      store.change(['accounts', ANSWER_STORE], async (loaded) => {
        requireAccount(loaded, accountId);
        const ledger = await openLedger(loaded, accountId);
        if (!ledger || ledger.acknowledged.some((known) => equal(known, idPrefix)))
          return { changes: [] };
        const acknowledged = [...ledger.acknowledged, copyOf(idPrefix)].slice(-MAX_ACKNOWLEDGED);
        return { changes: [await ledgerChange(loaded, accountId, { ...ledger, acknowledged })] };
      }),
  };
}

/** @throws TesseraError UNKNOWN_ACCOUNT */
function requireAccount(loaded: Loaded, accountId: string): void {
  if (!loaded.rows('accounts').has(accountId)) throw new TesseraError('UNKNOWN_ACCOUNT');
}

function copyOf(bytes: Uint8Array): Bytes {
  return ownBytes(bytes.slice());
}
