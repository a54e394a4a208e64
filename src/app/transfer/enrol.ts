/** Runs an enrolment at another server that takes more than one code. */
import type { ProofHandle } from '../../core/authentication.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import { enrol } from '../../core/transfer/enrol.ts';
import type {
  EnrolEffect,
  EnrolEvent,
  Enrolment,
  OfferHandle,
} from '../../core/transfer/enrol-types.ts';
import type { Found } from '../../symbology/reader.ts';
import { HandleTable } from '../handle-table.ts';
import { runMachine } from '../runner.ts';
import type { EnrolCode } from './enrol-codes.ts';
import { readEnrolCode, textsOf, wipeCode } from './enrol-codes.ts';
import { createEnrolEffects } from './enrol-effects.ts';
import { shownPending } from './enrol-ocra2.ts';
import type { TransferContext, TransferRun } from './transfers.ts';

/** Steps at which a code that comes in is read. */
const READS: ReadonlySet<Enrolment['step']> = new Set<Enrolment['step']>([
  'enrol-idle',
  'enrol-code',
  'enrol-scan',
  'enrol-failed',
]);

export function createEnrolRun(context: TransferContext): TransferRun<'enrol'> {
  const { vault, authSession } = context;
  const offers = new HandleTable<EnrolCode>(wipeCode);
  let proof: ProofHandle | undefined;
  /** It could not be read because the vault was locked. */
  let parked: OfferHandle | undefined;

  const perform = createEnrolEffects({
    vault,
    authSession,
    offers,
    proof() {
      if (proof === undefined || !authSession.isValid(proof)) throw new TesseraError('LOCKED');
      return proof;
    },
    leave: () => context.leave('home'),
    persist: context.persist,
  });

  /** Asks for the PIN again, and then reads the same code once more. */
  async function performUnlocked(effect: EnrolEffect): Promise<EnrolEvent | undefined> {
    const event = await perform(effect);
    if (event?.type === 'failed' && event.problem === 'LOCKED' && effect.type === 'read-offer') {
      parked = effect.offer;
      context.pursue({ to: 'transfer', purpose: 'enrol' });
    }
    return event;
  }

  const machine = runMachine<Enrolment, EnrolEvent, EnrolEffect>({
    start: { step: 'enrol-idle' },
    transition: enrol,
    perform: performUnlocked,
    failed: (thrown) => ({ type: 'failed', problem: asTesseraError(thrown).code }),
    stage: (state) => state,
    changed: context.changed,
  });

  function read(text: string): void {
    if (!READS.has(machine.state.step)) return;
    try {
      machine.send({ type: 'offered', offer: offers.keep(readEnrolCode(text)) });
    } catch (thrown) {
      const { code } = asTesseraError(thrown);
      machine.send({ type: 'code-refused', problem: code === 'NOT_OURS' ? 'not-this' : code });
    }
  }

  /** Nothing was scanned: an enrolment between its images goes on. */
  async function resume(): Promise<void> {
    const stored = await vault.ocra2Pending();
    if (stored) machine.send({ type: 'code-kept', pending: shownPending(stored) });
    else context.leave('home');
  }

  /** Shows what an account waits for: the text that is kept, or the image that gives its code. */
  async function show(account: string): Promise<void> {
    const { accounts } = await vault.snapshot();
    const found = accounts.find(({ id }) => id === account);
    if (found?.kind !== 'oath' || found.state !== 'waiting') context.leave('home');
    else if (found.type === 'ocra2') machine.send({ type: 'image-needed', account });
    else {
      const { issuerName: issuer, label } = found;
      const text = await vault.activationCode(account);
      machine.send({ type: 'text-kept', waiting: { account, issuer, label, text } });
    }
  }

  function fail(thrown: unknown): void {
    machine.send({ type: 'failed', problem: asTesseraError(thrown).code });
  }

  return {
    get state() {
      return machine.state;
    },
    get scans() {
      const { state } = machine;
      // The camera stays on while a code is read, so that nothing asks for it again.
      return state.step === 'enrol-scan' || (state.step === 'enrol-reading' && 'from' in state);
    },
    start(given) {
      proof = given;
      const offered = context.offered.take();
      const again = parked;
      parked = undefined;
      if (offered?.is === 'two-step' || offered?.is === 'ocra2') read(offered.text);
      else if (offered?.is === 'waiting') void show(offered.account).catch(fail);
      else if (again !== undefined) machine.send({ type: 'offered', offer: again });
      else if (machine.state.step === 'enrol-idle') void resume().catch(fail);
    },
    act: machine.send,
    back() {
      const { state } = machine;
      if (state.step === 'enrol-scan' && state.pending) machine.send({ type: 'code-wanted' });
      else if (state.step === 'enrol-stop' || state.step === 'enrol-refused')
        machine.send({ type: 'stop-denied' });
      else machine.send({ type: 'closed' });
    },
    seen(found: readonly Found[] | ErrorCode) {
      const texts = textsOf(found);
      if (typeof texts === 'string') machine.send({ type: 'code-refused', problem: texts });
      else if (texts.length > 0) read(texts.find(isReadable) ?? texts[0]!);
      else machine.send({ type: 'code-refused', problem: 'NO_CODE_IN_PICTURE' });
    },
    pasted: read,
    locked() {
      proof = undefined;
    },
    hidden: () => undefined,
    end() {
      machine.stop();
      proof = undefined;
      parked = undefined;
      offers.clear();
    },
  };
}

function isReadable(text: string): boolean {
  try {
    wipeCode(readEnrolCode(text));
    return true;
  } catch {
    return false;
  }
}
