/** Remembers which kind of image the person prefers for the life of the tab, across reloads. */
import type { ImageKind } from '../issuer/http/page-api.ts';

const IMAGE_KIND_KEY = 'image-kind';

export function keptImageKind(): ImageKind {
  try {
    return sessionStorage.getItem(IMAGE_KIND_KEY) === 'cryptogram' ? 'cryptogram' : 'qr';
  } catch {
    return 'qr';
  }
}

/** Where storage is refused, the page alone remembers. */
export function keepImageKind(kind: ImageKind): void {
  try {
    sessionStorage.setItem(IMAGE_KIND_KEY, kind);
  } catch {
    // The choice holds until the page is left.
  }
}
