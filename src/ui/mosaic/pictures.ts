/** The 32 pictures of PINs (docs/vault.md, "picture"): each its own shape, light against dark. */
import type { Polygon } from './geometry.ts';
import { bar, box, crescent, ellipse, mirrored, path, star } from './geometry.ts';
import type { Layer, Laying, TileName } from './tiling.ts';
import { fan, rings, rows, waves } from './tiling.ts';

const ALL: Polygon = box(-1, -1, 102, 102);

function ground(tile: TileName, laying: Laying = rows(9, 0)): Layer {
  return { tile, shapes: [ALL], laying };
}

function of(tile: TileName, laying: Laying, ...shapes: Polygon[]): Layer {
  return { tile, shapes, laying };
}

const small = rows(7, 12);
const level = rows(8);
const SEA = path('M-1 70Q12 62 25 70Q38 78 50 70Q62 62 75 70Q88 78 101 70L101 101L-1 101Z');

/** Ground first, then what lies on it. */
export const PICTURES: readonly (readonly Layer[])[] = [
  // Sun over waves
  [
    ground('sky', rings(50, 44, 9)),
    of('red', rings(50, 44, 7), star(50, 44, 36, 12, 0.66)),
    of('gold', rings(50, 44, 6), ellipse(50, 44, 18)),
    of('sea', waves(8, 4, 50), SEA),
  ],
  // Moon and star
  [
    ground('night', rings(46, 52, 9)),
    of('marble', rings(46, 52, 7), crescent(45, 52, 32, 17, -8)),
    of('gold', rows(7, 30), star(70, 40, 15)),
  ],
  // Mountain
  [
    ground('sky', rows(9)),
    of('granite', rows(8, 40), path('M50 74L78 38L104 80L104 101L40 101Z')),
    of('basalt', rows(8, -50), path('M-4 92L40 18L84 92Z')),
    of('marble', rows(6, -50), path('M40 18L57 46L49 42L42 50L34 42L23 46Z')),
    of('leaf', waves(7, 3, 60), path('M-1 88Q30 80 55 88Q80 94 101 84L101 101L-1 101Z')),
  ],
  // Fir tree
  [
    ground('marble', rows(9)),
    of('clay', small, box(45, 76, 10, 16)),
    of(
      'leaf',
      rows(7, 45),
      path('M50 8L68 36L60 36L76 58L66 58L84 80L16 80L34 58L24 58L40 36L32 36Z'),
    ),
  ],
  // Sailing boat
  [
    ground('sky', rows(9, 0)),
    of('red', rows(7, 62), path('M48 8L48 66L12 66Q40 44 48 8Z')),
    of('gold', rows(7, -55), path('M54 18Q58 50 84 66L54 66Z')),
    of('clay', small, path('M10 70L90 70Q84 88 74 88L26 88Q16 88 10 70Z')),
    of('sea', waves(7, 3, 34), path('M-1 84Q16 78 33 84Q50 90 67 84Q84 78 101 84L101 101L-1 101Z')),
  ],
  // Fish
  [
    ground('sea', waves(9, 3, 60)),
    of('gold', rows(7, 50), path('M60 50L94 24Q86 50 94 76Z')),
    of('marble', rings(22, 50, 7), path('M6 50Q32 14 70 48L70 52Q32 86 6 50Z')),
    of('gold', rings(22, 50, 7), path('M40 29Q56 34 70 48L70 52Q56 66 40 71Q48 50 40 29Z')),
    of('basalt', rings(24, 45, 6), ellipse(23, 45, 5)),
  ],
  // Bird
  [
    ground('sky', rows(9, 8)),
    of('clay', waves(6, 2, 40), path('M-1 84Q50 74 101 82L101 90Q50 82 -1 92Z')),
    of('night', rows(7, -30), path('M62 22Q84 24 84 44Q84 74 52 78L18 92L34 62Q38 30 62 22Z')),
    of('red', rings(66, 58, 7), path('M80 42Q86 74 54 77Q48 52 80 42Z')),
    of('gold', small, path('M82 30L98 37L83 42Z')),
    of('marble', small, ellipse(71, 35, 4.5)),
  ],
  // Tulip
  [
    ground('marble', rows(9)),
    of('leaf', rows(6, 10), bar(50, 50, 50, 101, 7)),
    of(
      'leaf',
      rows(7, 60),
      path('M48 96Q14 88 14 52Q42 62 48 96Z'),
      path('M52 96Q86 88 86 52Q58 62 52 96Z'),
    ),
    of(
      'red',
      rows(7, 0),
      path('M26 14Q38 22 40 34Q46 16 50 8Q54 16 60 34Q62 22 74 14Q84 58 50 60Q16 58 26 14Z'),
    ),
  ],
  // Daisy
  [
    ground('leaf', rings(50, 50, 9)),
    of(
      'marble',
      rings(50, 50, 8),
      ...Array.from({ length: 8 }, (_, i) => {
        const angle = (i * Math.PI) / 4;
        return ellipse(50 + 28 * Math.cos(angle), 50 + 28 * Math.sin(angle), 16, 9.5, i * 45);
      }),
    ),
    of('gold', rings(50, 50, 6), ellipse(50, 50, 14)),
  ],
  // Leaf
  [
    ground('gold', rows(9, 45)),
    of('leaf', rows(7, 20), path('M14 90Q2 30 88 10Q90 88 14 90Z')),
    of(
      'marble',
      rows(6, -42),
      bar(8, 96, 74, 26, 4.5),
      bar(36, 66, 34, 40, 3.5),
      bar(40, 62, 66, 66, 3.5),
      bar(56, 45, 56, 26, 3.5),
      bar(56, 45, 78, 46, 3.5),
    ),
  ],
  // Apple
  [
    ground('sky', rows(9)),
    of('red', rings(46, 58, 7), mirrored(path('M50 36Q36 26 24 34Q8 46 18 72Q30 98 50 90'))),
    of('clay', small, bar(50, 40, 55, 16, 6)),
    of('leaf', rows(6, -30), path('M56 26Q62 8 88 12Q82 34 56 26Z')),
    of('marble', rows(6, 60), ellipse(33, 52, 5, 10, 25)),
  ],
  // Cherries
  [
    ground('marble', rows(9)),
    of('leaf', rows(6, 30), bar(32, 64, 56, 14, 5), bar(68, 60, 56, 14, 5)),
    of('leaf', rows(7, 15), path('M56 16Q76 -2 96 20Q74 34 56 16Z')),
    of('red', rings(30, 70, 6), ellipse(30, 70, 19)),
    of('red', rings(71, 66, 6), ellipse(71, 66, 19)),
  ],
  // Mushroom
  [
    ground('sky', waves(9, 3, 70)),
    of('clay', rows(7), path('M38 50L62 50Q60 72 68 92L32 92Q40 72 38 50Z')),
    of('red', rings(50, 56, 7), path('M8 58Q10 14 50 12Q90 14 92 58Q50 48 8 58Z')),
    of('marble', small, ellipse(50, 26, 7), ellipse(28, 40, 6), ellipse(72, 40, 6)),
  ],
  // House
  [
    ground('sky', rows(9)),
    of('granite', small, box(66, 18, 11, 24)),
    of('marble', level, box(20, 48, 60, 42)),
    of('red', rows(7, 40), path('M50 10L94 52L6 52Z')),
    of('night', small, box(42, 62, 16, 28)),
    of('gold', small, box(26, 58, 11, 11), box(63, 58, 11, 11)),
    of('leaf', level, box(-1, 88, 102, 14)),
  ],
  // Lighthouse
  [
    ground('night', rows(9)),
    of('gold', rows(8, 8), path('M42 24L-1 6L-1 42Z'), path('M58 24L101 6L101 42Z')),
    of('marble', level, path('M40 34L60 34L67 92L33 92Z')),
    of(
      'red',
      level,
      path('M38.6 46L61.4 46L63.3 60L36.7 60Z'),
      path('M35 74L65 74L66.6 88L33.4 88Z'),
    ),
    of('gold', small, box(43, 16, 14, 16)),
    of('red', small, path('M38 17L50 5L62 17Z')),
    of('sea', waves(7, 3, 34), path('M-1 88Q16 82 33 88Q50 94 67 88Q84 82 101 88L101 101L-1 101Z')),
  ],
  // Bridge
  [
    ground('sky', rows(9)),
    of('sea', waves(7, 2, 34), box(-1, 76, 102, 26)),
    of(
      'clay',
      rows(7),
      path(
        'M-1 40Q50 22 101 40L101 84L92 84Q90 54 74 54Q58 54 56 84L44 84Q42 54 26 54Q10 54 8 84L-1 84Z',
      ),
    ),
    of('red', rows(6), path('M-1 34Q50 16 101 34L101 42Q50 24 -1 42Z')),
  ],
  // Key
  [
    ground('plum', rows(9, 45)),
    of('gold', rings(30, 30, 7), ellipse(30, 30, 23)),
    of('plum', small, ellipse(30, 30, 10)),
    of(
      'gold',
      rows(7, 45),
      bar(44, 44, 90, 90, 11),
      bar(68, 68, 82, 54, 9),
      bar(82, 82, 94, 70, 9),
    ),
  ],
  // Crown
  [
    ground('night', rows(9)),
    of('gold', rows(8), path('M8 26L30 48L50 14L70 48L92 26L84 74L16 74Z')),
    of('gold', small, ellipse(8, 22, 6), ellipse(50, 11, 6.5), ellipse(92, 22, 6)),
    of('red', level, box(16, 74, 68, 13)),
    of('marble', small, ellipse(50, 60, 6.5), ellipse(30, 62, 4.5), ellipse(70, 62, 4.5)),
  ],
  // Bell
  [
    ground('red', rows(9)),
    of('gold', small, ellipse(50, 15, 8)),
    of('basalt', small, ellipse(50, 86, 9)),
    of(
      'gold',
      rings(50, 20, 8),
      path('M50 16Q74 18 74 48Q76 68 90 80L10 80Q24 68 26 48Q26 18 50 16Z'),
    ),
    of('marble', level, path('M21 66Q50 60 79 66L82 71Q50 65 18 71Z')),
  ],
  // Lantern
  [
    ground('marble', rings(50, 55, 9)),
    of('basalt', rings(50, 20, 5), ellipse(50, 18, 13)),
    of('marble', small, ellipse(50, 19, 7)),
    of(
      'basalt',
      level,
      path('M30 38L38 26L62 26L70 38Z'),
      box(24, 36, 52, 9),
      box(26, 44, 8, 38),
      box(66, 44, 8, 38),
      box(22, 80, 56, 11),
    ),
    of('night', level, box(34, 45, 32, 35)),
    of('gold', rings(50, 70, 6), path('M50 46Q68 66 58 78L42 78Q32 66 50 46Z')),
  ],
  // Hourglass
  [
    ground('leaf', rows(9)),
    of(
      'marble',
      rows(7),
      path('M24 16L76 16Q76 40 55 50Q76 60 76 84L24 84Q24 60 45 50Q24 40 24 16Z'),
    ),
    of(
      'gold',
      rows(6),
      path('M31 28L69 28Q66 40 50 48Q34 40 31 28Z'),
      path('M30 84Q34 66 50 62Q66 66 70 84Z'),
      box(48, 48, 4, 18),
    ),
    of('basalt', level, box(16, 8, 68, 10), box(16, 82, 68, 10)),
  ],
  // Anchor
  [
    ground('marble', rows(9)),
    of('night', rings(50, 18, 5), ellipse(50, 17, 12)),
    of('marble', small, ellipse(50, 17, 5)),
    of('night', rows(7), box(45, 28, 10, 60), box(28, 34, 44, 9)),
    of(
      'night',
      rings(50, 48, 7),
      path(
        'M6 50L26 56L20 61Q28 82 50 82Q72 82 80 61L74 56L94 50L94 74L88 68Q76 95 50 95Q24 95 12 68L6 74Z',
      ),
    ),
  ],
  // Amphora
  [
    ground('basalt', rows(9)),
    of(
      'clay',
      rows(5, 20),
      path('M38 18Q10 18 14 46L21 46Q20 28 38 26Z'),
      path('M62 18Q90 18 86 46L79 46Q80 28 62 26Z'),
    ),
    of(
      'clay',
      rows(7),
      path('M36 8L64 8L60 28Q82 38 80 56Q74 78 58 90L62 95L38 95L42 90Q26 78 20 56Q18 38 40 28Z'),
    ),
    of('marble', waves(5, 2.5, 14), path('M20 50Q50 58 80 50L79 62Q50 70 21 62Z')),
  ],
  // Shell
  [
    ground('sea', rows(9, 20)),
    of(
      'marble',
      fan(50, 92, 26, 15),
      path(
        'M50 92L34 86Q2 66 8 40Q14 34 18 32Q20 20 30 20Q36 10 44 14Q50 6 56 14Q64 10 70 20Q80 20 82 32Q86 34 92 40Q98 66 66 86Z',
      ),
    ),
    of('red', fan(50, 92, 26, 30), path('M50 92L28 58Q34 48 42 50Q50 44 58 50Q66 48 72 58Z')),
  ],
  // Butterfly
  [
    ground('marble', rows(9)),
    of(
      'plum',
      rings(50, 50, 8),
      mirrored(path('M48 46Q30 6 8 16Q0 46 26 54Q10 60 16 84Q38 92 48 58')),
    ),
    of(
      'gold',
      rings(50, 50, 6),
      ellipse(25, 33, 9, 8),
      ellipse(75, 33, 9, 8),
      ellipse(28, 70, 6),
      ellipse(72, 70, 6),
    ),
    of(
      'basalt',
      rows(6),
      path('M46 34Q50 24 54 34L54 70Q50 82 46 70Z'),
      bar(48, 32, 36, 12, 3.5),
      bar(52, 32, 64, 12, 3.5),
    ),
  ],
  // Snail
  [
    ground('leaf', rows(9)),
    of(
      'marble',
      waves(6, 2, 60),
      path('M4 84Q26 70 58 78Q76 78 80 62L80 46Q92 36 95 50Q98 86 70 90L8 90Z'),
      bar(84, 48, 80, 28, 4),
      bar(91, 48, 97, 30, 4),
    ),
    of('gold', rings(40, 50, 7), ellipse(40, 50, 32)),
    of('red', rings(40, 50, 7), ellipse(41, 51, 22)),
    of('gold', rings(42, 52, 6), ellipse(42, 52, 12)),
  ],
  // Cat
  [
    ground('gold', rows(9)),
    of(
      'basalt',
      rings(50, 60, 8),
      path('M14 12L38 30Q50 27 62 30L86 12Q92 44 86 66Q76 90 50 92Q24 90 14 66Q8 44 14 12Z'),
    ),
    of('leaf', small, ellipse(34, 56, 9, 7), ellipse(66, 56, 9, 7)),
    of('basalt', small, ellipse(34, 56, 2.5, 6.5), ellipse(66, 56, 2.5, 6.5)),
    of('marble', small, path('M42 70L58 70L50 78Z')),
  ],
  // Owl
  [
    ground('night', rows(9)),
    of(
      'clay',
      rows(7),
      path('M22 10Q34 22 50 22Q66 22 78 10Q88 34 84 60Q80 92 50 92Q20 92 16 60Q12 34 22 10Z'),
    ),
    of('marble', rings(34, 40, 5), ellipse(33, 40, 15.5)),
    of('marble', rings(66, 40, 5), ellipse(67, 40, 15.5)),
    of('basalt', small, ellipse(34, 40, 6.5), ellipse(66, 40, 6.5)),
    of('gold', small, path('M43 50L57 50L50 64Z')),
    of('marble', waves(6, 2, 12), path('M34 70Q50 62 66 70Q64 86 50 88Q36 86 34 70Z')),
  ],
  // Umbrella
  [
    ground('sky', rows(9, 70)),
    of(
      'basalt',
      rows(6),
      box(47, 8, 6, 76),
      path('M47 80L53 80Q54 86 60 86Q66 86 66 76L72 76Q73 93 60 93Q47 93 47 80Z'),
    ),
    of(
      'red',
      fan(50, 8, 30, 13),
      path(
        'M50 12Q92 14 96 56Q88 48 80 56Q72 48 65 56Q57 48 50 56Q43 48 35 56Q28 48 20 56Q12 48 4 56Q8 14 50 12Z',
      ),
    ),
    of(
      'marble',
      fan(50, 8, 30, 13),
      path('M50 12Q66 24 65 56Q57 48 50 56Q43 48 35 56Q34 24 50 12Z'),
    ),
  ],
  // Kite
  [
    ground('sea', rows(9, 10)),
    of('gold', rows(7, 30), path('M58 6L30 32L58 32Z'), path('M58 32L86 32L58 74Z')),
    of('marble', rows(7, -30), path('M58 6L86 32L58 32Z'), path('M58 32L30 32L58 74Z')),
    of(
      'marble',
      rows(5),
      path('M56 74L60 74Q56 88 40 84Q26 80 14 94L10 91Q24 74 42 79Q54 83 56 74Z'),
      path('M30 74L40 82L28 90Z'),
      path('M50 76L40 82L50 92Z'),
    ),
  ],
  // Cup
  [
    ground('plum', rows(9)),
    of(
      'sky',
      waves(6, 2, 24),
      path('M34 30Q28 22 34 14Q38 10 36 4L42 4Q46 12 40 18Q36 24 41 30Z'),
      path('M54 30Q48 22 54 14Q58 10 56 4L62 4Q66 12 60 18Q56 24 61 30Z'),
    ),
    of('marble', rings(76, 52, 6), ellipse(78, 53, 16)),
    of('plum', small, ellipse(78, 53, 8)),
    of('marble', rows(7), path('M14 36L78 36Q78 78 60 84L32 84Q14 78 14 36Z'), box(8, 86, 76, 8)),
    of('red', waves(6, 2, 16), path('M15 50L77.5 50L76 60L16.5 60Z')),
  ],
  // Heart
  [
    ground('marble', rows(9, 45)),
    of('red', rings(50, 44, 8), mirrored(path('M50 30Q42 10 24 14Q6 20 8 44Q12 68 50 92'))),
    of('marble', rows(6, 50), ellipse(27, 36, 6, 11, 30)),
  ],
];
