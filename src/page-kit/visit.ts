/** Holds a page's state: what the server said last, the call under way, and its result. */
import type { ImageKind, Overview, PageActivation } from '../issuer/http/page-api.ts';
import { wholeSeconds } from '../protocol/clock.ts';
import type { Calls } from './calls.ts';
import type { ApiResult, CallProblem, SiteOptions } from './connection-types.ts';
import { keepImageKind } from './image-kind.ts';
import { refusalEvent } from './kit-events.ts';
import type { Form } from './outcome-text.ts';
import { problemWords, withWrongSince } from './outcome-text.ts';
import type { Stage, VisitState } from './visit-state.ts';
import { firstView, isAllowed, withFormError } from './visit-state.ts';
import type { Text } from './words.ts';

/** What a visit knows of its site, and how it calls it. */
export interface VisitOptions extends SiteOptions {
  readonly calls: Calls;
}

/** The device whose one-time password was accepted. */
interface OtpAnswer {
  readonly serial: string;
  readonly wrongSince?: number;
}

export class Visit {
  view: VisitState = firstView();

  /** Counts the forms' calls: an overview that was requested before the latest one is outdated. */
  #turn = 0;
  /** Something may have changed since the overview was last asked for. */
  #isOutdated = false;
  #updating: Promise<void> | undefined;
  /** The form's call under way. */
  #talking: Promise<void> = Promise.resolve();
  #isComposing = false;
  /** Whether the last overview was answered, even by a refusal. */
  #isReached = true;
  /** Once it was, a session that has ended begins again by the person alone. */
  #wasSignedIn: boolean;

  readonly options: VisitOptions;
  readonly #changed: () => void;

  constructor(changed: () => void, options: VisitOptions) {
    this.#changed = changed;
    this.options = options;
    this.#wasSignedIn = options.session?.isKnown() ?? true;
  }

  /**
   * Fetches the overview: at the start, when something has changed, and when time has run out.
   * Where a form's call is under way, after it.
   */
  async refresh(): Promise<void> {
    this.#isOutdated = true;
    if (this.view.busy === 'none') await this.#update();
  }

  /**
   * Looks whether the session has ended. Without an answer it counts as ended: nothing of the
   * customer's stays on a screen that nobody has touched for so long.
   */
  async lookForEnd(): Promise<void> {
    await this.idle();
    await this.refresh();
    const { busy, stage } = this.view;
    if (!this.#isReached && busy === 'none' && stage.at !== 'unreachable') this.#signedOut();
  }

  /** Resolves when no form's call is under way. */
  async idle(): Promise<void> {
    while (this.view.busy !== 'none') await this.#talking;
  }

  /**
   * Is told whether a request is being put together: meanwhile one of another window does not take
   * its place.
   */
  async compose(isComposing: boolean): Promise<void> {
    this.#isComposing = isComposing;
    if (!isComposing) await this.refresh();
  }

  begin(): Promise<void> {
    return this.during('begin', async () => {
      const answer = await this.options.calls.call<PageActivation>('POST', 'activations');
      if (!answer.ok) return withFormError('begin', answer.problem);
      this.become({ stage: { at: 'pending', activation: answer.value } });
      return undefined;
    });
  }

  signIn(): Promise<void> {
    return this.during('sign-in', async () => {
      const answer = await this.options.session?.signIn();
      return answer?.ok === false ? withFormError('sign-in', answer.problem) : undefined;
    });
  }

  /** Ends the activation that is shown, after the call under way. */
  async cancel(): Promise<void> {
    await this.idle();
    const { stage } = this.view;
    if (stage.at !== 'pending') return;
    await this.during('begin', async () => {
      const answer = await this.options.calls.call('DELETE', `activations/${stage.activation.id}`);
      return answer.ok ? undefined : withFormError('begin', answer.problem);
    });
  }

  enterDeviceCode(code: string): Promise<void> {
    return this.during('device-code', async () => {
      const answer = await this.#send<PageActivation>('device-code', code);
      if (!answer.ok) return withFormError('device-code', answer.problem);
      this.become({ stage: { at: 'pending', activation: answer.value } });
      return undefined;
    });
  }

  enterActivationCode(code: string): Promise<void> {
    return this.during('activation-code', async () => {
      const { stage } = this.view;
      const answer = await this.#send('activation-code', code);
      if (!answer.ok) return withFormError('activation-code', answer.problem);
      this.become({ stage: { at: 'start' } });
      return stage.at === 'pending' ? { feedback: this.#active(stage.activation) } : undefined;
    });
  }

  checkOtp(device: string, code: string): Promise<void> {
    return this.during('one-time-password', async () => {
      const form = 'one-time-password';
      const path = `devices/${device}/${form}`;
      const answer = await this.options.calls.call<OtpAnswer>('POST', path, { code });
      if (answer.ok) {
        const { serial, wrongSince } = answer.value;
        const { contact } = this.options;
        const text: Text = (t) =>
          withWrongSince(t, t.otp.accepted({ serial }), { wrongSince, contact });
        const told = { kind: 'otp', device, serial } as const;
        const events = [{ type: 'tessera-accepted', detail: told }] as const;
        return { feedback: { about: form, name: 'accepted', text, events } };
      }
      if (!isAboutTheCode(answer.problem)) return withFormError(form, answer.problem);
      const { problem } = answer;
      const { clockOffset } = this.view;
      const text: Text = (t) => problemWords(t, form, problem, clockOffset);
      const events = [refusalEvent(answer.problem)];
      return { feedback: { about: form, name: nameOfRefusal(answer.problem), text, events } };
    });
  }

  chooseImage(imageKind: ImageKind): void {
    keepImageKind(imageKind);
    this.become({ imageKind });
  }

  /**
   * Runs one call at a time, then fetches the overview. Shows the result when the next code may be
   * sent.
   */
  async during(form: Form, talk: () => Promise<Partial<VisitState> | undefined>): Promise<void> {
    if (this.view.busy !== 'none') return;
    this.#turn++;
    this.become({ busy: form, error: undefined, feedback: undefined });
    this.#talking = this.#talk(talk);
    await this.#talking;
    if (this.#isOutdated) await this.#update();
  }

  async #talk(talk: () => Promise<Partial<VisitState> | undefined>): Promise<void> {
    const told = await talk();
    this.#isOutdated = false;
    await this.#ask();
    this.become({ ...told, busy: 'none' });
  }

  /** One overview after the other, until nothing has changed meanwhile. */
  #update(): Promise<void> {
    this.#updating ??= this.#askUntilCurrent();
    return this.#updating;
  }

  async #askUntilCurrent(): Promise<void> {
    while (this.#isOutdated && this.view.busy === 'none') {
      this.#isOutdated = false;
      await this.#ask();
    }
    this.#updating = undefined;
  }

