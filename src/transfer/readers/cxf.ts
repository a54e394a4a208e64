/** FIDO's Credential Exchange Format 1.0 as a JSON file, in the clear. */
import { readContents } from '../backup/contents.ts';
import type { FileReader } from '../file-reader.ts';
import { arrayOf, fieldOf, numberOf, textOf } from '../json.ts';

export const cxf: FileReader = {
  format: 'cxf',
  recognises: ({ json }) =>
    numberOf(fieldOf(json, 'version'), 'major') !== undefined &&
    textOf(json, 'exporterRpId') !== undefined &&
    arrayOf(json, 'accounts') !== undefined,
  needsPassword: () => false,
  read: ({ bytes }) => readContents(bytes),
};
