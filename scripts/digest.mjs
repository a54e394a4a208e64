/**
 * One digest of a folder: SHA-256 over each file's path and SHA-256, in the paths' order. A
 * compressed copy counts as the file that it unpacks to: another zlib packs the same file into
 * other bytes.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { originalOf } from './encodings.mjs';

/**
 * The files below a folder, each with its SHA-256, in the paths' order, without each compressed
 * copy that unpacks to the file beside it.
 */
export function digestsIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isFaithfulCopy(file))
    .map((file) => ({
      path: relative(folder, file).replaceAll('\\', '/'),
      digest: sha256(readFileSync(file)),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** What `sha256sum` prints for the list that it prints for the files. */
export function digestOf(folder) {
  return sha256(
    digestsIn(folder)
      .map(({ path, digest }) => `${digest}  ${path}\n`)
      .join(''),
  );
}

function isFaithfulCopy(file) {
  const original = originalOf(file);
  if (!original) return false;
  try {
    return original.encoding.unpack(readFileSync(file)).equals(readFileSync(original.path));
  } catch {
    return false;
  }
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
