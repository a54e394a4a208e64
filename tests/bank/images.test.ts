/**
 * Both kinds of image carry the message that the page shows as text, are large enough to be read,
 * and the choice lasts for the tab.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createBank } from '../../src/bank/server/bank.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import type { PageActivation } from '../../src/issuer/http/page-api.ts';
import { pathsOf, sideOf } from '../../src/page-kit/code-image.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { readStill } from '../../src/symbology/reader.ts';
import { createIssuerFixture, phone } from '../issuer/issuer-fixture.ts';
import { bankVisit } from './bank-visit.ts';

afterEach(() => vi.unstubAllGlobals());

/** The first image's activation, and the second's. */
async function bothImages(): Promise<readonly PageActivation[]> {
  const bank = createBank({ issuer: createIssuerFixture().issuer });
  const post = async (path: string, body = {}): Promise<PageActivation> => {
    const headers = { Customer: 'a'.repeat(32), 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await bank.request(`/api/activations${path}`, init)).json()) as PageActivation;
  };
  const first = await post('');
  const { deviceCode } = await phone(readText(first.text));
  return [first, await post(`/${first.id}/device-code`, { code: deviceCode })];
}

/** Draws the rectangles of an image's paths, on a ground that is not white. */
function drawn(svg: string, scale: number): PixelImage {
  const modules = Number(/viewBox="0 0 (\d+) /.exec(svg)![1]);
  const margin = 40;
  const side = modules * scale + 2 * margin;
  const pixels = new Uint32Array(side * side).fill(0xff303030);
  const fill = (x: number, y: number, width: number, height: number, colour: number): void => {
    for (let row = y * scale; row < (y + height) * scale; row++) {
      const start = (row + margin) * side + x * scale + margin;
      pixels.fill(colour, start, start + width * scale);
    }
  };
  const colours: Record<string, number> = {
    '#fff': 0xffffffff,
    '#f00': 0xff0000ff,
    '#0f0': 0xff00ff00,
    '#00f': 0xffff0000,
  };
  for (const [, attributes = '', d = ''] of svg.matchAll(/<path([^>]*?) ?d="([^"]*)"/g)) {
    const colour = colours[/fill="(.*?)"/.exec(attributes)?.[1] ?? ''] ?? 0xff000000;
    for (const [, x, y, h, v] of d.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)/g))
      fill(Number(x), Number(y), Number(h), Number(v), colour);
    // The cryptogram's frame is a square with a hole.
    const hole = /^M(\d+) \d+.*zm(\d+) \d+v(\d+)/.exec(d);
    if (hole) {
      const [at, inner] = [Number(hole[1]) + Number(hole[2]), Number(hole[3])];
      fill(at, at, inner, inner, 0xffffffff);
    }
  }
  return { data: new Uint8ClampedArray(pixels.buffer), width: side, height: side };
}

describe('an image', () => {
  it('of either kind carries the message that is offered as text', async () => {
    for (const { svg, text } of await bothImages()) {
      const [qr] = readStill(drawn(svg.qr, 4));
      if (qr?.kind !== 'qr') throw new Error(`read as ${qr?.kind}`);
      expect(readText(qr.text)).toEqual(readText(text));
      const [cryptogram] = readStill(drawn(svg.cryptogram, 8));
      if (cryptogram?.kind !== 'cryptogram') throw new Error(`read as ${cryptogram?.kind}`);
      expect(cryptogram.bytes).toEqual(readText(text));
    }
  });

  it('is drawn by the page as the document draws it', async () => {
    for (const { svg, images } of await bothImages())
      for (const kind of ['qr', 'cryptogram'] as const) {
        const { modules, paths } = pathsOf(images, kind);
        expect(svg[kind]).toContain(`viewBox="0 0 ${modules} ${modules}"`);
        const [, ...drawings] = [...svg[kind].matchAll(/ d="([^"]*)"/g)].map(([, d]) => d);
        expect(paths.map(({ d }) => d)).toEqual(drawings);
      }
  });

  it('is shown at whole pixels a module, six at least', async () => {
    for (const { svg } of await bothImages())
      for (const image of [svg.qr, svg.cryptogram]) {
        const modules = Number(/viewBox="0 0 (\d+) /.exec(image)![1]);
        expect(sideOf(modules) % modules).toBe(0);
        expect(sideOf(modules) / modules).toBeGreaterThanOrEqual(6);
        expect(sideOf(modules)).toBeGreaterThanOrEqual(352);
        expect(sideOf(modules)).toBeLessThanOrEqual(400);
      }
  });
});

describe('the kind of image', () => {
  it('is a QR code at first, and what was chosen for the rest of the visit', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
    });
    const visit = bankVisit();
    expect(visit.view.imageKind).toBe('qr');
    visit.chooseImage('cryptogram');
    expect(visit.view.imageKind).toBe('cryptogram');
    const reloaded = bankVisit();
    expect(reloaded.view.imageKind).toBe('cryptogram');
    reloaded.chooseImage('qr');
    expect(bankVisit().view.imageKind).toBe('qr');
  });

  it('is kept by the page alone where storage is refused', () => {
    vi.stubGlobal('sessionStorage', {
      getItem: () => {
        throw new DOMException('', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('', 'SecurityError');
      },
    });
    const visit = bankVisit();
    visit.chooseImage('cryptogram');
    expect(visit.view.imageKind).toBe('cryptogram');
  });
});
