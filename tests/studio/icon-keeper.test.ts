/** The icons of a draft: those that were read are lost by nothing but a change of their source. */
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { toBase64 } from '../../src/studio/base64.ts';
import type { Draft } from '../../src/studio/draft.ts';
import { newDraft } from '../../src/studio/draft.ts';
import { IconKeeper } from '../../src/studio/icon-keeper.ts';
import { ICON_PATHS } from '../../src/studio/icon-paths.js';
import type { IconSource } from '../../src/studio/icons.ts';

const WHITE = '#ffffff';

/** What a canvas would draw, as text. */
const drawn = (path: string, ground: string, logo: string) => `${path} of ${logo} on ${ground}`;
const makeIcons = vi.hoisted(() => vi.fn());
vi.mock('../../src/studio/icons.ts', () => ({
  makeIcons,
  logoPixels: () => Promise.resolve({}),
  judgeIcons: () => [],
}));

beforeEach(() => {
  makeIcons.mockReset().mockImplementation(async ({ logo, ground }: IconSource) => {
    const text = logo ? await logo.text() : 'emblem';
    return new Map(ICON_PATHS.map((path) => [path, new Blob([drawn(path, ground, text)])]));
  });
});

const base64 = (text: string) => toBase64(new TextEncoder().encode(text));
const text = (content: string | undefined) => content && atob(content);
const LOGO = { 'logo.svg': base64('logo') };

function draftOf(files: Readonly<Record<string, string>>): Draft {
  const { config } = newDraft();
  return { name: 'harbour', config: { ...config, logo: 'logo.svg' }, files };
}

/** A draft that its keeper has taken. */
async function keep(files: Readonly<Record<string, string>>) {
  const state = { draft: draftOf(files) };
  const keeper = new IconKeeper({
    draft: () => state.draft,
    made: (made) => (state.draft = { ...state.draft, files: made }),
    judged: () => undefined,
  });
  await keeper.take(state.draft);
  return {
    keeper,
    files: () => state.draft.files,
    set: (draft: Draft) => (state.draft = draft),
    async put(draft: Partial<Draft>) {
      state.draft = { ...state.draft, ...draft };
      await keeper.follow();
    },
    async choose(ground: IconKeeper['ground']) {
      keeper.ground = ground;
      await keeper.follow();
    },
  };
}

const OWN = {
  ...LOGO,
  ...Object.fromEntries(ICON_PATHS.map((path) => [path, base64(`own ${path}`)])),
};
/** As made on white, but one drawn by hand. */
const TUNED: Readonly<Record<string, string>> = {
  ...LOGO,
  ...Object.fromEntries(ICON_PATHS.map((path) => [path, base64(drawn(path, WHITE, 'logo'))])),
  'icons/badge.png': base64('by hand'),
};

it('gives the brand’s own icons back when they are chosen again', async () => {
  const { keeper, files, choose } = await keep(OWN);
  expect(keeper.ground).toBe('kept');
  await choose('white');
  expect(text(files()['icons/icon.svg'])).toBe(drawn('icons/icon.svg', WHITE, 'logo'));
  await choose('kept');
  expect(files()).toEqual(OWN);
});

describe('a brand whose icon.svg was made here', () => {
  it('leaves its icons as they were read', async () => {
    const { keeper, files } = await keep(TUNED);
    expect(keeper.ground).toBe('white');
    expect(files()).toEqual(TUNED);
  });

  it('has them made of another logo', async () => {
    const { files, put } = await keep(TUNED);
    await put({ files: { ...TUNED, 'logo.svg': base64('new') } });
    expect(text(files()['icons/badge.png'])).toBe(drawn('icons/badge.png', WHITE, 'new'));
    await put({ files: { ...files(), ...LOGO } });
    expect(files()).toEqual(TUNED);
  });

  it('is given those that are missing alone', async () => {
    const { 'icons/icon-192.png': _, ...others } = TUNED;
    const { files } = await keep(others);
    expect(files()).toEqual({
      ...others,
      'icons/icon-192.png': base64(drawn('icons/icon-192.png', WHITE, 'logo')),
    });
  });
});

it('makes no icons without the file of the logo', async () => {
  const { files, put, keeper } = await keep({});
  expect(files()).toEqual({});
  const own = { 'icons/icon-192.png': base64('by hand') };
  await put({ files: own });
  await keeper.take(draftOf(own));
  expect(files()).toEqual(own);
});

it('calls a logo wrong that cannot be drawn, until it can', async () => {
  makeIcons.mockRejectedValue(new Error('No picture'));
  const { keeper, files, choose } = await keep(LOGO);
  await choose('deep');
  expect(keeper.findings).toMatchObject([{ path: 'logo', level: 'error' }]);
  expect(keeper.findings[0]!.text).toContain('No picture');
  expect(files()).toEqual(LOGO);
  makeIcons.mockResolvedValue(new Map([['icons/icon.svg', new Blob(['drawn'])]]));
  await choose('white');
  expect(keeper.findings).toEqual([]);
  expect(text(files()['icons/icon.svg'])).toBe('drawn');
});

describe('a brand without icons', () => {
  const all = [...ICON_PATHS, 'logo.svg'].sort();

  it('is given none by itself: those of public/ are the host’s', async () => {
    const { keeper, files } = await keep(LOGO);
    expect([keeper.ground, files()]).toEqual(['kept', LOGO]);
  });

  it('is given all once a ground is chosen, and loses them with it', async () => {
    const { files, choose } = await keep(LOGO);
    await choose('deep');
    expect(Object.keys(files()).sort()).toEqual(all);
    await choose('kept');
    expect(files()).toEqual(LOGO);
  });

  it('is given all once a logo is put, and loses them with it', async () => {
    const { config } = newDraft();
    const { keeper, files, put } = await keep({});
    await put({ config, files: {} });
    keeper.logoChanged(true);
    await put({ config: { ...config, logo: 'logo.svg' }, files: LOGO });
    expect(Object.keys(files()).sort()).toEqual(all);
    const { 'logo.svg': _, ...icons } = files();
    keeper.logoChanged(false);
    await put({ config, files: icons });
    expect([keeper.ground, files()]).toEqual(['kept', {}]);
  });

  it('keeps those that were saved, whatever becomes of the logo', async () => {
    const { keeper, files, choose } = await keep(LOGO);
    await choose('white');
    const made = files();
    keeper.saved(draftOf(made), 'white');
    keeper.logoChanged(false);
    expect(keeper.ground).toBe('white');
    await choose('brand');
    await choose('kept');
    expect(files()).toEqual(made);
  });
});

it('has the folder’s icons again where those of a kept draft are others', async () => {
  const { keeper, files, choose } = await keep(OWN);
  await choose('white');
  const draft = draftOf(files());
  const replaced = keeper.replacedIn(draft);
  expect(keeper.replacedIn(draftOf(OWN))).toBeUndefined();

  const again = await keep(LOGO);
  again.set(draft);
  await again.keeper.take(draft, replaced);
  expect([again.keeper.ground, again.files()]).toEqual(['white', draft.files]);
  await again.choose('kept');
  expect(again.files()).toEqual(OWN);
});
