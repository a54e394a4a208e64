/** A reading by webcam: what ends it, that the camera is off by then, what is told meanwhile. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { fromHex } from '../../src/core/codec/bytes.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { ReadingEnd, ReadingOptions, Refusal } from '../../src/page-kit/read-by-webcam.ts';
import { LIMIT_MS, PICTURE_MS, readByWebcam } from '../../src/page-kit/read-by-webcam.ts';
import { readReturnText } from '../../src/page-kit/read-return-text.ts';
import { writeReturnText } from '../../src/protocol/return-text.ts';
import type { FrameReading } from '../../src/symbology/decoder.ts';

const OF = { activationId: fromHex('0123456789abcdef') };
const OTHER = { activationId: fromHex('fedcba9876543210') };
const CODE = '0123456789ABCDEF';
const FRAME_MS = 33;
const FRAME = { data: new Uint8ClampedArray(4), width: 1, height: 1 };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A camera that sees `texts` one after the other, then the last one on and on. */
function stage(texts: readonly (string | undefined)[], change: Partial<ReadingOptions> = {}) {
  const refusals: Refusal[] = [];
  const log: string[] = [];
  let frame = 0;
  let lose: () => void = () => undefined;
  const options: ReadingOptions = {
    openWebcam: async (onLost) => {
      log.push('on');
      lose = onLost;
      return {
        video: {} as HTMLVideoElement,
        nextFrame: () => new Promise((resolve) => setTimeout(() => resolve(FRAME), FRAME_MS)),
        stop: () => void log.push('off'),
      };
    },
    openDecoder: () => ({
      read: async () => {
        const text = texts[Math.min(frame++, texts.length - 1)];
        const read: FrameReading = { width: 1, height: 1 };
        return text === undefined ? read : { ...read, found: { kind: 'qr', text } };
      },
      readStill: () => Promise.resolve([]),
      close: () => void log.push('closed'),
    }),
    judge: (text) => readReturnText(text, 'D', OF),
    submitted: new Set(),
    onVideo: () => void log.push('seen'),
    onRefusal: (refusal) => void refusals.push(refusal),
    onHint: () => undefined,
    ...change,
  };
  const stop = new AbortController();
  let ended: ReadingEnd | undefined;
  const reading = readByWebcam(options, stop.signal).then((end) => (ended = end));
  return {
    refusals,
    log,
    stop: () => stop.abort(),
    lose: () => lose(),
    reading,
    ended: () => ended,
    frames: () => frame,
  };
}

/** Frame by frame; digests of texts take real time. */
async function end({ ended, reading }: Pick<ReturnType<typeof stage>, 'ended' | 'reading'>) {
  while (ended() === undefined) {
    await vi.advanceTimersByTimeAsync(FRAME_MS);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return reading;
}

const OFF = ['closed', 'off'];

describe('the right code', () => {
  it('ends the reading, and the camera is off', async () => {
    const text = await writeReturnText('D', CODE, OF);
    const webcam = stage([undefined, 'https://bank.example/', text]);
    expect(await end(webcam)).toEqual({ is: 'read', code: CODE, text });
    expect(webcam.log).toEqual(['on', 'seen', ...OFF]);
  });

  it('is taken once: the same text is told, and the reading goes on to the next', async () => {
    const [first, second] = [
      await writeReturnText('D', CODE, OF),
      await writeReturnText('D', 'FEDCBA9876543210', OF),
    ];
    const webcam = stage([first, first, second], { submitted: new Set([first]) });
    expect(await end(webcam)).toMatchObject({ is: 'read', text: second });
    expect(webcam.refusals).toEqual([{ is: 'again' }, { is: 'again' }]);
  });
});

describe('a code that does not belong here', () => {
  it('is told, and the reading goes on', async () => {
    const kind = await writeReturnText('O', '123456', OF);
    const owner = await writeReturnText('D', CODE, OTHER);
    const right = await writeReturnText('D', CODE, OF);
    const webcam = stage([kind, owner, right]);
    expect(await end(webcam)).toMatchObject({ is: 'read', code: CODE });
    expect(webcam.refusals).toEqual([{ is: 'other-kind', kind: 'O' }, { is: 'other-owner' }]);
    expect(webcam.frames()).toBe(3);
  });
});

describe('the camera', () => {
  it('is off after a minute, and not before', async () => {
    const { ended, log } = stage([undefined]);
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect(ended()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended()).toEqual({ is: 'over' });
    expect(log).toEqual(['on', 'seen', ...OFF]);
  });

  it('is off when it is stopped, also before the first frame', async () => {
    const { reading, log, stop } = stage([undefined]);
    await vi.advanceTimersByTimeAsync(1);
    stop();
    expect(await reading).toEqual({ is: 'stopped' });
    expect(log).toEqual(['on', 'seen', ...OFF]);
  });

  it('is stopped at once where the person allows it after the reading was stopped', async () => {
    let allow: () => void = () => undefined;
    const allowed = new Promise<void>((resolve) => (allow = resolve));
    const track = { stop: vi.fn() };
    const { reading, stop } = stage([undefined], {
      openWebcam: async () => {
        await allowed;
        return { video: {} as HTMLVideoElement, nextFrame: vi.fn(), stop: track.stop };
      },
    });
    stop();
    expect(await reading).toEqual({ is: 'stopped' });
    expect(track.stop).not.toHaveBeenCalled();
    allow();
    await vi.advanceTimersByTimeAsync(1);
    expect(track.stop).toHaveBeenCalledOnce();
  });

  it('that shows nothing is given up', async () => {
    const { ended, log } = stage([], {
      openWebcam: async () => ({
        video: {} as HTMLVideoElement,
        nextFrame: () => new Promise((done) => setTimeout(() => done(undefined), FRAME_MS)),
        stop: () => void log.push('off'),
      }),
    });
    await vi.advanceTimersByTimeAsync(PICTURE_MS - 1);
    expect(ended()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended()).toEqual({ is: 'problem', code: 'CAMERA_LOST' });
    expect(log).toContain('off');
  });

  it('that is unplugged ends the reading', async () => {
    const { reading, log, lose } = stage([undefined]);
    await vi.advanceTimersByTimeAsync(FRAME_MS);
    lose();
    expect(await reading).toEqual({ is: 'problem', code: 'CAMERA_LOST' });
    expect(log).toEqual(['on', 'seen', ...OFF]);
  });

  it.each(['CAMERA_REFUSED', 'CAMERA_MISSING', 'CAMERA_BUSY', 'NO_SECURE_CONTEXT'] as const)(
    'that is %s is told as that',
    async (code) => {
      const { reading, log } = stage([], {
        openWebcam: () => Promise.reject(new TesseraError(code)),
      });
      expect(await reading).toEqual({ is: 'problem', code });
      expect(log).toEqual(['closed']);
    },
  );

  it('is off when the decoder fails', async () => {
    const { reading, log } = stage([], {
      openDecoder: () => ({
        read: () => Promise.reject(new Error('The decoder stopped')),
        readStill: () => Promise.resolve([]),
        close: () => void log.push('closed'),
      }),
    });
    await vi.advanceTimersByTimeAsync(FRAME_MS);
    expect(await reading).toEqual({ is: 'problem', code: 'UNEXPECTED' });
    expect(log).toEqual(['on', 'seen', ...OFF]);
  });
});
