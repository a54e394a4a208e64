/** The session: what is opened, read and saved, and what a save may replace. */
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { SaveOutcome, StudioApi } from '../../src/studio/api.ts';
import { packBrand } from '../../src/studio/archive.ts';
import { toBase64 } from '../../src/studio/base64.ts';
import type { Base, Draft } from '../../src/studio/draft.ts';
import { newDraft } from '../../src/studio/draft.ts';
import { ICON_PATHS } from '../../src/studio/icon-paths.js';
import { StudioSession } from '../../src/studio/studio-session.ts';
import { WORDS } from '../../src/studio/words.ts';

vi.mock('../../src/studio/icons.ts', () => ({
  makeIcons: () => Promise.resolve(new Map(ICON_PATHS.map((path) => [path, new Blob([path])]))),
  logoPixels: () => Promise.resolve({}),
  judgeIcons: () => [],
}));

const { config } = newDraft();
const base64 = (text: string) => toBase64(new TextEncoder().encode(text));
const LOGO = base64('<svg viewBox="0 0 1 1"/>');
const FILES = {
  'logo.svg': LOGO,
  ...Object.fromEntries(ICON_PATHS.map((path) => [path, base64(`own ${path}`)])),
};
const BRAND = { config: { ...config, logo: 'logo.svg' }, files: FILES };

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.useFakeTimers();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

/** A server with brands by name; each save counts as one version more. */
async function start(...names: readonly string[]) {
  const versions = new Map(names.map((name) => [name, 'v1']));
  let refusal: Error | undefined;
  const saves: { readonly draft: Draft; readonly over: Base | undefined }[] = [];
  const api: StudioApi = {
    schema: () => Promise.resolve({ properties: {} }),
    brands: () => (refusal ? Promise.reject(refusal) : Promise.resolve([...versions.keys()])),
    brand: (name) =>
      Promise.resolve({ name, ...BRAND, base: { name, version: versions.get(name)! } }),
    check: () => Promise.resolve([]),
    save(draft, over) {
      saves.push({ draft, over });
      const version = versions.get(draft.name);
      const outcome: SaveOutcome =
        version === over?.version
          ? { is: 'saved', paths: ['config.json'], version: `v${saves.length + 1}` }
          : { is: 'changed', ...(version !== undefined && { version }) };
      if (outcome.is === 'saved') versions.set(draft.name, outcome.version!);
      return Promise.resolve(outcome);
    },
  };
  const open = () =>
    new StudioSession(
      {
        addController: () => undefined,
        removeController: () => undefined,
        requestUpdate: () => undefined,
        updateComplete: Promise.resolve(true),
      },
      api,
    );
  const session = open();
  session.hostConnected();
  await vi.waitFor(() => expect(session.shown).toBeDefined());
  await session.icons.settled();
  const refuse = (why: Error) => (refusal = why);
  return { session, saves, versions, open, refuse };
}

const archive = (name: string) => new File([packBrand({ name, ...BRAND })], 'download (1).zip');

describe('save', () => {
  it('says that there is a brand of the name, and replaces it when asked again', async () => {
    const { session, versions } = await start('harbour');
    session.setName('quay');
    versions.set('quay', 'v1');
    await session.save();
    expect(session.status).toEqual({ text: WORDS.brand.taken('quay'), isProblem: true });
    expect(versions.get('quay')).toBe('v1');
    await session.save();
    expect(session.status.text).toMatch(/^Saved/);
    expect(versions.get('quay')).not.toBe('v1');
  });

  it('knows the version again with the old name', async () => {
    const { session } = await start('harbour');
    session.setName('harbou');
    session.setName('harbour');
    await session.save();
    expect(session.status.text).toMatch(/^Saved/);
  });

  it('says that the files have changed where they have', async () => {
    const { session, versions } = await start('harbour');
    versions.set('harbour', 'another');
    await session.save();
    expect(session.status.text).toBe(WORDS.brand.changed);
    await session.save();
    expect(session.status.text).toMatch(/^Saved/);
  });

  it('is done once at a time', async () => {
    const { session, saves } = await start('harbour');
    await Promise.all([session.save(), session.save()]);
    expect(saves).toHaveLength(1);
    await session.save();
    expect(saves).toHaveLength(2);
    expect(session.status.text).toMatch(/^Saved/);
  });

  it.each([
    ['a'.repeat(41), true],
    ['a'.repeat(42), false],
    ['Harbour Key', false],
    ['-harbour', false],
  ])('to a folder named %s: %s', async (name, isDone) => {
    const { session } = await start('harbour');
    session.setName(name);
    expect(await session.save()).toBe(isDone);
    if (!isDone) expect(session.status.text).toBe(WORDS.brand.needsName);
  });
});

