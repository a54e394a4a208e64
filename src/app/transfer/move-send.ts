/** Runs the old phone's side of a move: what it packs and shows is in its memory alone. */
import type { ProofHandle } from '../../core/authentication.ts';
import type { Bytes } from '../../core/codec/bytes.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import { wipeSecrets } from '../../core/oath-entry.ts';
import { isMovable } from '../../core/transfer/movable.ts';
import { moveName } from '../../core/transfer/move-name.ts';
import { SEND_START, sendStage, sendTransition } from '../../core/transfer/send.ts';
import type {
  ColourPicture,
  Deletion,
  Pace,
  Packed,
  Send,
  SendEffect,
  SendEvent,
} from '../../core/transfer/send-types.ts';
import { isMotionReduced } from '../../platform/motion.ts';
import type { Found } from '../../symbology/reader.ts';
import type { PartWriter } from '../../transfer/move/part-writer.ts';
import { createPartWriter } from '../../transfer/move/part-writer.ts';
import { readRequest } from '../../transfer/move/request.ts';
import { HandleTable } from '../handle-table.ts';
import { runMachine } from '../runner.ts';
import { colourPicture } from './colour-picture.ts';
import type { MoveTasks } from './move-tasks.ts';
import { moveTasks } from './move-tasks.ts';
import { wait } from './move-wait.ts';
import type { TransferContext, TransferRun } from './transfers.ts';

/** Milliseconds for which a picture is shown; none follows by itself where that is by hand. */
const PICTURE_MS: Readonly<Record<Exclude<Pace, 'by-hand'>, number>> = { fast: 333, slow: 1000 };

/** Steps that a lock does not end: what moved is on the new phone, and here until it is deleted. */
const AFTER_RECEIPT: ReadonlySet<Send['step']> = new Set([
  'send-moved',
  'send-counting',
  'send-delete',
  'send-deleting',
  'send-done',
]);

export interface SendPorts {
  readonly tasks: MoveTasks;
  /** Whether the person wants little motion. */
  readonly isStill: () => boolean;
}

/** What was packed: the pictures, the receipt that they lead to, and whose accounts they are. */
interface Move {
  readonly parts: PartWriter;
  readonly receipt: string;
  /** Ids of what was packed, and of those that count upwards. */
  readonly all: readonly string[];
  readonly counting: readonly string[];
}

