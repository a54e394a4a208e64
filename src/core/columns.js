/** How wide a text is, for the sources and for scripts that Node runs as they are. */

/** Code points that take two columns: CJK, kana, Hangul, and full-width forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
/** Zero-width: marks, joiners and directions. */
const NO_COLUMN = /[\p{M}\p{Cf}]/u;

export function columnsOf(text) {
  return Array.from(text).reduce((sum, character) => {
    if (NO_COLUMN.test(character)) return sum;
    return sum + (WIDE.test(character) ? 2 : 1);
  }, 0);
}
