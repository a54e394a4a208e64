/** Names of brands' folders, and which of them a file that is read suggests. */
import type { ReadBrand } from './archive.ts';
import type { Draft } from './draft.ts';

/** As scripts/brand-folder.mjs has it. */
const FOLDER_NAME = /^[a-z0-9][a-z0-9-]{0,40}$/;

export function isFolderName(name: string): boolean {
  return FOLDER_NAME.test(name);
}

/** Returns what the file's name says of its brand: `harbour.zip` → `harbour`, or nothing. */
export function nameOf(file: string): string {
  const [base = ''] = file.split('.');
  return isFolderName(base) && base !== 'config' ? base : '';
}

/** Returns the draft of an archive, which has no version: another brand may have its name. */
export function draftOf({ config, files = {}, folder = '' }: ReadBrand, file: string): Draft {
  return { name: isFolderName(folder) ? folder : nameOf(file), config, files };
}
