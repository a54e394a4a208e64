/** Runs the machine that brings accounts of other servers in: files, previews, sealing. */
import type { ErrorCode } from '../../core/errors.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type { OathSource } from '../../core/oath-entry.ts';
import { wipeSecrets } from '../../core/oath-entry.ts';
import { BRING_IN_START, bringInTransition } from '../../core/transfer/bring-in.ts';
import type {
  BringIn,
  BringInAction,
  BringInEffect,
  BringInEvent,
  BroughtFrom,
  ChosenFile,
  FileOrigin,
} from '../../core/transfer/bring-in-types.ts';
import type { Found } from '../../symbology/reader.ts';
import type { FileFormat } from '../../transfer/file-reader.ts';
import { HandleTable } from '../handle-table.ts';
import { runMachine } from '../runner.ts';
import { broughtList, copiesAt } from './bring-in-list.ts';
import { noticeDue } from './notice-due.ts';
import type { Offered } from './offered-accounts.ts';
import { readAccountFile, textFile } from './read-account-file.ts';
import type { TransferContext, TransferRun } from './transfers.ts';

const PURPOSE = 'bring-in';
/** Steps at which a file is waited for. */
const TAKES_FILE: ReadonlySet<BringIn['step']> = new Set<BringIn['step']>([
  'choose-file',
  'file-password',
]);

export function createBringIn(
  context: TransferContext,
  read = readAccountFile,
): TransferRun<typeof PURPOSE> {
  const { vault, authSession, offered } = context;
  const sources = new HandleTable<OathSource>(({ entries }) => wipeSecrets(entries));
  const files = new HandleTable<ChosenFile>();
  const passwords = new HandleTable<string>();
  const machine = runMachine<BringIn, BringInEvent, BringInEffect>({
    start: BRING_IN_START,
    transition: bringInTransition,
    perform,
    failed: (thrown) => ({ type: 'failed', code: asTesseraError(thrown).code }),
    stage: stageOf,
    changed: context.changed,
  });

  function sourceOf(handle: number): OathSource {
    const source = sources.see(handle);
    if (!source) throw new TesseraError('UNEXPECTED');
    return source;
  }

  async function readFile(
    effect: Extract<BringInEffect, { readonly type: 'read-file' }>,
    signal: AbortSignal,
  ): Promise<BringInEvent | undefined> {
    const file = files.see(effect.file);
    if (!file) throw new TesseraError('UNEXPECTED');
    const password = effect.password === undefined ? undefined : passwords.take(effect.password);
    const result = await read(file, password, signal);
    const origin = originOf(file, result.format);
    if (result.is === 'locked') return { type: 'password-needed', ...origin };
    const { source } = result;
    if (!signal.aborted) return { type: 'source-read', source: sources.keep(source), ...origin };
    wipeSecrets(source.entries);
    return undefined;
  }

  /** Seals copies: the screen may be left meanwhile, which overwrites what was read. */
  async function keep(
    effect: Extract<BringInEffect, { readonly type: 'keep' }>,
  ): Promise<BringInEvent> {
    const entries = copiesAt(sourceOf(effect.source), effect.places);
    try {
      const by = await authSession.confirmedPin(effect.proof);
      const ids = await vault.sealOath(by, entries);
      void context.persist().catch(() => undefined);
      return { type: 'kept', ids };
    } finally {
      wipeSecrets(entries);
    }
  }

  async function perform(
    effect: BringInEffect,
    signal: AbortSignal,
  ): Promise<BringInEvent | undefined> {
    switch (effect.type) {
      case 'read-file':
        return readFile(effect, signal);
      case 'compare': {
        const source = sourceOf(effect.source);
        const by = await authSession.confirmedPin(effect.proof);
        const preview = await vault.previewOath(by, source.entries);
        return { type: 'compared', list: broughtList(source, preview) };
      }
      case 'keep':
        return keep(effect);
      case 'ask-pin':
        context.pursue({ to: 'transfer', purpose: PURPOSE });
        return undefined;
      case 'forget':
        forget();
        return undefined;
      case 'leave':
        context.leave('home');
        if (effect.account !== undefined) context.pursue({ to: 'otp', account: effect.account });
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  function forget(): void {
    for (const table of [sources, files, passwords]) table.clear();
  }

  function fromOffered(taken: Offered | undefined): BroughtFrom | undefined {
    switch (taken?.is) {
      case 'accounts':
        return { by: 'code', source: sources.keep(taken.source) };
      case 'file':
        return { by: 'file', file: files.keep(taken.file) };
      default:
        return undefined;
    }
  }

  async function start(proof: number): Promise<void> {
    const notice = await noticeDue(vault);
    const from = fromOffered(offered.take());
    machine.send({ type: 'started', proof, ...(notice && { notice }), ...(from && { from }) });
  }

  function takeFile(file: ChosenFile): void {
    machine.send({ type: 'file-chosen', file: files.keep(file) });
  }

  function act(action: BringInAction): void {
    switch (action.type) {
      case 'file-picked':
        return takeFile(action.file);
      case 'password-entered':
        return machine.send({
          type: 'password-typed',
          password: passwords.keep(action.password),
        });
      default:
        return machine.send(action);
    }
  }

  function failed(code: ErrorCode): void {
    machine.send({ type: 'failed', code });
  }

  return {
    get state() {
      return machine.state;
    },
    scans: false,
    get takesFile() {
      return TAKES_FILE.has(machine.state.step);
    },
    start(given) {
      const proof = given ?? authSession.confirmedSession();
      if (proof === undefined) {
        context.leave('home');
        return;
      }
      start(proof).catch((thrown: unknown) => failed(asTesseraError(thrown).code));
    },
    act,
    back: () => machine.send({ type: 'went-back' }),
    seen(found) {
      if (typeof found === 'string') {
        failed(found);
        return;
      }
      const text = textOf(found);
      if (text === '') failed('NO_CODE_IN_PICTURE');
      else takeFile(textFile(text));
    },
    pasted: (text) => takeFile(textFile(text)),
    locked: () => machine.send({ type: 'locked' }),
    hidden: () => undefined,
    end() {
      machine.stop();
      forget();
    },
  };
}

/** A text that was pasted or seen leaves no file behind. */
function originOf(file: ChosenFile, format: FileFormat): { readonly origin?: FileOrigin } {
  if (file.isText) return {};
  return { origin: format === 'tessera' ? 'backup' : 'export' };
}

/** A lock changes the state, and ends no work: what lacks a proof then asks for it. */
function stageOf(state: BringIn): string {
  const { step } = state;
  const what = 'file' in state ? state.file : 'source' in state ? state.source : '';
  return `${step} ${what}`;
}

function textOf(found: readonly Found[]): string {
  return found.flatMap((each) => (each.kind === 'qr' ? [each.text] : [])).join('\n');
}
