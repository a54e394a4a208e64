/**
 * Runs the machine of making a backup file. Passphrase and files are kept here alone, and only for
 * as long as a step needs them.
 */
/// <reference types="vite/client" />
import type { ProofHandle } from '../../core/authentication.ts';
import type { Bytes } from '../../core/codec/bytes.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import { BACK_UP_START, backUpTransition } from '../../core/transfer/back-up.ts';
import type {
  BackUp,
  BackUpAction,
  BackUpEffect,
  BackUpEvent,
  ChosenFile,
  SaveWay,
} from '../../core/transfer/back-up-types.ts';
import type { FileSaving } from '../../platform/save-file.ts';
import { browserSaving } from '../../platform/save-file.ts';
import { randomBytes } from '../../protocol/random.ts';
import {
  drawPassphrase,
  isOwnPassphraseLongEnough,
  isThirdGroup,
  normalisePassphrase,
} from '../../transfer/backup/passphrase.ts';
import type { Unlocked } from '../../vault/types.ts';
import { runMachine } from '../runner.ts';
import type { BackUpTasks, BackUpWork, WrittenBackup } from './back-up-work.ts';
import { createBackUpWork } from './back-up-work.ts';
import { runTask } from './transfer-worker.ts';
import type { TransferContext, TransferRun } from './transfers.ts';

const PURPOSE = 'back-up';

export interface BackUpParts {
  readonly work: BackUpWork;
  readonly saving: FileSaving;
}

/** What a run keeps in memory; never a part of its state. */
interface Memory {
  proof?: ProofHandle;
  /** While it is written down and typed back. */
  passphrase?: string;
  written?: WrittenBackup;
  chosen?: ChosenFile;
  /** The chosen file, until it is compared. */
  opened?: Bytes;
  /** Until it has been tried. */
  typed?: string;
}

