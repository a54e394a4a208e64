/** The tiles of the mark as SVG paths (SVG 2, path data), for the app and for the start page. */

/** How many tiles of each row belong to the left half. */
const BREAK = [2, 1, 3, 2] as const;
const TILE = 10.2;

function tiles(half: 'left' | 'right') {
  return BREAK.flatMap((left, y) =>
    [0, 1, 2, 3]
      .filter((x) => x < left === (half === 'left'))
      .map(
        (x) =>
          `M${x * 11.5 + (half === 'left' ? 0 : 3)} ${y * 11.5 + 1.5}h${TILE}v${TILE}h-${TILE}z`,
      ),
  ).join('');
}

/** Side length of the square that they lie in. */
export const MARK_SIZE = 48;
export const LEFT_TILES = tiles('left');
export const RIGHT_TILES = tiles('right');
