/** Runs the new phone's side of a move: only accounts are ever written, all of them at once. */
import type { ProofHandle } from '../../core/authentication.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type { OathEntry, UnreadableEntry } from '../../core/oath-entry.ts';
import { wipeSecrets } from '../../core/oath-entry.ts';
import type { MoveName } from '../../core/transfer/move-name.ts';
import { nameParts } from '../../core/transfer/move-name.ts';
import { RECEIVE_START, receiveStage, receiveTransition } from '../../core/transfer/receive.ts';
import type {
  Arrived,
  Receive,
  ReceiveEffect,
  ReceiveEvent,
} from '../../core/transfer/receive-types.ts';
import type { BitMatrix } from '../../core/view.ts';
import { qrMatrix } from '../../symbology/qr-write.ts';
import type { Found } from '../../symbology/reader.ts';
import type { Collected } from '../../transfer/move/collector.ts';
import { createCollector } from '../../transfer/move/collector.ts';
import type { OneTimeKey } from '../../transfer/move/one-time-key.ts';
import type { OpenedMove } from '../../transfer/move/tasks.ts';
import { runMachine } from '../runner.ts';
import type { MoveTasks } from './move-tasks.ts';
import { moveTasks } from './move-tasks.ts';
import { wait } from './move-wait.ts';
import { noticeDue } from './notice-due.ts';
import type { TransferContext, TransferRun } from './transfers.ts';

export function createReceiveRun(
  context: TransferContext,
  tasks: MoveTasks = moveTasks,
): TransferRun<'receive'> {
  const { vault, authSession, changed, leave } = context;
  const collector = createCollector();
  let proof: ProofHandle | undefined;
  let isBegun = false;
  let secret: OneTimeKey | undefined;
  let collected: Collected | undefined;
  let opened: OpenedMove | undefined;
  let modules: BitMatrix | undefined;

  const machine = runMachine<Receive, ReceiveEvent, ReceiveEffect>({
    start: RECEIVE_START,
    transition: receiveTransition,
    perform,
    failed: (thrown) => ({ type: 'failed', code: asTesseraError(thrown).code }),
    stage: receiveStage,
    changed: () => changed(),
  });

  async function perform(
    effect: ReceiveEffect,
    signal: AbortSignal,
  ): Promise<ReceiveEvent | undefined> {
    switch (effect.type) {
      case 'make-request':
        return makeRequest(signal);
      case 'open':
        return { type: 'opened', arrived: await open(signal) };
      case 'seal':
        return seal();
      case 'limit':
        return (await wait(effect.ms, signal)) ? { type: 'time-over', of: effect.of } : undefined;
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

  async function makeRequest(signal: AbortSignal): Promise<ReceiveEvent | undefined> {
    const made = await tasks.makeRequest(signal);
    if (signal.aborted) return undefined;
    ({ secret } = made);
    modules = qrMatrix(made.request, 'M');
    return { type: 'request-made', asked: { request: made.request, number: made.number } };
  }

  async function open(signal: AbortSignal): Promise<Arrived> {
    const { whole, digest } = collected ?? {};
    if (!whole || !digest || secret === undefined) throw new TesseraError('WRONG_STATE');
    // The worker takes the bytes with it.
    collected = undefined;
    const result = await tasks.open({ whole, digest, secret }, signal);
    // One use: what is shown again is for nobody.
    secret = undefined;
    collector.wipe();
    if (signal.aborted) {
      wipeSecrets(result.entries);
      throw new TesseraError('WRONG_STATE');
    }
    opened = result;
    const { entries, unreadable } = result;
    const preview = await vault.previewOath(await confirmed(), entries);
    const notice = await noticeDue(vault);
    const names = [...entries, ...unreadable].map(nameOf);
    return {
      accounts: names.length,
      names,
      here: preview.filter(({ is }) => is === 'here').length,
      unhidden: entries.filter((_, i) => preview[i]?.is === 'unhidden').map(nameOf),
      ...(notice && { notice }),
    };
  }

  /** Seals everything in one change; the receipt is shown only if all of it is read back. */
  async function seal(): Promise<ReceiveEvent> {
    if (!opened) throw new TesseraError('WRONG_STATE');
    const { entries, unreadable, receipt } = opened;
    const by = await confirmed();
    const before = await vault.previewOath(by, entries);
    const sound = entries.filter((_, i) => before[i]?.is !== 'refused');
    const refused = entries.filter((_, i) => before[i]?.is === 'refused');
    await vault.sealOath(by, sound);
    void context.persist().catch(() => undefined);
    const after = await vault.previewOath(by, sound);
    const lost = sound.filter((_, i) => !isKept(after[i]));
    const missing = [...unreadable, ...refused, ...lost].map(nameOf);
    if (missing.length > 0)
      return { type: 'incomplete', kept: sound.length - lost.length, missing };
    const here = before.filter(({ is }) => is === 'here').length;
    return { type: 'sealed', accounts: entries.length, here, receipt };
  }

  function confirmed() {
    if (proof === undefined) throw new TesseraError('LOCKED');
    return authSession.confirmedPin(proof);
  }

  function forget(): void {
    secret = undefined;
    modules = undefined;
    collected?.whole?.fill(0);
    collected = undefined;
    collector.wipe();
    if (opened) wipeSecrets(opened.entries);
    opened = undefined;
  }

  function read(data: Uint8Array): void {
    try {
      collected = collector.take(data);
    } catch (thrown) {
      machine.send({ type: 'part-refused', code: asTesseraError(thrown).code });
      return;
    }
    const { rank, of, whole } = collected;
    machine.send({ type: 'part-read', rank, of });
    if (whole) machine.send({ type: 'collected' });
  }

  function scanned(found: readonly Found[]): void {
    for (const each of found) {
      if (machine.state.step !== 'receive-collecting') return;
      if (each.kind === 'cryptogram') read(each.bytes);
      else machine.send({ type: 'part-refused', code: 'NOT_OURS' });
    }
  }

  return {
    get state() {
      const { state } = machine;
      return state.step === 'receive-asking' && modules ? { ...state, modules } : state;
    },
    get scans() {
      return machine.state.step === 'receive-collecting';
    },
    start(given) {
      proof = given;
      if (isBegun) return;
      isBegun = true;
      machine.send({ type: 'begun' });
    },
    act: machine.send,
    back() {
      const collecting = machine.state.step === 'receive-collecting';
      machine.send({ type: collecting ? 'receive-code-wanted' : 'receive-stopped' });
    },
    seen(found, by) {
      if (machine.state.step !== 'receive-collecting') return;
      // A picture could come from anybody: only what this phone's camera sees counts.
      if (by === 'camera' && typeof found !== 'string') scanned(found);
      else machine.send({ type: 'part-refused', code: 'NOT_OURS' });
    },
    pasted: () => undefined,
    locked() {
      const { step } = machine.state;
      if (step === 'receive-done' || step === 'receive-incomplete') return;
      if (step !== 'receive-sealing') leave('home');
    },
    hidden: () => undefined,
    end() {
      machine.stop();
      forget();
      proof = undefined;
    },
  };
}

function isKept(verdict: { readonly is: string; readonly raisesCounter?: boolean } | undefined) {
  return verdict?.is === 'here' && verdict.raisesCounter === false;
}

function nameOf({ issuer, label }: OathEntry | UnreadableEntry): MoveName {
  return nameParts(issuer, label);
}
