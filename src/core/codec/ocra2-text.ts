/** The texts of LinOTP's ocra2 ("QR-TAN"), told apart by how they begin. */

export type Ocra2Step = 'init' | 'nonce' | 'req';

/** The scheme in any case, with or without slashes, as other addresses of accounts are taken. */
const FORM = /^lseqr:\/*(init|nonce|req)\/?\?/i;

/** What the text is, and its query; undefined for any other text. */
export function splitOcra2(text: string): readonly [Ocra2Step, string] | undefined {
  const [beginning, step] = FORM.exec(text) ?? [];
  if (beginning === undefined || step === undefined) return undefined;
  return [step.toLowerCase() as Ocra2Step, text.slice(beginning.length)];
}

/** Returns true for a text that begins as one of ocra2's, whether it can be read or not. */
export function isOcra2Text(text: string): boolean {
  return splitOcra2(text.trim()) !== undefined;
}

/** Returns true for a text that asks an account to sign. */
export function isQuestionText(text: string): boolean {
  return splitOcra2(text.trim())?.[0] === 'req';
}
