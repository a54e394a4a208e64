/** The clipboard: a copied code is taken back after a minute where the browser allows it. */
import { within } from './within.ts';

/** Milliseconds that a copied text stays. */
const KEEP_MS = 60_000;
/** Milliseconds for the system's clipboard, which other apps may hold. */
const CLIPBOARD_MS = 5000;
let clearing: ReturnType<typeof setTimeout> | undefined;

/** Copies a text; resolves to whether it worked. Needs a tap. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await within(CLIPBOARD_MS, navigator.clipboard.writeText(text), late);
  } catch {
    return false;
  }
  clearTimeout(clearing);
  clearing = setTimeout(() => void takeBack(text), KEEP_MS);
  return true;
}

/** Clears the clipboard unless it holds something else by now; where that cannot be read, clearing blindly would destroy what is not ours. */
async function takeBack(text: string): Promise<void> {
  try {
    const name = 'clipboard-read' as PermissionName;
    const { state } = await within(CLIPBOARD_MS, navigator.permissions.query({ name }), late);
    if (state !== 'granted') return;
    const there = await within(CLIPBOARD_MS, navigator.clipboard.readText(), late);
    if (there === text) await within(CLIPBOARD_MS, navigator.clipboard.writeText(''), late);
  } catch {
    // Unsupported or refused: the code expires by itself.
  }
}

function late(): never {
  throw new DOMException('The clipboard does not answer', 'TimeoutError');
}
