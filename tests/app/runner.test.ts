/** The runner: effects performed, outcomes sent back, and dropped once their stage is left. */
import { expect, it } from 'vitest';

import { runMachine } from '../../src/app/runner.ts';

type State = { readonly at: 'idle' | 'busy' | 'done' | 'failed' };
type Event = 'begin' | 'leave' | 'finished' | 'broke';
type Effect = 'work';

const IDLE: State = { at: 'idle' };

function transition(state: State, event: Event): readonly [State, ...Effect[]] {
  if (event === 'begin') return [{ at: 'busy' }, 'work'];
  if (event === 'leave') return [IDLE];
  if (state.at !== 'busy') return [state];
  return [{ at: event === 'finished' ? 'done' : 'failed' }];
}

function machine(perform: (signal: AbortSignal) => Promise<Event | undefined>) {
  const seen: State['at'][] = [];
  const runner = runMachine<State, Event, Effect>({
    start: IDLE,
    transition,
    perform: (_effect, signal) => perform(signal),
    failed: () => 'broke',
    stage: (state) => state,
    changed: ({ at }) => seen.push(at),
  });
  return { runner, seen };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('sends what an effect resolves to', async () => {
  const { runner, seen } = machine(async () => 'finished');
  runner.send('begin');
  await settled();
  expect(runner.state.at).toBe('done');
  expect(seen).toEqual(['busy', 'done']);
});

it('turns a failure into an event, whether it is thrown or rejected', async () => {
  for (const perform of [
    () => Promise.reject(new Error('no')),
    () => {
      throw new Error('no');
    },
  ]) {
    const { runner } = machine(perform);
    runner.send('begin');
    await settled();
    expect(runner.state.at).toBe('failed');
  }
});

it('aborts what was under way when its stage is left, and drops its outcome', async () => {
  let finish: (event: Event) => void = () => undefined;
  let signal: AbortSignal | undefined;
  const { runner, seen } = machine((given) => {
    signal = given;
    return new Promise((resolve) => (finish = resolve));
  });
  runner.send('begin');
  expect(signal?.aborted).toBe(false);
  runner.send('leave');
  expect(signal?.aborted).toBe(true);
  finish('finished');
  await settled();
  expect(runner.state).toBe(IDLE);
  expect(seen).toEqual(['busy', 'idle']);
});

it('says nothing where nothing changed', () => {
  const { runner, seen } = machine(async () => undefined);
  runner.send('finished');
  expect(seen).toEqual([]);
  expect(runner.state).toBe(IDLE);
});

it('stands still once it is stopped: what was under way is aborted, and nothing is an event', async () => {
  let finish: (event: Event) => void = () => undefined;
  let signal: AbortSignal | undefined;
  const { runner, seen } = machine((given) => {
    signal = given;
    return new Promise((resolve) => (finish = resolve));
  });
  runner.send('begin');
  runner.stop();
  expect(signal?.aborted).toBe(true);
  finish('finished');
  await settled();
  runner.send('leave');
  expect(runner.state.at).toBe('busy');
  expect(seen).toEqual(['busy']);
});