export function createSendRun(
  context: TransferContext,
  { tasks, isStill }: SendPorts = { tasks: moveTasks, isStill: isMotionReduced },
): TransferRun<'send'> {
  const { vault, authSession, changed, leave } = context;
  const requests = new HandleTable<Bytes>((key) => key.fill(0));
  let proof: ProofHandle | undefined;
  /** The deletion was confirmed without a proof: it follows the PIN. */
  let isDeletionWanted = false;
  let move: Move | undefined;
  let picture: ColourPicture | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let shownPace: Pace | undefined;

  const machine = runMachine<Send, SendEvent, SendEffect>({
    start: SEND_START,
    transition: sendTransition,
    perform,
    failed: (thrown) => ({ type: 'failed', code: asTesseraError(thrown).code }),
    stage: sendStage,
    changed(state) {
      follow(state);
      changed();
    },
  });

  /** Pictures follow each other while they are shown, at their pace. */
  function follow(state: Send): void {
    const pace = state.step === 'send-showing' ? state.pace : undefined;
    if (pace === shownPace) return;
    shownPace = pace;
    clearInterval(timer);
    if (pace === undefined) picture = undefined;
    else showNext();
    if (pace !== undefined && pace !== 'by-hand') timer = setInterval(showNext, PICTURE_MS[pace]);
  }

  function showNext(): void {
    if (!move) return;
    picture = colourPicture(move.parts.next());
    changed();
  }

  async function perform(effect: SendEffect, signal: AbortSignal): Promise<SendEvent | undefined> {
    switch (effect.type) {
      case 'compare-number': {
        const number = await tasks.compareNumber(keyOf(effect.request), signal);
        return { type: 'number-compared', same: number === effect.digits };
      }
      case 'pack':
        return pack(effect, signal);
      case 'compare-receipt':
        return { type: 'receipt-compared', same: move?.receipt === effect.digits };
      case 'delete-moved':
        return { type: 'deleted', accounts: await deleteMoved(effect.deletion) };
      case 'limit':
        return (await wait(effect.ms, signal)) ? { type: 'time-over' } : undefined;
      case 'forget':
        forget();
        return undefined;
      case 'leave':
        leave('home');
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  function keyOf(request: number): Bytes {
    const key = requests.see(request);
    if (!key) throw new TesseraError('WRONG_STATE');
    return key;
  }

  async function pack(
    { request, without }: Extract<SendEffect, { type: 'pack' }>,
    signal: AbortSignal,
  ): Promise<SendEvent> {
    if (proof === undefined) throw new TesseraError('LOCKED');
    const { accounts } = await vault.snapshot();
    const kept = await vault.oathEntries(authSession.unlocked(proof));
    const chosen = kept.filter(({ id }) => !without.includes(id));
    wipeSecrets(kept.filter(({ id }) => without.includes(id)));
    const all = chosen.map(({ id }) => id);
    const wanted = accounts.filter((each) => isMovable(each) && !without.includes(each.id));
    const unread = wanted.filter(({ id }) => !all.includes(id)).map(moveName);
    if (all.length === 0 && unread.length > 0) throw new TesseraError('VAULT_DAMAGED');
    const counting = chosen.filter(({ type }) => type === 'hotp').map(({ id }) => id);
    const countingNames = wanted.filter(({ id }) => counting.includes(id)).map(moveName);
    // The worker overwrites the secrets that it is given, and takes them with it.
    const entries = chosen.map(({ id: _, ...entry }) => entry);
    const { whole, receipt } = await tasks.pack({ entries, publicKey: keyOf(request) }, signal);
    const parts = await createPartWriter(whole);
    whole.fill(0);
    if (signal.aborted) {
      parts.wipe();
      throw new TesseraError('WRONG_STATE');
    }
    move = { parts, receipt, all, counting };
    const packed: Packed = {
      pictures: parts.blocks,
      accounts: all.length,
      counting: counting.length,
      countingNames,
      unread,
    };
    return { type: 'packed', packed, pace: isStill() ? 'slow' : 'fast' };
  }

  async function deleteMoved(deletion: Deletion): Promise<number> {
    if (!move) throw new TesseraError('WRONG_STATE');
    const ids = deletion === 'all' ? move.all : move.counting;
    await vault.removeAccounts(ids);
    return ids.length;
  }

  function forget(): void {
    requests.clear();
    move?.parts.wipe();
    move = undefined;
    picture = undefined;
  }

  function scanned(found: readonly Found[]): void {
    for (const each of found) {
      if (each.kind !== 'qr') continue;
      try {
        const request = requests.keep(readRequest(each.text));
        machine.send({ type: 'request-scanned', request });
        return;
      } catch {
        // Another code: the screen says what to look for.
      }
    }
    machine.send({ type: 'scan-refused', code: 'NOT_OURS' });
  }

  function end(): void {
    machine.stop();
    clearInterval(timer);
    forget();
    proof = undefined;
  }

  return {
    get state() {
      return { ...machine.state, ...(picture && { picture }) };
    },
    get scans() {
      return machine.state.step === 'send-scanning';
    },
    start(given) {
      proof = given;
      if (isDeletionWanted && proof !== undefined) {
        isDeletionWanted = false;
        machine.send({ type: 'send-delete-confirmed' });
      }
      changed();
    },
    act(event) {
      // After a lock, whoever deletes proves again who they are.
      isDeletionWanted = event.type === 'send-delete-confirmed' && proof === undefined;
      if (isDeletionWanted) context.pursue({ to: 'transfer', purpose: 'send' });
      else if (event.type === 'send-next-picture') showNext();
      else machine.send(event);
    },
    back() {
      isDeletionWanted = false;
      const typing = machine.state.step === 'send-receipt';
      machine.send({ type: typing ? 'send-pictures-wanted' : 'send-stopped' });
    },
    seen(found, by) {
      // A picture could come from anybody: only what this phone's camera sees counts.
      if (machine.state.step !== 'send-scanning') return;
      if (by !== 'camera' || typeof found === 'string')
        machine.send({ type: 'scan-refused', code: 'NOT_OURS' });
      else scanned(found);
    },
    pasted: () => undefined,
    locked() {
      isDeletionWanted = false;
      if (AFTER_RECEIPT.has(machine.state.step)) proof = undefined;
      else leave('home');
    },
    hidden: () => machine.send({ type: 'hidden' }),
    end,
  };
}
