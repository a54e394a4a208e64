/** The language follows its setting: at the start, in every window, and again if it is missing. */
import { beforeEach, expect, test, vi } from 'vitest';

import { startApp } from '../../src/app/app.ts';
import type { View } from '../../src/core/view.ts';
import type { Vault } from '../../src/vault/types.ts';
import { boot, reset } from '../vault/fake-device.ts';
import { appOptions } from './app-options.ts';

beforeEach(reset);

/** An app that remembers what it was told to follow. */
async function openApp(vault: Vault, follow: () => Promise<void> = async () => undefined) {
  const followed: unknown[] = [];
  const views: View[] = [];
  const language: { inUse: string; offered: readonly string[]; missing?: string } = {
    inUse: 'en',
    offered: ['en', 'de', 'ja'],
  };
  const app = await startApp({
    vault,
    ...appOptions(),
    language: {
      view: language,
      follow(chosen) {
        followed.push(chosen);
        return follow();
      },
    },
    onView: (view) => views.push(view),
  });
  return { app, followed, language, view: () => views.at(-1) };
}

test('what was chosen before is followed at the start, and what is chosen at once', async () => {
  const vault = await boot();
  await vault.setSetting('language', 'de');
  const { app, followed } = await openApp(vault);
  expect(followed).toEqual(['de']);
  app.act({ type: 'set-language', language: 'ja' });
  await vi.waitFor(() => expect(followed).toEqual(['de', 'ja']));
  app.act({ type: 'set-language' });
  await vi.waitFor(() => expect(followed).toEqual(['de', 'ja', undefined]));
  expect((await vault.snapshot()).settings['language']).toBeUndefined();
});

test('it is followed in another window, too', async () => {
  const vault = await boot();
  const { followed } = await openApp(vault);
  const other = await openApp(await boot());
  other.app.act({ type: 'set-language', language: 'ja' });
  await vi.waitFor(() => expect(followed).toEqual([undefined, 'ja']));
});

test('a choice that is made again is followed again: it may not have come', async () => {
  const vault = await boot();
  await vault.setSetting('language', 'de');
  const { app, followed } = await openApp(vault);
  app.act({ type: 'set-language', language: 'de' });
  expect(followed).toEqual(['de', 'de']);
});

test('one that is missing is followed again with the network, the focus or the page’s return, and no other', async () => {
  const vault = await boot();
  await vault.setSetting('language', 'de');
  const { app, followed, language } = await openApp(vault);
  app.lookAgain('connected');
  app.show(0, false);
  expect(followed).toEqual(['de']);
  language.missing = 'de';
  app.lookAgain('connected');
  app.lookAgain('focused');
  app.show(0, false);
  expect(followed).toEqual(['de', 'de', 'de', 'de']);
});

test('the start does not wait for ever', async () => {
  const vault = await boot();
  const { view } = await openApp(vault, () => new Promise(() => undefined));
  await vi.waitFor(() => expect(view()?.navigation.route.at).toBe('home'));
});
