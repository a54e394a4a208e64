/** Remembers which kind of image the person prefers for the life of the tab, across reloads. */
import type { ImageKind } from '../../issuer/http/page-api.ts';

const STORED_AS = 'image-kind';

export function keptImageKind(): ImageKind {
  try {
    return sessionStorage.getItem(STORED_AS) === 'cryptogram' ? 'cryptogram' : 'qr';
  } catch {
    return 'qr';
  }
}

/** Where storage is refused, the page alone remembers. */
export function keepImageKind(kind: ImageKind): void {
  try {
    sessionStorage.setItem(STORED_AS, kind);
  } catch {
    // The choice holds until the page is left.
  }
}
