/** Classifies codes: which are messages of ours, parsed once, and what any other seems to be. */
import type { ScanProblem } from '../core/activation/step-parts.ts';
import { readFirstFields } from '../core/codec/activation-payloads.ts';
import { toHex } from '../core/codec/bytes.ts';
import { decodePayloadMap } from '../core/codec/cbor-fields.ts';
import { isOathEntry } from '../core/codec/oath-fields.ts';
import { readOtpauth } from '../core/codec/otpauth.ts';
import { isMigration } from '../core/codec/otpauth-migration.ts';
import type { Message } from '../core/codec/parse-message.ts';
import { parseMessage, parseTexts } from '../core/codec/parse-message.ts';
import { asTesseraError } from '../core/errors.ts';
import type { Choice, CodeOwner } from '../core/view.ts';
import type { Found } from '../symbology/reader.ts';
import type { AccountCode, OnlyThere } from './account-code.ts';
import { classifyAccountText, otherLines } from './account-code.ts';

/** A code with what it is called where the person has to choose one of several. */
export type ClassifiedCode =
  | {
      readonly choice: Extract<Choice, { readonly is: Message['kind'] }>;
      readonly message: Message;
      readonly of?: CodeOwner;
    }
  /** Of another server. */
  | {
      readonly choice: Extract<Choice, { readonly is: 'account' }>;
      readonly account: AccountCode;
      readonly of?: CodeOwner;
    }
  | { readonly choice: Choice; readonly problem: ScanProblem };

/** What a code of another kind seems to be, so that it can be named; it is never opened. */
export type ForeignCode =
  | OnlyThere
  | 'web'
  | 'payment'
  | 'wifi'
  | 'contact'
  | 'authenticator'
  | 'phone'
  | 'other';

const FOREIGN: readonly (readonly [RegExp, ForeignCode])[] = [
  [/^otpauth(-migration)?:/i, 'authenticator'],
  [/^TESR:[DARO]:/, 'phone'],
  // EPC069-12 (SEPA credit transfer), Swiss QR-bill, EMVCo merchant codes, BIP 21.
  [/^(BCD\r?\n|SPC\r?\n|000201|bitcoin:|lightning:|upi:)/i, 'payment'],
  [/^WIFI:/i, 'wifi'],
  [/^(BEGIN:VCARD|MECARD:)/i, 'contact'],
  [/^(https?:\/\/|www\.)/i, 'web'],
];

export function classifyForeign(text: string): ForeignCode {
  return FOREIGN.find(([pattern]) => pattern.test(text.trimStart()))?.[1] ?? 'other';
}

/** Classifies what the camera or a picture showed: a text may hold several messages. */
export function classifyCode(found: Found): readonly ClassifiedCode[] {
  if (found.kind === 'qr') return classifyText(found.text);
  if (found.kind === 'foreign-cryptogram')
    return [{ choice: { is: 'foreign' }, problem: { code: 'FOREIGN_IMAGE' } }];
  try {
    return [fromMessage(parseMessage(found.bytes))];
  } catch (thrown) {
    return [{ choice: { is: 'damaged' }, problem: { code: asTesseraError(thrown).code } }];
  }
}

/**
 * Classifies a text that was pasted, linked, or read from a QR code: each message in it, or the
 * text itself where there is none.
 */
export function classifyText(text: string): readonly ClassifiedCode[] {
  try {
    return parseTexts(text).map(fromMessage);
  } catch (thrown) {
    const { code } = asTesseraError(thrown);
    const account = classifyAccountText(text);
    if (typeof account === 'object')
      return [{ choice: { is: 'account' }, account: withOthers(account, text) }];
    if (code !== 'NOT_OURS' && account === undefined)
      return [{ choice: { is: 'damaged' }, problem: { code } }];
    const seen = account ?? classifyForeign(text);
    return [{ choice: { is: 'other', seen }, problem: { code: 'NOT_OURS', seen } }];
  }
}

function withOthers(account: AccountCode, text: string): AccountCode {
  const others = account.is === 'accounts' ? otherLines(text) : [];
  return account.is === 'accounts' && others.length > 0 ? { ...account, others } : account;
}

/** Each message once, and each kind of other codes: what shows a second time is the same choice. */
export function distinctCodes(codes: readonly ClassifiedCode[]): ClassifiedCode[] {
  const known = new Map<string, ClassifiedCode>();
  for (const code of codes) {
    const name = 'message' in code ? toHex(code.message.bytes) : JSON.stringify(code);
    if (!known.has(name)) known.set(name, code);
  }
  return [...known.values()];
}

/**
 * A code with its owner: a first message names it, of another one `find` knows who has that
 * activation.
 */
export function withOwner(
  code: ClassifiedCode,
  find: (activation: string) => CodeOwner | undefined,
): ClassifiedCode {
  if ('account' in code) return { ...code, ...ownerOfAccount(code.account) };
  if (!('message' in code)) return code;
  const { message } = code;
  const of =
    message.kind === 'first'
      ? namedIn(message.envelope.payload)
      : find(toHex(message.envelope.activationId));
  return of ? { ...code, of } : code;
}

/** The owner that a first message names; none where its payload breaks the rules. */
function namedIn(payload: Uint8Array): CodeOwner | undefined {
  try {
    const { issuerName, label = '' } = readFirstFields(decodePayloadMap(payload));
    return { issuer: issuerName, label };
  } catch {
    return undefined;
  }
}

/** The owner that one account's code names, unverified as well. */
function ownerOfAccount(code: AccountCode): { readonly of?: CodeOwner } {
  const [uri, another] = code.is === 'accounts' ? code.uris : [];
  if (uri === undefined || another !== undefined || isMigration(uri)) return {};
  const read = readOtpauth(uri);
  if (isOathEntry(read)) read.secret.fill(0);
  return { of: { issuer: read.issuer, label: read.label } };
}

/** The one code that is meant: the only one there, or the only one of ours. */
export function chooseCode(codes: readonly ClassifiedCode[]): ClassifiedCode | undefined {
  if (codes.length === 1) return codes[0];
  const messages = codes.filter((each) => 'message' in each);
  return messages.length === 1 ? messages[0] : undefined;
}

/**
 * Accounts where no code of ours is beside them: they are taken together. Undefined where there is
 * none, and where several flows are meant.
 */
export function accountsAlone(codes: readonly ClassifiedCode[]): AccountCode[] | undefined {
  const accounts = codes.flatMap((code) => ('account' in code ? [code.account] : []));
  const isAlone = codes.every((code) => !('message' in code));
  const isOneFlow = accounts.length === 1 || accounts.every(({ is }) => is === 'accounts');
  return isAlone && isOneFlow && accounts.length > 0 ? accounts : undefined;
}

/** What an address brings: never another server's account, which any page could slip in. */
export function fromLink(code: ClassifiedCode): ClassifiedCode {
  if (!('account' in code)) return code;
  return {
    choice: { is: 'other', seen: 'account-link' },
    problem: { code: 'NOT_OURS', seen: 'account-link' },
  };
}

function fromMessage(message: Message): ClassifiedCode {
  return { choice: { is: message.kind }, message };
}
