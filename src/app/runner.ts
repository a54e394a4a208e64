/** Runs a pure state machine: events in, effects performed, every failure an event. */

export interface Runner<State, Event> {
  readonly state: State;
  readonly send: (event: Event) => void;
  /** Aborts what is under way: no event means anything from then on. */
  readonly stop: () => void;
}

export interface Machine<State, Event, Effect> {
  readonly start: State;
  readonly transition: (state: State, event: Event) => readonly [State, ...Effect[]];
  /** Performs an effect; what it resolves to is sent as the next event. */
  readonly perform: (effect: Effect, signal: AbortSignal) => Promise<Event | undefined>;
  /** Returns the event for a failed effect. */
  readonly failed: (thrown: unknown, effect: Effect) => Event;
  /** Effects belong to the stage: once it is another object, they are aborted and ignored. */
  readonly stage: (state: State) => unknown;
  readonly changed: (state: State) => void;
}

/** Starts a machine; what its effects resolve to is sent back to it. */
export function runMachine<State, Event, Effect>(
  machine: Machine<State, Event, Effect>,
): Runner<State, Event> {
  let state = machine.start;
  let stage = new AbortController();
  let isStopped = false;

  function send(event: Event): void {
    if (isStopped) return;
    const [next, ...effects] = machine.transition(state, event);
    if (machine.stage(next) !== machine.stage(state)) {
      stage.abort();
      stage = new AbortController();
    }
    const changed = next !== state;
    state = next;
    if (changed) machine.changed(state);
    for (const effect of effects) void perform(effect, stage.signal);
  }

  async function perform(effect: Effect, signal: AbortSignal): Promise<void> {
    let outcome: Event | undefined;
    try {
      outcome = await machine.perform(effect, signal);
    } catch (thrown) {
      outcome = machine.failed(thrown, effect);
    }
    if (outcome !== undefined && !signal.aborted) send(outcome);
  }

  return {
    get state() {
      return state;
    },
    send,
    stop() {
      isStopped = true;
      stage.abort();
    },
  };
}