  become(change: Partial<VisitState>): void {
    this.view = { ...this.view, ...change };
    this.#changed();
  }

  /** Nothing of the customer's stays on the screen. */
  #signedOut(): void {
    const { imageKind } = this.view;
    this.become({ ...firstView(), imageKind, stage: { at: 'signed-out' } });
  }

  #send<T>(what: 'device-code' | 'activation-code', code: string): Promise<ApiResult<T>> {
    const { stage } = this.view;
    const id = stage.at === 'pending' ? stage.activation.id : '';
    return this.options.calls.call<T>('POST', `activations/${id}/${what}`, { code });
  }

  async #ask(): Promise<void> {
    const turn = this.#turn;
    const answer = await this.#overview();
    if (this.#turn !== turn) return;
    this.#isReached = answer.ok || answer.problem.error !== 'UNREACHABLE';
    if (answer.ok) {
      const { time, devices } = answer.value;
      const clockOffset = time - wholeSeconds(Date.now());
      const feedback = this.#finished(answer.value) ?? this.view.feedback;
      const stage = stageOf(answer.value);
      const allowed = this.#allowedIn(answer.value);
      this.become({ stage, devices, clockOffset, feedback, ...allowed });
    } else if (answer.problem.error === 'SIGNED_OUT') this.#signedOut();
    else if (this.view.stage.at === 'asking') this.become({ stage: { at: 'unreachable' } });
  }

  /** Signs in first where this browser session has never been. */
  async #overview(): Promise<ApiResult<Overview>> {
    if (!this.#wasSignedIn) {
      const signedIn = await this.options.session!.signIn();
      if (!signedIn.ok) return signedIn;
      this.#wasSignedIn = true;
    }
    return this.options.calls.call<Overview>('GET', 'overview');
  }

  /** What is shown and lies within the session's powers, which may have become fewer. */
  #allowedIn(overview: Overview): Partial<VisitState> {
    const { may } = overview;
    const { deactivation, replacing } = this.view;
    return {
      may,
      deactivation: isAllowed({ may }, 'manage') ? deactivation : undefined,
      replacing: isAllowed({ may }, 'replace') ? replacing : undefined,
      ...(isAllowed({ may }, 'requests')
        ? this.#requestsIn(overview)
        : { request: undefined, elsewhere: [] }),
    };
  }

  /** A shown request stays until its end is known: the overview would drop it silently. */
  #requestsIn({ request, elsewhere = [] }: Overview): Pick<VisitState, 'request' | 'elsewhere'> {
    const shown = this.view.request ?? (this.#isComposing ? undefined : request);
    const isOther = request !== undefined && request.id !== shown?.id;
    return { request: shown, elsewhere: isOther ? [request, ...elsewhere] : elsewhere };
  }

  /** What is said where the activation on the screen was finished in another window. */
  #finished({ devices }: Overview): VisitState['feedback'] {
    const { stage } = this.view;
    if (stage.at !== 'pending') return undefined;
    const device = devices.find(({ id }) => id === stage.activation.id);
    if (device?.state !== 'ACTIVE') return undefined;
    return this.#active(device);
  }

  #active({ id, serial }: Pick<PageActivation, 'id' | 'serial'>): VisitState['feedback'] {
    const { issuer } = this.options;
    const text: Text = ({ activation: t }) =>
      issuer === undefined ? t.active : t.activeNamed({ issuer });
    const events = [{ type: 'tessera-activated', detail: { device: id, serial } }] as const;
    return { about: 'activation', name: 'active', text, events };
  }
}

function stageOf({ activation, lost, replaces }: Overview): Stage {
  if (activation) return { at: 'pending', activation };
  if (!lost) return { at: 'start' };
  return { at: 'lost', why: lost, ...(replaces !== undefined && { replaces }) };
}

/** Returns the device that the activation under way, or the lost one, is to replace. */
export function replacedBy(stage: Stage): string | undefined {
  if (stage.at === 'pending') return stage.activation.replaces;
  return stage.at === 'lost' ? stage.replaces : undefined;
}

const JUDGED: readonly string[] = ['CODE_WRONG', 'CODE_USED', 'BLOCKED', 'CLOCK', 'PAUSED'];

/** Returns true if the issuer has judged the code, which is no fault of the field. */
function isAboutTheCode({ error }: CallProblem): boolean {
  return JUDGED.includes(error);
}

function nameOfRefusal(problem: CallProblem): 'clock' | 'paused' | 'refused' {
  if (problem.error === 'CLOCK') return 'clock';
  return 'pausedUntil' in problem ? 'paused' : 'refused';
}