describe('read', () => {
  it('leaves logo and icons where config.json is read alone', async () => {
    const { session, saves } = await start('harbour');
    const other = { ...BRAND.config, name: 'Quay Pass' };
    await session.read(new File([JSON.stringify(other)], 'config.json'));
    await session.icons.settled();
    expect(session.draft).toMatchObject({ name: 'harbour', config: other, files: FILES });
    await session.save();
    expect(saves.at(-1)).toMatchObject({ draft: { files: FILES }, over: { version: 'v1' } });
  });

  it('makes no icons where the logo named is not there', async () => {
    const { session } = await start('harbour');
    const other = { ...BRAND.config, logo: 'other.svg' };
    await session.read(new File([JSON.stringify(other)], 'config.json'));
    await session.icons.settled();
    const { 'logo.svg': _, ...icons } = FILES;
    expect(session.draft.files).toEqual(icons);
  });

  it('takes an archive’s name, and no version', async () => {
    const { session, versions } = await start('harbour');
    versions.set('woodgrove', 'v1');
    await session.read(archive('woodgrove'));
    expect(session.draft).toMatchObject({ name: 'woodgrove', files: FILES });
    await session.save();
    expect(session.status.text).toBe(WORDS.brand.taken('woodgrove'));
  });

  it('refuses what is too large', async () => {
    const { session } = await start('harbour');
    await session.read(new File([new Uint8Array(8 * 1024 * 1024 + 1)], 'config.json'));
    expect(session.status).toEqual({
      text: WORDS.brand.unreadable('config.json'),
      isProblem: true,
    });
  });
});

describe('the list of brands', () => {
  it('has what came into the folder since, once it is asked for', async () => {
    const { session, versions } = await start('harbour');
    versions.set('woodgrove', 'v1');
    expect(session.brands).toEqual(['harbour']);
    await session.listBrands();
    expect(session.brands).toEqual(['harbour', 'woodgrove']);
  });

  it('stays, and it is said why, where the server does not answer', async () => {
    const { session, refuse } = await start('harbour');
    refuse(new TypeError('Failed to fetch'));
    await session.listBrands();
    expect(session.brands).toEqual(['harbour']);
    expect(session.status).toEqual({ text: WORDS.brand.offline, isProblem: true });
  });

  it('has a brand once it is saved, in order', async () => {
    const { session } = await start('harbour', 'woodgrove');
    session.startNew();
    session.setName('quay');
    await session.save();
    expect(session.brands).toEqual(['harbour', 'quay', 'woodgrove']);
  });
});

it('refuses a logo above 500 KB, and keeps the one it has', async () => {
  const { session } = await start('harbour');
  await session.setPicture(['logo'], new File([new Uint8Array(500_001)], 'large.png'));
  expect(session.status).toEqual({ text: WORDS.logo.tooLarge, isProblem: true });
  expect(session.draft.files).toEqual(FILES);
});

describe('after a reload', () => {
  it('reads a saved brand again', async () => {
    const { session, versions, open } = await start('harbour', 'woodgrove');
    await session.open('woodgrove');
    await session.icons.settled();
    await vi.waitFor(() => expect(kept.size).toBe(1));
    versions.set('woodgrove', 'another');
    const again = open();
    again.hostConnected();
    await vi.waitFor(() =>
      expect(again.draft.base).toEqual({ name: 'woodgrove', version: 'another' }),
    );
  });

  it('shows what was not saved', async () => {
    const { session, open } = await start('harbour');
    session.setValue(['name'], 'Quay Pass');
    const again = open();
    again.hostConnected();
    await vi.waitFor(() => expect(again.draft.config['name']).toBe('Quay Pass'));
    expect(again.isSaved).toBe(false);
  });

  it('knows the folder’s icons from those that were not saved', async () => {
    const { session, open } = await start('harbour');
    session.setGround('white');
    await session.icons.settled();
    expect(session.draft.files).not.toEqual(FILES);
    const again = open();
    again.hostConnected();
    await vi.waitFor(() => expect(again.isSaved).toBe(false));
    await again.icons.settled();
    again.setGround('kept');
    await again.icons.settled();
    expect(again.draft.files).toEqual(FILES);
  });

  it('says that a draft is too large to be kept', async () => {
    const { session } = await start('harbour');
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.spyOn(sessionStorage, 'setItem').mockImplementation(() => {
      throw new Error('Quota');
    });
    session.setValue(['name'], 'Quay Pass');
    expect(session.status).toEqual({ text: WORDS.brand.notKept, isProblem: true });
  });
});
