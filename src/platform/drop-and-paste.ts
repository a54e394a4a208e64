/** Pictures, texts and files that are dropped or pasted (HTML drag and drop, Clipboard API). */
import { isExportFile } from '../core/transfer/export-file.ts';
import { within } from './within.ts';

export interface DropAndPasteListener {
  readonly onPicture: (file: Blob) => void;
  readonly onText: (text: string) => void;
  /** Another app's export; without it such a file is taken for a picture. */
  readonly onExport?: (file: Blob) => void;
}

/** Files of text: notes, web pages, saved mail. */
const TEXT_TYPE = /^(text\/|message\/rfc822$)/;
/** How JSON begins: some apps export it as plain text. */
const JSON_TEXT = /^\s*[[{]/;
/** Bytes of a text file that are read: a message in it stands near its beginning. */
const MAX_TEXT_BYTES = 1_000_000;
/** A file of a cloud's folder may have to be fetched; one that never comes is given up. */
const TEXT_TIMEOUT_MS = 30_000;

/** Tells a listener until the signal is aborted. What goes into a field stays the field's. */
export function watchDropAndPaste(
  { onPicture, onText, onExport }: DropAndPasteListener,
  signal: AbortSignal,
): void {
  let takings = 0;

  async function readTextFile(file: Blob): Promise<void> {
    const taking = takings;
    const reading = file.slice(0, MAX_TEXT_BYTES).text();
    const text = await within(TEXT_TIMEOUT_MS, reading, () => undefined).catch(() => undefined);
    // Something newer came in meanwhile.
    if (taking !== takings) return;
    if (text !== undefined && onExport && JSON_TEXT.test(text)) onExport(file);
    else if (text !== undefined) onText(text);
    // Its reader says that it cannot be read.
    else onPicture(file);
  }

  /** Returns true if the data has a picture or a text. */
  function take(data: DataTransfer | null): boolean {
    takings++;
    const files = [...(data?.files ?? [])];
    const text = data?.getData('text/plain') ?? '';
    // A file without a type may be a picture; where there is text besides, it is none.
    const picture =
      files.find(({ type }) => type.startsWith('image/')) ??
      (text.trim() === '' ? files[0] : undefined);
    if (picture) {
      if (onExport && isExportFile(picture)) onExport(picture);
      else if (TEXT_TYPE.test(picture.type)) void readTextFile(picture);
      else onPicture(picture);
      return true;
    }
    if (text.trim() !== '') onText(text);
    return text.trim() !== '';
  }
  addEventListener(
    'paste',
    (event) => {
      if (!isField(event) && take(event.clipboardData)) event.preventDefault();
    },
    { signal },
  );
  // Without this the browser leaves the app and shows the file.
  addEventListener('dragover', (event) => !isField(event) && event.preventDefault(), { signal });
  addEventListener(
    'drop',
    (event) => {
      if (isField(event)) return;
      event.preventDefault();
      take(event.dataTransfer);
    },
    { signal },
  );
}

function isField(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
