/** Japanese phrases may be broken where that leaves no single character on a line. */
import { expect, it } from 'vitest';

import { consumersOf, localeTags, readCatalogue } from '../../scripts/catalogues.mjs';
import { withSoftBreaks } from '../../scripts/soft-breaks.mjs';

const broken = (text: string) => withSoftBreaks('ja', 'app', { text }).text.split('\u200b');

it.each([
  ['タップして|ください。'],
  ['お試し|ください。'],
  ['読み取ってお待ち|ください'],
  ['保存されて|いません。'],
  ['通知が表示されて|います'],
  ['受け付けられ|ました'],
  ['受け付けられ|ませんでした'],
  ['新しい|バージョンがあります。'],
  ['ワンタイム|パスワードを表示します。'],
  ['{n, plural, other {#件を読み取って|ください}}'],
])('breaks %s', (text) => {
  expect(broken(text.replace('|', ''))).toEqual(text.split('|'));
});

it.each(['表示します。', '鍵を保護できません。', 'このアプリについて', '消去', 'ブラウザ：{name}'])(
  'leaves %s whole',
  (text) => {
    expect(broken(text)).toEqual([text]);
  },
);

it('changes nothing but the Japanese of the app’s screens, and no letter of that', () => {
  for (const tag of localeTags())
    for (const consumer of consumersOf(tag)) {
      const given: object = readCatalogue(tag, consumer);
      const text = JSON.stringify(withSoftBreaks(tag, consumer, given));
      const isChanged = tag === 'ja' && ['app', 'menu', 'transfer'].includes(consumer);
      expect(text !== JSON.stringify(given), `${tag} ${consumer}`).toBe(isChanged);
      expect(text.replaceAll('\u200b', '')).toBe(JSON.stringify(given));
    }
});
