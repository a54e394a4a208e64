/**
 * Draws the image of a message as one SVG element of paths, without a style or an address of its
 * own: whole pixels a module, on white whatever the page's colours are.
 */
import type { TemplateResult } from 'lit';
import { html, svg } from 'lit';

import { fromBase64url } from '../core/codec/bytes.ts';
import type { ImageKind, Shown } from '../issuer/http/page-api.ts';
import type { ImagePaths } from '../symbology/image-paths.ts';
import { cryptogramPaths, qrPaths } from '../symbology/image-paths.ts';

/** CSS pixels a module, below which cameras begin to miss (docs/cryptogram.md). */
const MIN_MODULE_PX = 6;
/** A comfortable side in CSS pixels; a larger image still gets its six a module. */
const SIDE_PX = 352;
const BITS_OF_BYTE = 8;
const BITS_OF_MODULE = 1;
const BITS_OF_CELL = 2;

/** The side of an image of `modules` × `modules`, in CSS pixels: whole ones a module. */
export function sideOf(modules: number): number {
  return modules * Math.max(MIN_MODULE_PX, Math.ceil(SIDE_PX / modules));
}

/** Draws one kind of a message's images, named `name` for who does not see it. */
export function codeImage(images: Shown['images'], kind: ImageKind, name: string): TemplateResult {
  const { modules, paths } = pathsOf(images, kind);
  const side = sideOf(modules);
  return html`<svg
    class="code-image"
    part="image"
    role="img"
    aria-label=${name}
    viewBox="0 0 ${modules} ${modules}"
    width=${side}
    height=${side}
    shape-rendering="crispEdges"
  >
    <path fill="#fff" d="M0 0h${modules}v${modules}H0z"></path>
    ${paths.map(({ fill, d }) => svg`<path fill=${fill} d=${d}></path>`)}
  </svg>`;
}

export function pathsOf({ qr, cryptogram }: Shown['images'], kind: ImageKind): ImagePaths {
  return kind === 'qr'
    ? qrPaths(qr.size, unpacked(qr.modules, BITS_OF_MODULE))
    : cryptogramPaths(cryptogram.size, unpacked(cryptogram.cells, BITS_OF_CELL));
}

/** Values of `width` bits each, the first one in the highest bits. */
function unpacked(base64url: string, width: number): Uint8Array {
  const bytes = fromBase64url(base64url);
  return Uint8Array.from({ length: (bytes.length * BITS_OF_BYTE) / width }, (_, i) => {
    const bit = i * width;
    const shift = BITS_OF_BYTE - width - (bit % BITS_OF_BYTE);
    return (bytes[Math.floor(bit / BITS_OF_BYTE)]! >> shift) & ((1 << width) - 1);
  });
}
