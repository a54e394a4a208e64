/** The choice among several rear cameras by their names. */
import { expect, it } from 'vitest';

import { betterCamera } from '../../src/platform/camera.ts';

const android = [
  { id: 'a', label: 'camera2 3, facing front' },
  { id: 'b', label: 'camera2 2, facing back' },
  { id: 'c', label: 'camera2 1, facing front' },
  { id: 'd', label: 'camera2 0, facing back' },
  { id: 'e', label: 'camera2 10, facing back' },
];

it.each([
  ['a wide one gives way to the main one', android, 'b', 'd'],
  ['so does one that faces the person', android, 'c', 'd'],
  ['the main one stays', android, 'd', undefined],
  [
    'a browser’s own choice stays where names say nothing',
    [
      { id: 'x', label: '' },
      { id: 'y', label: '' },
    ],
    'x',
    undefined,
  ],
  [
    'and on an iPhone, which joins its rear cameras',
    [
      { id: 'x', label: 'Back Dual Wide Camera' },
      { id: 'y', label: 'Back Camera' },
    ],
    'x',
    undefined,
  ],
  ['and where there is one camera', [{ id: 'x', label: 'FaceTime HD Camera' }], 'x', undefined],
])('%s', (_, cameras, current, better) => {
  expect(betterCamera(cameras, current)).toBe(better);
});