export function createBackUp(
  context: TransferContext,
  { work, saving }: BackUpParts = browserParts(context),
): TransferRun<typeof PURPOSE> {
  const { authSession, changed, leave } = context;
  let memory: Memory = {};
  const machine = runMachine<BackUp, BackUpEvent, BackUpEffect>({
    start: BACK_UP_START,
    transition: backUpTransition,
    perform,
    failed: failureOf,
    stage: (state) => state,
    changed,
  });

  /** @throws TesseraError LOCKED */
  function unlocked(): Unlocked {
    const { proof } = memory;
    if (proof === undefined) throw new TesseraError('LOCKED');
    return authSession.unlocked(proof);
  }

  /** Not asynchronous itself: what a tap starts must begin within it. */
  function perform(effect: BackUpEffect, signal: AbortSignal): Promise<BackUpEvent | undefined> {
    switch (effect.type) {
      case 'read-last':
        return readLast();
      case 'draw-passphrase':
        memory.passphrase = drawPassphrase(randomBytes);
        changed();
        return nothing();
      case 'write':
        return write(signal);
      case 'save':
        return save(effect.way);
      case 'open':
        return open();
      case 'compare':
        return compare(signal);
      case 'ask-pin':
        context.pursue({ to: 'transfer', purpose: PURPOSE });
        return nothing();
      case 'forget':
        forget();
        return nothing();
      case 'leave':
        leave('menu');
        return nothing();
      default:
        return effect satisfies never;
    }
  }

  async function readLast(): Promise<BackUpEvent> {
    const last = await work.last();
    try {
      return { type: 'last-read', last, unreadable: await work.unreadable(unlocked()) };
    } catch (thrown) {
      // The list is shown all the same: what follows it asks for the PIN.
      if (asTesseraError(thrown).code !== 'LOCKED') throw thrown;
      return { type: 'last-read', last };
    }
  }

  async function write(signal: AbortSignal): Promise<BackUpEvent> {
    const { passphrase } = memory;
    if (passphrase === undefined) throw new TesseraError('WRONG_STATE');
    const written = await work.write(unlocked(), passphrase, signal);
    // The restore proof is one of what was written down, not of what is in memory.
    memory = { ...proofOf(memory), written };
    return { type: 'written', file: written.file.name };
  }

  async function save(way: SaveWay): Promise<BackUpEvent> {
    const { written } = memory;
    if (!written) throw new TesseraError('WRONG_STATE');
    if (way === 'download') saving.download(written.file);
    else if (!(await saving.share(written.file)))
      return { type: 'save-refused', problem: 'cancelled' };
    await work.keep(written);
    return { type: 'saved' };
  }

  async function open(): Promise<BackUpEvent> {
    const { chosen } = memory;
    if (!chosen) throw new TesseraError('WRONG_STATE');
    delete memory.chosen;
    memory.opened = await work.open(chosen);
    return { type: 'file-opened' };
  }

  async function compare(signal: AbortSignal): Promise<BackUpEvent> {
    const { opened, typed } = memory;
    if (!opened || typed === undefined) throw new TesseraError('WRONG_STATE');
    const given = { file: opened, passphrase: typed };
    const compared = await work.compare(unlocked(), given, signal);
    if (!signal.aborted) delete memory.typed;
    return { type: 'compared', ...compared };
  }

  /** A step that a lock interrupted waits for the PIN; what was not shared can be downloaded. */
  function failureOf(thrown: unknown, { type }: BackUpEffect): BackUpEvent {
    const { code } = asTesseraError(thrown);
    if (code === 'LOCKED' && !authSession.isValid(memory.proof)) return { type: 'pin-lacking' };
    delete memory.typed;
    return type === 'save' ? { type: 'save-refused', problem: code } : { type: 'failed', code };
  }

  function goBack(): void {
    delete memory.typed;
    machine.send({ type: 'went-back' });
  }

  function forget(): void {
    memory = proofOf(memory);
  }

  /** What was typed is compared here: events carry no passphrase. */
  function typed(text: string): void {
    const { state } = machine;
    switch (state.step) {
      case 'back-up-own': {
        const long = isOwnPassphraseLongEnough(text);
        if (long) memory.passphrase = normalisePassphrase(text);
        machine.send({ type: 'own-given', long });
        return;
      }
      case 'back-up-check': {
        const { passphrase = '' } = memory;
        const right = state.own
          ? normalisePassphrase(text) === passphrase
          : isThirdGroup(passphrase, text);
        machine.send({ type: 'checked', right });
        return;
      }
      case 'back-up-open':
        memory.typed = text;
        machine.send({ type: 'passphrase-given' });
        return;
      default:
    }
  }

  function act(action: BackUpAction): void {
    switch (action.type) {
      case 'passphrase-typed':
        typed(action.text);
        return;
      case 'file-given':
        memory.chosen = action.file;
        machine.send({ type: 'file-chosen' });
        return;
      case 'went-back':
        goBack();
        return;
      default:
        machine.send(action);
    }
  }

  const canShare = saving.canShare(new File([''], 'tessera.age'));

  return {
    get state() {
      const { state } = machine;
      const { passphrase, proof } = memory;
      const isShown = state.step === 'back-up-passphrase' && passphrase !== undefined;
      const waits = 'waits' in state || (isShown && proof === undefined);
      if (waits) return { ...state, canShare, locked: true as const };
      return { ...state, canShare, ...(isShown && { passphrase }) };
    },
    scans: false,
    start(proof) {
      if (proof === undefined) delete memory.proof;
      else memory.proof = proof;
      machine.send({ type: 'started' });
      changed();
    },
    act,
    back: goBack,
    seen: () => undefined,
    pasted: () => undefined,
    locked() {
      delete memory.proof;
      changed();
    },
    hidden: () => undefined,
    end() {
      machine.stop();
      memory = {};
    },
  };
}

function proofOf({ proof }: Memory): Memory {
  return proof === undefined ? {} : { proof };
}

function nothing(): Promise<undefined> {
  return Promise.resolve(undefined);
}

function browserParts({ vault, now }: TransferContext): BackUpParts {
  const tasks: BackUpTasks = {
    write: (contents, passphrase, signal) =>
      runTask('write-backup', { contents, passphrase }, { signal }),
    async read(bytes, password, signal) {
      const opened = await runTask('open-file', { bytes, password }, { signal });
      return opened.is === 'opened' ? opened.source.entries : [];
    },
  };
  const work = createBackUpWork({ vault, tasks, host: location.hostname, now });
  return { work, saving: browserSaving };
}
