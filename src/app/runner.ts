/** Runs a pure machine: sends events in, performs the effects that come out, and turns every failure into an event. */

export interface Runner<State, Event> {
  readonly state: State;
  send(event: Event): void;
}

export interface Machine<State, Event, Effect> {
  readonly start: State;
  readonly transition: (state: State, event: Event) => readonly [State, ...Effect[]];
  /** Does what the effect says; what it resolves to is sent as the next event. */
  readonly perform: (effect: Effect, signal: AbortSignal) => Promise<Event | undefined>;
  /** The event that tells of a failed effect. */
  readonly failed: (thrown: unknown, effect: Effect) => Event;
  /** What an effect belongs to: its signal is aborted, and its outcome dropped, once this is another object. */
  readonly stage: (state: State) => unknown;
  readonly changed: (state: State) => void;
}

export function run<State, Event, Effect>(
  machine: Machine<State, Event, Effect>,
): Runner<State, Event> {
  let state = machine.start;
  let stage = new AbortController();

  const send = (event: Event): void => {
    const [next, ...effects] = machine.transition(state, event);
    if (machine.stage(next) !== machine.stage(state)) {
      stage.abort();
      stage = new AbortController();
    }
    const changed = next !== state;
    state = next;
    if (changed) machine.changed(state);
    for (const effect of effects) void perform(effect, stage.signal);
  };

  const perform = async (effect: Effect, signal: AbortSignal): Promise<void> => {
    let outcome: Event | undefined;
    try {
      outcome = await machine.perform(effect, signal);
    } catch (thrown) {
      outcome = machine.failed(thrown, effect);
    }
    if (outcome !== undefined && !signal.aborted) send(outcome);
  };

  return {
    get state() {
      return state;
    },
    send,
  };
}
