/** The clipboard: a copied code is taken back after a minute where the browser allows it. */

const KEEP = 60_000;
let clearing: ReturnType<typeof setTimeout> | undefined;

/** Copies a text; resolves to whether it worked. Needs a tap. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  clearTimeout(clearing);
  clearing = setTimeout(() => void takeBack(text), KEEP);
  return true;
}

/** Clears the clipboard unless it holds something else by now; where that cannot be read, clearing blindly would destroy what is not ours. */
async function takeBack(text: string): Promise<void> {
  try {
    const query = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    if (query.state !== 'granted') return;
    if ((await navigator.clipboard.readText()) === text) await navigator.clipboard.writeText('');
  } catch {
    // Unsupported or refused: the code expires by itself.
  }
}
