/** Playwright fixtures: the phone of fixtures.ts, whose camera sees what it is shown. */
import type { Film } from './film.ts';
import { openFilm } from './film.ts';
import { test as base, WITHOUT_WORKER } from './fixtures.ts';

interface Stage {
  /** Grey alone at the beginning of a test. */
  readonly film: Film;
}

interface House {
  readonly reel: Film;
}

export const test = base.extend<Stage, House>({
  reel: [
    // A fixture's arguments are destructured.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const reel = openFilm();
      await use(reel);
      reel.remove();
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ launchOptions, reel }, use) => use({ ...launchOptions, args: [...reel.args] }),
    { scope: 'worker' },
  ],
  phoneOptions: { ...WITHOUT_WORKER, permissions: ['camera'] },
  film: [
    async ({ reel }, use) => {
      reel.show();
      await use(reel);
    },
    { auto: true },
  ],
});
