/** The text that a person copies for support. */
import { describe, expect, it } from 'vitest';

import type { SupportFacts } from '../../src/core/support.ts';
import { supportText } from '../../src/core/support.ts';
import { SUPPORT_FACTS } from '../../src/gallery/scenes.ts';

const UNTOLD: SupportFacts = {
  product: 'Tessera 1.0.0',
  browser: 'other',
  engine: undefined,
  system: undefined,
  persisted: undefined,
  usedBytes: undefined,
  quotaBytes: undefined,
  camera: undefined,
  notifications: undefined,
  installed: false,
  worker: undefined,
  language: undefined,
  online: undefined,
};

describe('the details for support', () => {
  it('have a fact a line', () => {
    expect(supportText(SUPPORT_FACTS, 'CAMERA_REFUSED')).toBe(`Tessera 1.0.0
Error: CAMERA_REFUSED
Browser: chrome, Chromium 131.0.6778.86
System: Android 15
Runs: installed
Storage: kept, 1.2 MB of 120 GB
Permissions: camera prompt, notifications denied
Service worker: controlling
Language: en-GB
Online: yes`);
  });

  it('name what the browser does not say, and no error where there is none', () => {
    expect(supportText(UNTOLD)).toBe(`Tessera 1.0.0
Browser: other, unknown
System: unknown
Runs: in a tab
Storage: unknown, unknown of unknown
Permissions: camera unknown, notifications unknown
Service worker: unknown
Language: unknown
Online: unknown`);
  });

  it.each([
    [0, 'less than 1 kB'],
    [999, '1 kB'],
    [1049, '1 kB'],
    [1051, '1.1 kB'],
    [999_999, '1 MB'],
    [2_147_483_648, '2.1 GB'],
    [5e15, '5000 TB'],
    [NaN, 'unknown'],
    [-1, 'unknown'],
  ])('round %d bytes to %s', (usedBytes, size) => {
    expect(supportText({ ...SUPPORT_FACTS, usedBytes })).toContain(`Storage: kept, ${size} of`);
  });

  it('say whether storage may be cleared, and that the browser is offline', () => {
    const text = supportText({ ...SUPPORT_FACTS, persisted: false, online: false });
    expect(text).toContain('Storage: may be cleared,');
    expect(text).toContain('Online: no');
  });
});
