/**
 * Does a call once (draft-ietf-httpapi-idempotency-key-header): its answer is written in the very
 * commit of its effect, so that whoever repeats it after a lost answer gets the first one.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac } from 'node:crypto';

import type { AnswerRow } from '../issuer/rows/service-rows.ts';
import type { IssuerStore, RowChange } from '../issuer/store.ts';
import type { OwnReason } from './problems.ts';

/** Seconds for which an answer is kept. */
const ANSWER_SECONDS = 24 * 3600;

/** The lowest HTTP status of a problem. */
const MIN_PROBLEM_STATUS = 400;

/** An answer as it is kept. */
export interface KeptAnswer {
  readonly status: number;
  /** JSON, or empty. */
  readonly body: string;
}

/** What makes a call the same call. */
interface OnceOptions {
  readonly store: IssuerStore;
  /** The API key's id. */
  readonly key: string;
  /** `Idempotency-Key`. */
  readonly header: string;
  /** Method, path with query, and body. */
  readonly content: readonly [method: string, path: string, body: Uint8Array];
  readonly now: number;
  /** Whom a call is about that writes nothing but its answer. */
  readonly ownerOf: () => Promise<string | undefined>;
}

type Once =
  | { readonly kind: 'done'; readonly answer: KeptAnswer }
  | { readonly kind: 'replayed'; readonly answer: KeptAnswer }
  | { readonly kind: 'refused'; readonly reason: OwnReason };

export interface Answers {
  /**
   * Runs a call, or gives the answer that it got before.
   * @param toAnswer an outcome as the answer, or undefined for one that is none
   * @param run the call; its outcome
   */
  readonly once: <Outcome extends object>(
    options: OnceOptions,
    toAnswer: (outcome: Outcome) => KeptAnswer | undefined,
    run: () => Promise<Outcome>,
  ) => Promise<Once>;
  /** The rows that join the commit of a call that is to be done once. */
  readonly rowsBeside: (outcome: object) => Promise<readonly RowChange[]>;
  /** The same store; it tells whether an answer was written. */
  readonly over: (store: IssuerStore) => IssuerStore;
}

interface Recording {
  readonly store: IssuerStore;
  readonly toAnswer: (outcome: never) => KeptAnswer | undefined;
  readonly toRow: (answer: KeptAnswer) => AnswerRow;
  /** A commit with the answer was tried before. */
  isTried: boolean;
  written: KeptAnswer | undefined;
}

/** Another server has done the same call at the same time. */
class DoneElsewhere extends Error {}

/**
 * @param secret 32 random bytes, the same at all servers: a plain hash of a short code would tell
 * the code
 */
export function createAnswers(secret: Uint8Array): Answers {
  const recordings = new AsyncLocalStorage<Recording>();
  /** Calls under way in this process. */
  const busy = new Set<string>();

  function mac(...parts: readonly (string | Uint8Array)[]): string {
    const hmac = createHmac('sha256', secret);
    // Each with its length, so that no part can continue in the next.
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
    return hmac.digest('hex');
  }

  async function kept(store: IssuerStore, id: string, now: number): Promise<AnswerRow | undefined> {
    const row = await store.serviceRow('answers', id);
    if (row === undefined || row.expiresAt > now) return row;
    await store.commit([{ table: 'answers', row, removes: true }]);
    return undefined;
  }

  return {
    async once({ store, key, header, content, now, ownerOf }, toAnswer, run) {
      const id = mac('id', key, header);
      const same = mac('content', ...content);
      const replay = (row: AnswerRow): Once =>
        row.content === same
          ? { kind: 'replayed', answer: row }
          : { kind: 'refused', reason: 'IDEMPOTENCY_MISMATCH' };
      if (busy.has(id)) return { kind: 'refused', reason: 'IDEMPOTENCY_BUSY' };
      busy.add(id);
      try {
        const before = await kept(store, id, now);
        if (before) return replay(before);
        const expiresAt = now + ANSWER_SECONDS;
        const recording: Recording = {
          store,
          toAnswer,
          toRow: (answer) => ({ ...answer, id, version: 1, content: same, expiresAt }),
          isTried: false,
          written: undefined,
        };
        const outcome = await recordings.run(recording, run);
        if (recording.written) return { kind: 'done', answer: recording.written };
        // Nothing was written, perhaps since another server has done the same call meanwhile.
        const elsewhere = await kept(store, id, now);
        if (elsewhere) return replay(elsewhere);
        const answer = toAnswer(outcome);
        if (answer === undefined) throw new Error('The call has no answer.');
        // A call that writes nothing else, such as one that makes a message: made once more it
        // would be another one. A refusal may become another one by itself.
        if (answer.status >= MIN_PROBLEM_STATUS) return { kind: 'done', answer };
        const row = ownedBy(recording.toRow(answer), await ownerOf());
        const isKept = await store.commit([{ table: 'answers', row }]);
        const first = isKept ? undefined : await kept(store, id, now);
        return first ? replay(first) : { kind: 'done', answer };
      } catch (thrown) {
        const row = thrown instanceof DoneElsewhere && (await kept(store, id, now));
        if (row) return replay(row);
        throw thrown;
      } finally {
        busy.delete(id);
      }
    },
    async rowsBeside(outcome) {
      const recording = recordings.getStore();
      // What a call sets off and does not wait for writes rows, too.
      if (recording === undefined || recording.written) return [];
      const answer = recording.toAnswer(outcome as never);
      if (answer === undefined) return [];
      const row = recording.toRow(answer);
      // That a commit failed may be because of the answer: another server gave it.
      if (recording.isTried && (await recording.store.serviceRow('answers', row.id)))
        throw new DoneElsewhere();
      recording.isTried = true;
      return [{ table: 'answers', row }];
    },
    over: (store) => ({
      ...store,
      async commit(given) {
        const changes = withOwner(given);
        const isWritten = await store.commit(changes);
        const recording = recordings.getStore();
        const answer = changes.find(({ table }) => table === 'answers');
        if (isWritten && recording && answer?.table === 'answers' && answer.removes !== true)
          recording.written = { status: answer.row.status, body: answer.row.body };
        return isWritten;
      },
    }),
  };
}

/** The changes with the answer among them as its owner's whose rows stand beside it. */
function withOwner(changes: readonly RowChange[]): readonly RowChange[] {
  if (!changes.some(({ table }) => table === 'answers')) return changes;
  const owner = changes.flatMap(({ row }) => ('owner' in row ? (row.owner ?? []) : [])).at(0);
  return changes.map((change) =>
    change.table === 'answers' ? { ...change, row: ownedBy(change.row, owner) } : change,
  );
}

function ownedBy(row: AnswerRow, owner: string | undefined): AnswerRow {
  return owner === undefined ? row : { ...row, owner };
}
