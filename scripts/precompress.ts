/**
 * Compresses a build's text files beside them, in Brotli (RFC 7932) and gzip (RFC 1952), for
 * servers that send such copies as they are (docs/deploying.md).
 */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import type { Plugin } from 'vite';

import { ENCODINGS } from './encodings.mjs';

/** What is not compressed already. */
const TEXT = ['.html', '.js', '.css', '.json', '.svg', '.webmanifest'];

const COMPRESS: Readonly<Record<string, (data: Buffer) => Buffer>> = {
  br: (data) =>
    brotliCompressSync(data, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
      },
    }),
  gzip: (data) => gzipSync(data, { level: constants.Z_BEST_COMPRESSION }),
};

/** Compresses what the other plugins have written; a copy that is no smaller is left out. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'tessera-precompress',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    closeBundle: {
      // After the service worker, which is bundled when everything else is written.
      order: 'post',
      sequential: true,
      handler: () => compressIn(folder),
    },
  };
}

function compressIn(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXT.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const data = readFileSync(file);
    for (const { name, suffix } of ENCODINGS) {
      const copy = COMPRESS[name]!(data);
      if (copy.length < data.length) writeWhole(file + suffix, copy);
    }
  }
}

/** A build that is killed leaves no part of a copy, which a server would send. */
function writeWhole(file: string, data: Buffer): void {
  const part = `${file}.part`;
  writeFileSync(part, data);
  renameSync(part, file);
}
