/** Runs a later question of a LinOTP server: shown first, then authenticated and answered. */
import type { ProofHandle } from '../../core/authentication.ts';
import { isQuestionText } from '../../core/codec/ocra2-text.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type { SignEffect, SignEvent, Signing } from '../../core/transfer/enrol-sign.ts';
import { sign } from '../../core/transfer/enrol-sign.ts';
import type { OfferHandle } from '../../core/transfer/enrol-types.ts';
import type { Ocra2Request } from '../../protocol/ocra2-messages.ts';
import type { Found } from '../../symbology/reader.ts';
import { HandleTable } from '../handle-table.ts';
import { runMachine } from '../runner.ts';
import { readQuestion, textsOf } from './enrol-codes.ts';
import { answerQuestion, hasSigner, questionOf } from './enrol-ocra2.ts';
import type { TransferContext, TransferRun } from './transfers.ts';

export function createSignRun(context: TransferContext): TransferRun<'sign'> {
  const { vault, authSession } = context;
  const offers = new HandleTable<Ocra2Request>();
  let proof: ProofHandle | undefined;

  async function answer(offer: OfferHandle): Promise<SignEvent> {
    const message = offers.take(offer);
    if (!message || proof === undefined) throw new TesseraError('LOCKED');
    return {
      type: 'answered',
      answer: await answerQuestion(vault, authSession.unlocked(proof), message),
    };
  }

  async function perform(effect: SignEffect): Promise<SignEvent | undefined> {
    switch (effect.type) {
      case 'authenticate':
        if (!(await hasSigner(vault))) return { type: 'failed', problem: 'nobody' };
        context.pursue({ to: 'transfer', purpose: 'sign' });
        return undefined;
      case 'sign':
        return answer(effect.offer);
      case 'forget-offer':
        offers.drop(effect.offer);
        return undefined;
      case 'leave':
        context.leave('home');
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  const machine = runMachine<Signing, SignEvent, SignEffect>({
    start: { step: 'sign-idle' },
    transition: sign,
    perform,
    failed: (thrown) => {
      const { code } = asTesseraError(thrown);
      return { type: 'failed', problem: code === 'UNKNOWN_ACCOUNT' ? 'nobody' : code };
    },
    stage: (state) => state,
    changed: context.changed,
  });

  function read(text: string): void {
    if (machine.state.step === 'sign-working') return;
    try {
      const message = readQuestion(text);
      const question = questionOf(message);
      machine.send({ type: 'question-offered', offer: offers.keep(message), question });
    } catch (thrown) {
      machine.send({ type: 'failed', problem: asTesseraError(thrown).code });
    }
  }

  return {
    get state() {
      return machine.state;
    },
    scans: false,
    start(given) {
      proof = given;
      const offered = context.offered.take();
      if (offered?.is === 'ocra2') read(offered.text);
      else if (given !== undefined) machine.send({ type: 'authenticated' });
      else if (machine.state.step === 'sign-idle') context.leave('home');
    },
    act: machine.send,
    back: () => machine.send({ type: 'closed' }),
    seen(found: readonly Found[] | ErrorCode) {
      const texts = textsOf(found);
      const question = typeof texts === 'string' ? undefined : texts.find(isQuestionText);
      if (question !== undefined) read(question);
    },
    pasted: (text) => isQuestionText(text) && read(text),
    locked() {
      proof = undefined;
    },
    hidden: () => undefined,
    end() {
      machine.stop();
      proof = undefined;
      offers.clear();
    },
  };
}
