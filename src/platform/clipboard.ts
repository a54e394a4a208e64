/**
 * The clipboard (Clipboard API): a copied code is cleared after a minute where possible; what the
 * person wants to paste is read.
 */
import { within } from './within.ts';

/** Milliseconds after which a copied text is cleared. */
const KEEP_MS = 60_000;
/** Milliseconds for the system's clipboard, which other apps may hold. */
const CLIPBOARD_MS = 5000;
/** Milliseconds for the person, whom some browsers ask before a page may read. */
const ANSWER_MS = 60_000;

let clearTimer: ReturnType<typeof setTimeout> | undefined;

/** Copies what is no secret, and is not cleared; resolves to true if that worked. Needs a tap. */
export async function copyForGood(text: string): Promise<boolean> {
  try {
    await within(CLIPBOARD_MS, navigator.clipboard.writeText(text), throwLate);
    return true;
  } catch {
    return false;
  }
}

/** Returns true if the browser has a way for pages to read the clipboard. */
export function canReadClipboard(): boolean {
  return 'clipboard' in navigator && 'readText' in navigator.clipboard;
}

/**
 * Resolves to the clipboard's text; undefined where the browser or the person refuses. Needs a tap;
 * Firefox and Safari show a button of their own, which takes another.
 */
export async function readClipboard(): Promise<string | undefined> {
  try {
    return await within(ANSWER_MS, navigator.clipboard.readText(), throwLate);
  } catch {
    return undefined;
  }
}

/** Copies a code; resolves to true if that worked. Needs a tap. */
export async function copyText(text: string): Promise<boolean> {
  if (!(await copyForGood(text))) return false;
  clearTimeout(clearTimer);
  clearTimer = setTimeout(() => void clearCopied(text), KEEP_MS);
  return true;
}

/**
 * Clears the clipboard unless it has another content by now. Where it cannot be read it is not
 * cleared: that could destroy what somebody else copied.
 */
async function clearCopied(text: string): Promise<void> {
  try {
    const name = 'clipboard-read' as PermissionName;
    const { state } = await within(CLIPBOARD_MS, navigator.permissions.query({ name }), throwLate);
    if (state !== 'granted') return;
    const content = await within(CLIPBOARD_MS, navigator.clipboard.readText(), throwLate);
    if (content === text) await within(CLIPBOARD_MS, navigator.clipboard.writeText(''), throwLate);
  } catch {
    // Unsupported or refused: the code expires by itself.
  }
}

function throwLate(): never {
  throw new DOMException('The clipboard does not answer', 'TimeoutError');
}
