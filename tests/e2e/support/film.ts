/** A film for a Chromium in place of its camera: what the file holds is seen from then on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FLAGS } from '../../../scripts/find-browser.mjs';
import type { Pixels } from '../../support/y4m.ts';
import { writeY4m } from '../../support/y4m.ts';

export interface Film {
  /** What Chromium is started with to take it for its camera. */
  readonly args: readonly string[];
  /** Nothing: grey alone. */
  readonly show: (picture?: Pixels) => void;
  readonly remove: () => void;
}

const GREY: Pixels = {
  data: new Uint8ClampedArray(16 * 16 * 4).fill(128),
  width: 16,
  height: 16,
};

/** Frames a second: each is drawn in software, and costs as much as reading a code. */
const RATE = 10;

export function openFilm(rate = RATE): Film {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-film-'));
  const file = join(folder, 'camera.y4m');
  const show = (picture = GREY): void => writeY4m(file, picture, { rate });
  show();
  return {
    args: [
      ...FLAGS,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
    show,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
