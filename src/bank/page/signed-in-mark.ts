/** Remembers that this browser session was signed in: it then signs in by its person alone. */

const KEY = 'signed-in';

export function wasSignedIn(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** Where storage is refused, the mark lasts as long as the page: its keeper has it, too. */
export function markSignedIn(): void {
  try {
    sessionStorage.setItem(KEY, '');
  } catch {
    return;
  }
}
