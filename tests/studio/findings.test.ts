/** What is said beside fields, each thing once, whether or not the server has answered. */
import { expect, it } from 'vitest';

import type { AppConfig } from '../../src/core/app-config.ts';
import { judgeConfig } from '../../src/core/config-rules.ts';
import { newDraft, withValue } from '../../src/studio/draft.ts';
import { findingsBelow, findingsOf } from '../../src/studio/findings.ts';

const { config } = newDraft();
const shown = config as unknown as AppConfig;
const four = withValue(config, ['pinLength'], 4);
const shownFour = four as unknown as AppConfig;
const keysOf = (findings: readonly { path: string }[]) => findings.map(({ path }) => path);

it('says what the rules say before the server has answered', () => {
  expect(findingsOf(four, shownFour, undefined)).toEqual(judgeConfig(shownFour));
});

it('says nothing twice when the server has found the same', () => {
  const server = { of: four, shown: shownFour, findings: judgeConfig(shownFour) };
  expect(findingsOf(four, shownFour, server)).toEqual(judgeConfig(shownFour));
});

it('forgets what the rules do not say any more, without asking', () => {
  const server = { of: four, shown: shownFour, findings: judgeConfig(shownFour) };
  expect(keysOf(findingsOf(four, shownFour, server))).toContain('pinLength');
  expect(keysOf(findingsOf(config, shown, server))).not.toContain('pinLength');
});

it('keeps what the schema says of a key until the key changes', () => {
  const wrong = withValue(config, ['brandColor'], '#12');
  const error = { path: 'brandColor', level: 'error', text: 'must match pattern' } as const;
  const server = { of: wrong, shown, findings: [error] };
  const renamed = withValue(wrong, ['name'], 'Other');
  expect(findingsOf(renamed, shown, server)).toContainEqual(error);
  const mended = withValue(renamed, ['brandColor'], '#123456');
  expect(findingsOf(mended, shown, server)).not.toContainEqual(error);
});

it('finds what is below a path, and not beside it', () => {
  const of = (path: string) => ({ path, level: 'error', text: '' }) as const;
  const findings = [of('services'), of('services.0'), of('servicesOther'), of('name')];
  expect(keysOf(findingsBelow(findings, 'services'))).toEqual(['services', 'services.0']);
});
