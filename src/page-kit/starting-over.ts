/** Begins an activation anew, which for a replacement asks for the old device's proof again. */
import type { Visit } from './visit.ts';
import { replacedBy } from './visit.ts';
import type { Stage } from './visit-state.ts';
import { isAllowed, withFormError } from './visit-state.ts';

export class StartingOver {
  protected readonly visit: Visit;

  constructor(visit: Visit) {
    this.visit = visit;
  }

  /** Asks for the proof that the old phone gives. */
  beginReplacement(device: string): void {
    const lacks = { error: 'NOT_ALLOWED', needs: 'replace' } as const;
    if (isAllowed(this.visit.view, 'replace'))
      this.visit.become({ replacing: device, error: undefined });
    else this.visit.become(withFormError('replacement', lacks));
  }

  /**
   * Begins the activation anew, a replacement by asking for its proof again: an activation of its
   * own would leave the old device active.
   */
  async startOver(): Promise<void> {
    const shown = activationOf(this.visit.view.stage);
    // The image is shown before the call that made it has ended.
    await this.visit.idle();
    // A second tap, or another window, has begun anew meanwhile.
    if (activationOf(this.visit.view.stage) !== shown) return;
    const old = replacedBy(this.visit.view.stage);
    if (!this.#isReplaceable(old)) return this.visit.begin();
    await this.visit.cancel();
    const { stage, error } = this.visit.view;
    if (stage.at !== 'pending' && !error && this.#isReplaceable(old)) this.beginReplacement(old);
  }

  /** Returns true if the session has the power that `startOver` needs. */
  canStartOver(): boolean {
    const { view } = this.visit;
    return isAllowed(view, this.#isReplaceable(replacedBy(view.stage)) ? 'replace' : 'activate');
  }

  #isReplaceable(device: string | undefined): device is string {
    const found = this.visit.view.devices.find(({ id }) => id === device);
    return found?.state === 'ACTIVE' || found?.state === 'BLOCKED';
  }
}

/** What a stage is of: the activation that is shown, or that there is none. */
function activationOf(stage: Stage): string {
  return stage.at === 'pending' ? stage.activation.id : stage.at;
}
