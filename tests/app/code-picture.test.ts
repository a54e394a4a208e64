/** The picture of a code for the computer's camera: what it says, and how long it is there. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { codeModules } from '../../src/app/code-modules.ts';
import type { CodeOnScreen } from '../../src/app/code-on-screen.ts';
import { createCodePictures } from '../../src/app/code-picture.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import type { CodeKind } from '../../src/core/view.ts';
import { readReturnText } from '../../src/page-kit/read-return-text.ts';
import { luminance } from '../../src/symbology/image.ts';
import { drawModules, sideOf } from '../../src/ui/components/qr-drawing.ts';
import { readQrStill } from '../symbology/qr-readings.ts';
import vectors from '../vectors/requests.json' with { type: 'json' };

const KINDS = { D: 'device', A: 'activation', R: 'response', O: 'otp' } as const;
/** Pixels a module. */
const SCALE = 4;

/** The picture as a screen shows it: what the path covers is black, all else white. */
function painted({ box, path }: ReturnType<typeof drawModules>) {
  const side = box * SCALE;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  const runs = path.replace(/M(\d+) (\d+)h(\d+)v1h-\3z/g, (_, ...found: string[]) => {
    const [x, y, length] = found.slice(0, 3).map(Number) as [number, number, number];
    for (let row = y * SCALE; row < (y + 1) * SCALE; row++)
      for (let column = x * SCALE; column < (x + length) * SCALE; column++)
        data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    return '';
  });
  expect(runs).toBe('');
  return { data, width: side, height: side };
}

describe.each(vectors.map((vector, i) => [i, vector] as const))('of vector %i', (_, vector) => {
  it.each(Object.entries(vector.returnTexts))('kind %s reads as its text', async (kind, text) => {
    const shown: CodeOnScreen = {
      code: text.split(':')[2]!,
      activation: vector.activationIdHex,
      issuerName: '',
      ...(kind === 'R' && { request: vector.requestIdHex }),
    };
    const modules = await codeModules(KINDS[kind as keyof typeof KINDS], shown);
    expect(readQrStill(luminance(painted(drawModules(modules))))).toEqual([text]);
  });
});

it('is as large as the window allows, with whole device pixels a module', () => {
  const box = 33;
  for (const devicePixelRatio of [1, 1.5, 2, 2.625, 3])
    for (const [innerWidth, innerHeight] of [
      [320, 568],
      [360, 740],
      [390, 780],
      [740, 360],
      [1280, 800],
    ] as const) {
      const side = sideOf(box, { innerWidth, innerHeight, devicePixelRatio });
      const pixels = (side * devicePixelRatio) / box;
      expect(pixels).toBeCloseTo(Math.round(pixels), 6);
      expect(side).toBeGreaterThanOrEqual(240);
      expect(side).toBeLessThanOrEqual(Math.min(360, innerWidth));
      expect(side + box / devicePixelRatio).toBeGreaterThan(
        Math.min(360, innerWidth, innerHeight - 32),
      );
    }
});

