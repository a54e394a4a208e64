/** A field that is filled with a code: sent after a second, or left to whoever touches it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { fillIn, SHOWN_MS } from '../../src/page-kit/fill-in.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A form with one field, as far as a code is filled in. */
function stage(hasForm = true) {
  const form: EventTarget & { requestSubmit: () => void } = Object.assign(new EventTarget(), {
    requestSubmit: vi.fn(() => void form.dispatchEvent(new Event('submit'))),
  });
  const field = Object.assign(new EventTarget(), { value: '', form: hasForm ? form : null });
  const inputs = vi.fn();
  field.addEventListener('input', inputs);
  const ended = vi.fn();
  const leave = fillIn(field as unknown as HTMLInputElement, '12345678', ended);
  return { form, field, inputs, ended, leave };
}

it('fills the field as typing does, and sends it once after a second', () => {
  const { form, field, inputs, ended } = stage();
  expect(field.value).toBe('12345678');
  expect(inputs).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(SHOWN_MS - 1);
  expect(form.requestSubmit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(form.requestSubmit).toHaveBeenCalledOnce();
  expect(ended.mock.calls).toEqual([['sent']]);
  form.dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(10 * SHOWN_MS);
  expect(form.requestSubmit).toHaveBeenCalledOnce();
  expect(ended).toHaveBeenCalledOnce();
});

it.each(['pointerdown', 'keydown', 'input'])('leaves the sending to a person after %s', (type) => {
  const { form, ended } = stage();
  form.dispatchEvent(new Event(type));
  vi.advanceTimersByTime(10 * SHOWN_MS);
  expect(form.requestSubmit).not.toHaveBeenCalled();
  expect(ended.mock.calls).toEqual([['touched']]);
});

it('sends nothing twice where the person sends it meanwhile', () => {
  const { form, ended } = stage();
  form.dispatchEvent(new Event('submit'));
  vi.advanceTimersByTime(10 * SHOWN_MS);
  expect(form.requestSubmit).not.toHaveBeenCalled();
  expect(ended.mock.calls).toEqual([['sent']]);
});

it('sends nothing where the page has moved on', () => {
  const { form, ended, leave } = stage();
  leave();
  vi.advanceTimersByTime(10 * SHOWN_MS);
  expect(form.requestSubmit).not.toHaveBeenCalled();
  expect(ended.mock.calls).toEqual([['touched']]);
});

it.each([
  ['1234 5678', true],
  ['1234-5678', true],
  ['1234 5679', false],
])('tells that %s is submitted after a touch: %s', (value, isCode) => {
  const { form, field, ended } = stage();
  form.dispatchEvent(new Event('pointerdown'));
  field.value = value;
  form.dispatchEvent(new Event('submit'));
  form.dispatchEvent(new Event('submit'));
  expect(ended.mock.calls).toEqual([['touched'], ...(isCode ? [['sent']] : [])]);
});

it('tells that nothing was sent where the browser stops the form', () => {
  const { form, ended } = stage();
  form.requestSubmit = vi.fn();
  vi.advanceTimersByTime(SHOWN_MS);
  expect(form.requestSubmit).toHaveBeenCalledOnce();
  expect(ended.mock.calls).toEqual([['touched']]);
});

it('gives the code where there is no form to send', () => {
  const { field, ended } = stage(false);
  expect(field.value).toBe('12345678');
  expect(ended.mock.calls).toEqual([['sent']]);
});
