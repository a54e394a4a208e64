/** The images of a message as packed bits: what a page draws of them is read as the message. */
import { expect, it } from 'vitest';

import { fromBase64url } from '../../src/core/codec/bytes.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import { messageImages } from '../../src/issuer/http/message-images.ts';
import { messageCryptogramGrid, messageMatrix } from '../../src/issuer/render.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { QUIET_ZONE } from '../../src/symbology/image-paths.ts';
import { readStill } from '../../src/symbology/reader.ts';
import { createIssuerFixture, granted } from './issuer-fixture.ts';

/** The values of `width` bits each, read bit by bit as the type's description says. */
function unpacked(packed: string, count: number, width: number): number[] {
  const bits = [...fromBase64url(packed)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  expect(bits.length).toBe(Math.ceil((count * width) / 8) * 8);
  expect(bits.slice(count * width)).toMatch(/^0*$/);
  return Array.from({ length: count }, (_, i) =>
    Number.parseInt(bits.slice(i * width, (i + 1) * width), 2),
  );
}

it('are the modules and cells of the images, whatever their size', () => {
  for (const length of [1, 40, 100, 200, 300, 400, 500]) {
    const message = randomBytes(length);
    const { qr, cryptogram } = messageImages(message);
    const matrix = messageMatrix(message);
    expect(qr.size).toBe(matrix.size);
    expect(unpacked(qr.modules, qr.size ** 2, 1)).toEqual([...matrix.modules]);
    const grid = messageCryptogramGrid(message);
    expect(cryptogram.size).toBe(grid.size);
    expect(unpacked(cryptogram.cells, cryptogram.size ** 2, 2)).toEqual([...grid.cells]);
  }
});

it('drawn as they are described, a QR code is read as its message', async () => {
  const { issuer } = createIssuerFixture();
  const { firstMessage } = granted(await issuer.begin({ owner: 'Ada' }));
  const { size, modules } = messageImages(firstMessage).qr;
  const black = unpacked(modules, size ** 2, 1);
  const scale = 6;
  const side = (size + 2 * QUIET_ZONE) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [column, row] = [x, y].map((each) => Math.floor(each / scale) - QUIET_ZONE);
      const isInside = Math.min(column!, row!) >= 0 && Math.max(column!, row!) < size;
      if (isInside && black[row! * size + column!] === 1)
        data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  const [found] = readStill({ data, width: side, height: side });
  if (found?.kind !== 'qr') throw new Error(`read as ${found?.kind}`);
  expect(readText(found.text)).toEqual(firstMessage);
});
