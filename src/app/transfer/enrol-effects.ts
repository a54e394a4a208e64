/** Performs the effects of an enrolment at another server; every failure is an event. */
import type { ProofHandle } from '../../core/authentication.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type {
  Answered,
  EnrolEffect,
  EnrolEvent,
  OfferHandle,
} from '../../core/transfer/enrol-types.ts';
import type { Ocra2Init, Ocra2Nonce } from '../../protocol/ocra2-messages.ts';
import type { AuthSession } from '../auth-session.ts';
import type { HandleTable } from '../handle-table.ts';
import type { EnrolCode } from './enrol-codes.ts';
import { answerAgain, keepImage1, sealImage2, shownPending, wipeStored } from './enrol-ocra2.ts';
import { enrolTwoStep } from './enrol-two-step.ts';
import type { EnrolVault } from './enrol-vault.ts';
import { noticeDue } from './notice-due.ts';

export interface EnrolEffectsContext {
  readonly vault: EnrolVault;
  readonly authSession: Pick<AuthSession, 'confirmedPin' | 'unlocked'>;
  readonly offers: HandleTable<EnrolCode>;
  /** The proof of this transfer. @throws TesseraError LOCKED */
  readonly proof: () => ProofHandle;
  readonly leave: () => void;
  /** Asks the browser to keep what is stored. */
  readonly persist: () => Promise<unknown>;
}

type ReadOffer = Extract<EnrolEffect, { type: 'read-offer' }>;

export function createEnrolEffects(
  context: EnrolEffectsContext,
): (effect: EnrolEffect) => Promise<EnrolEvent | undefined> {
  const { vault, authSession, offers, proof } = context;

  /** Asks in this order, each once: the notice, what is pending, a key that no PIN hides. */
  async function readOffer({ offer, answered }: ReadOffer): Promise<EnrolEvent | undefined> {
    const code = offers.see(offer);
    if (!code) throw new TesseraError('UNKNOWN_ACTIVATION');
    const notice = answered === undefined ? await noticeDue(vault) : undefined;
    if (notice && (code.step === 'two-step' || code.step === 'init'))
      return { type: 'notice-due', notice, offer };
    const event = await follow(code, offer, answered);
    if (event.type === 'other-pending' || event.type === 'unhidden-found') return event;
    offers.drop(offer);
    return event;
  }

  async function follow(
    code: EnrolCode,
    offer: OfferHandle,
    answered: Answered | undefined,
  ): Promise<EnrolEvent> {
    switch (code.step) {
      case 'two-step':
        return {
          type: 'text-kept',
          waiting: await enrolTwoStep(vault, await authSession.confirmedPin(proof()), code.code),
        };
      case 'init':
        return readImage1(code, offer, answered);
      case 'nonce':
        return readImage2(code, offer, answered);
      case 'req':
        return { type: 'failed', problem: 'not-this' };
      default:
        return code satisfies never;
    }
  }

  async function readImage1(
    image: Ocra2Init,
    offer: OfferHandle,
    answered: Answered | undefined,
  ): Promise<EnrolEvent> {
    const [{ pending }, other] = [await vault.snapshot(), await vault.ocra2Pending()];
    const isOther = pending !== undefined || (other && other.serial !== image.serial);
    if (other) wipeStored(other);
    if (isOther && answered !== 'replace') return { type: 'other-pending', offer };
    return { type: 'code-kept', pending: await keepImage1(vault, image) };
  }

  async function readImage2(
    message: Ocra2Nonce,
    offer: OfferHandle,
    answered: Answered | undefined,
  ): Promise<EnrolEvent> {
    const stored = await vault.ocra2Pending();
    if (stored?.serial !== message.serial) {
      if (stored) wipeStored(stored);
      const { accounts } = await vault.snapshot();
      const answer = await answerAgain(authSession.unlocked(proof()), accounts, message);
      if (answer) return { type: 'answered', answer };
      return { type: 'failed', problem: stored ? 'other-serial' : 'first-missing' };
    }
    const allowed = answered === 'unhidden';
    const by = () => authSession.confirmedPin(proof());
    const outcome = await sealImage2(vault, by, { message, stored, allowed });
    if (outcome === 'mistyped') return { type: 'failed', problem: outcome };
    if (outcome !== 'unhidden') return { type: 'answered', answer: outcome };
    const again = await vault.ocra2Pending();
    if (!again) throw new TesseraError('UNKNOWN_ACTIVATION');
    return { type: 'unhidden-found', offer, pending: shownPending(again) };
  }

  async function perform(effect: EnrolEffect): Promise<EnrolEvent | undefined> {
    switch (effect.type) {
      case 'read-offer':
        return readOffer(effect);
      case 'forget-offer':
        offers.drop(effect.offer);
        return undefined;
      case 'accept':
        await vault.acceptAccount(effect.account);
        // Not waited for: a browser may ask the person first.
        void context.persist().catch(() => undefined);
        return { type: 'written' };
      case 'discard':
        if (effect.account === undefined) await vault.dropPending();
        else await vault.discardAccount(effect.account);
        return { type: 'written' };
      case 'leave':
        context.leave();
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  return (effect) =>
    perform(effect).catch((thrown: unknown) => {
      const { code } = asTesseraError(thrown);
      // After a lock the offer is read again, with another proof.
      if (effect.type === 'read-offer' && code !== 'LOCKED') offers.drop(effect.offer);
      return { type: 'failed', problem: code };
    });
}
