/** The stones of the mark as SVG paths (SVG 2, path data): for the app, and for the page that stands before it. */

/** How many stones of each row belong to the left half. */
const BREAK = [2, 1, 3, 2] as const;
const STONE = 10.2;

const stones = (half: 'left' | 'right') =>
  BREAK.flatMap((left, y) =>
    [0, 1, 2, 3]
      .filter((x) => x < left === (half === 'left'))
      .map(
        (x) =>
          `M${x * 11.5 + (half === 'left' ? 0 : 3)} ${y * 11.5 + 1.5}h${STONE}v${STONE}h-${STONE}z`,
      ),
  ).join('');

/** Side length of the square that they lie in. */
export const MARK_SIZE = 48;
export const LEFT_STONES = stones('left');
export const RIGHT_STONES = stones('right');
