/** Finds or installs faces for the scripts of the languages, without which a picture has boxes. */
import { spawnSync } from 'node:child_process';

import { install } from './system-packages.mjs';

/** A language of each script, and Debian's package with a face for it. */
const PACKAGES = { ar: 'fonts-noto-core', ja: 'fonts-noto-cjk', 'zh-cn': 'fonts-noto-cjk' };

/** Installs what is missing; nothing with `TESSERA_NO_INSTALL`. */
export function ensureFonts() {
  const missing = Object.keys(PACKAGES).filter((tag) => !hasFont(tag));
  if (missing.length > 0) install(...new Set(missing.map((tag) => PACKAGES[tag])));
}

/** Asks fontconfig; where there is none, as on macOS and Windows, the system has them. */
function hasFont(tag) {
  const { error, stdout } = spawnSync('fc-list', [`:lang=${tag}`, 'family'], { encoding: 'utf8' });
  return error !== undefined || stdout.trim() !== '';
}