describe('a picture', () => {
  const DEVICE: CodeOnScreen = {
    code: 'FX7DC4H4CS4ZDMQ3',
    activation: '00112233aabbccdd',
    issuerName: 'Northwind Bank',
  };
  const OTP: CodeOnScreen = { ...DEVICE, code: '123456' };

  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  function scene(first: CodeOnScreen | undefined) {
    let shown = first;
    const changed = vi.fn();
    const pictures = createCodePictures({ find: () => shown, changed, now: () => Date.now() });
    return {
      pictures,
      changed,
      show(next: CodeOnScreen | undefined) {
        shown = next;
        pictures.follow();
      },
      async drawn() {
        while (!pictures.view?.modules) await new Promise(setImmediate);
      },
    };
  }

  const open = async (kind: CodeKind, shown: CodeOnScreen) => {
    const made = scene(shown);
    made.pictures.open(kind);
    await made.drawn();
    return made;
  };

  it('is of the code that is on the screen, and names its issuer', async () => {
    const { pictures, changed } = await open('device', DEVICE);
    expect(pictures.view).toEqual({
      kind: 'device',
      issuerName: 'Northwind Bank',
      modules: await codeModules('device', DEVICE),
    });
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('is none where no such code is on the screen', () => {
    const { pictures } = scene(undefined);
    pictures.open('otp');
    expect(pictures.view).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('follows the one-time password into its next period', async () => {
    const { pictures, show } = await open('otp', OTP);
    show({ ...OTP, code: '654321' });
    const next = await codeModules('otp', { ...OTP, code: '654321' });
    await vi.waitFor(() => expect(pictures.view?.modules).toEqual(next));
  });

  it.each<[string, CodeKind, CodeOnScreen | undefined]>([
    ['the code leaves the screen', 'otp', undefined],
    ['another account’s code takes its place', 'otp', { ...OTP, activation: 'ff' }],
    ['another device code takes its place', 'device', { ...DEVICE, code: '0' }],
    ['another request’s code takes its place', 'response', { ...DEVICE, request: '01' }],
  ])('is gone when %s', async (_, kind, next) => {
    const { pictures, show } = await open(kind, DEVICE);
    show(next);
    expect(pictures.view).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays where something else on the screen has changed', async () => {
    const { pictures, show } = await open('device', DEVICE);
    show({ ...DEVICE });
    expect(pictures.view?.modules).toBeDefined();
  });

  it('is gone after a minute, however often its code has changed', async () => {
    const { pictures, show, changed } = await open('otp', OTP);
    vi.advanceTimersByTime(30_000);
    show({ ...OTP, code: '654321' });
    vi.advanceTimersByTime(29_999);
    expect(pictures.view).toBeDefined();
    changed.mockClear();
    vi.advanceTimersByTime(1);
    expect(pictures.view).toBeUndefined();
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('is gone when its request is over, unless it was over before', async () => {
    const ending = { ...DEVICE, request: '01', until: Date.now() + 5000 };
    const { pictures } = await open('response', ending);
    vi.advanceTimersByTime(5000);
    expect(pictures.view).toBeUndefined();
    const late = await open('response', { ...ending, until: Date.now() - 1 });
    vi.advanceTimersByTime(59_999);
    expect(late.pictures.view).toBeDefined();
  });

  it('stays closed when it is made too late', async () => {
    const { pictures, changed } = scene(DEVICE);
    pictures.open('device');
    pictures.close();
    await codeModules('device', DEVICE);
    await vi.advanceTimersByTimeAsync(10);
    expect(pictures.view).toBeUndefined();
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('says why it cannot be made', async () => {
    const { pictures } = scene({ ...DEVICE, code: '0'.repeat(8000) });
    pictures.open('device');
    while (!pictures.view?.problem) await new Promise(setImmediate);
    expect(pictures.view.problem).toBe('UNEXPECTED');
    expect(pictures.view.modules).toBeUndefined();
  });

  it('leaves an error behind when the next one can be made', async () => {
    const { pictures, show } = scene({ ...OTP, code: '0'.repeat(8000) });
    pictures.open('otp');
    while (!pictures.view?.problem) await new Promise(setImmediate);
    show(OTP);
    const modules = await codeModules('otp', OTP);
    await vi.waitFor(() =>
      expect(pictures.view).toEqual({ kind: 'otp', issuerName: 'Northwind Bank', modules }),
    );
  });

  it('is read by the page that waits for it, and by no other', async () => {
    const { pictures } = await open('device', DEVICE);
    const [text = ''] = readQrStill(luminance(painted(drawModules(pictures.view!.modules!))));
    const own = { activationId: fromHex(DEVICE.activation) };
    expect(await readReturnText(text, 'D', own)).toEqual({ is: 'code', code: DEVICE.code });
    const other = { activationId: fromHex('ffeeddccbbaa9988') };
    expect(await readReturnText(text, 'D', other)).toEqual({ is: 'other-owner' });
  });
});
