/**
 * Where a line of the app may end within a Japanese phrase. Browsers end lines between phrases
 * (app.css); one that is longer than the line they break anywhere, which leaves い of ください alone
 * on the next, as on a narrow screen with large text.
 */
const ZERO_WIDTH_SPACE = '\u200b';

/** What is shown on the app's screens; all else is plain text for others. */
const CONSUMERS = ['app', 'menu', 'transfer'];

const PLACES = [
  // 受け付けられ|ました: no shorter word
  /(?<=[^\sをはがにのとへも\p{P}]{5})(?<![てで]い)(?=ました|ません|ましょう|ます)/gu,
  // 入力して|ください, 開いて|います
  /(?<=[\p{L}ー])(?=ください)/gu,
  /(?<=[てで])(?=い(?:ます|ません|ました))/gu,
  // 新しい|バージョン
  /(?<=い)(?=[ァ-ヶ][ァ-ヶー]{2})/gu,
  /(?<=ワンタイム)(?=パスワード)|(?<=シリアル)(?=番号)|(?<=解除)(?=方法)/gu,
];

/**
 * Returns a catalogue with zero width spaces at those places; those of other languages as given.
 * @template T
 * @param {string} tag
 * @param {string} consumer
 * @param {T} catalogue
 * @returns {T}
 */
export function withSoftBreaks(tag, consumer, catalogue) {
  return tag === 'ja' && CONSUMERS.includes(consumer) ? inAll(catalogue) : catalogue;
}

function inAll(value) {
  if (typeof value === 'string')
    return PLACES.reduce((text, place) => text.replace(place, ZERO_WIDTH_SPACE), value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inAll(each)]));
}
