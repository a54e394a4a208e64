/** Which code is on the screen, by the scenes of every screen. */
import { expect, it } from 'vitest';

import { codeOnScreen } from '../../src/app/code-on-screen.ts';
import type { CodeKind } from '../../src/core/view.ts';
import { SHORT_NAMES } from '../../src/gallery/scene-accounts.ts';
import { scenes } from '../../src/gallery/scenes.ts';

const NOW = 1_790_000_000_000;
const all = scenes(SHORT_NAMES, NOW);
const KINDS: readonly CodeKind[] = ['device', 'activation', 'response', 'otp'];
const of = (name: string, kind: CodeKind) => codeOnScreen(kind, all[name]!.view);

it('is the device code of the activation', () => {
  expect(of('device-code', 'device')).toEqual({
    code: '7K2MQ9VT4XBD0HWE',
    activation: '00112233aabbccdd',
    issuerName: 'Northwind Bank',
  });
});

it('is the activation code of the account', () => {
  expect(of('activation-code', 'activation')).toEqual({
    code: '40718265',
    activation: '00112233aabbccdd',
    issuerName: 'Northwind Bank',
  });
});

it('is the response code of the request, until that is over', () => {
  expect(of('response-code', 'response')).toEqual({
    code: '40718265',
    activation: '1',
    request: '00112233aabbccdd',
    issuerName: 'Northwind Bank',
    until: NOW + 281_000,
  });
});

it('is the one-time password of the account', () => {
  expect(of('otp', 'otp')).toEqual({
    code: '492039',
    activation: '1',
    issuerName: 'Northwind Bank',
  });
});

it('is at most one, and none where the screen is hidden or has no code', () => {
  let codes = 0;
  for (const [name, { view }] of Object.entries(all)) {
    const kinds = KINDS.filter((kind) => codeOnScreen(kind, view) !== undefined);
    expect(kinds.length, name).toBeLessThanOrEqual(1);
    if (view.concealed) expect(kinds, name).toEqual([]);
    codes += kinds.length;
  }
  expect(codes).toBeGreaterThan(8);
  for (const name of ['home-one', 'scan-second', 'request', 'authenticate'])
    expect(KINDS.filter((kind) => of(name, kind))).toEqual([]);
});
