/**
 * Recognises codes of other servers' accounts by how they begin, and those that only one app can
 * read. A text may have several, each at the beginning of a line.
 */
import { isOcra2Text } from '../core/codec/ocra2-text.ts';

/** One or several accounts, or a code of a flow that takes more than one. */
export type AccountCode =
  | {
      readonly is: 'accounts';
      readonly uris: readonly string[];
      /** Lines beside them that are codes of another kind: they are named, and not taken. */
      readonly others?: readonly string[];
    }
  /** privacyIDEA's enrolment in two steps; LinOTP's ocra2, any of its codes. */
  | { readonly is: 'two-step' | 'ocra2'; readonly text: string };

/** A code that only its own app reads, or whose one-time passwords are not made here. */
export type OnlyThere =
  | 'microsoft'
  | 'duo'
  | 'okta'
  | 'privacyidea-push'
  | 'privacyidea-container'
  | 'linotp-qr'
  | 'keycloak-app'
  | 'motp'
  | 'yandex'
  /** What a new phone shows to the old one. */
  | 'new-phone';

type LineKind = AccountCode['is'] | OnlyThere;

/** The first that matches decides; each is anchored and linear. */
const KINDS: readonly (readonly [RegExp, LineKind])[] = [
  [/^otpauth-migration:\/*offline\/?\?/i, 'accounts'],
  [/^(otpauth|pia):\/*pipush\//i, 'privacyidea-push'],
  [/^pia:\/*container\//i, 'privacyidea-container'],
  [/^otpauth:\/*yaotp\//i, 'yandex'],
  [/^(otpauth|pia):\/*(totp|hotp|daypassword)\/[^?]*\?(.*&)?2step_/i, 'two-step'],
  [/^(otpauth|apple-otpauth|pia):/i, 'accounts'],
  // With anything else behind it, it is an order to Steam's own program.
  [/^steam:\/*[a-z2-7]{16,}=*$/i, 'accounts'],
  [/^motp:/i, 'motp'],
  // The server's scheme can be configured.
  [/^[a-z][a-z0-9+.-]{0,40}:\/\/(pair|chal)\/[\w-]{60,}$/i, 'linotp-qr'],
  [/^(phonefactor|microsoft-authenticator):/i, 'microsoft'],
  [/^duo:\/\//i, 'duo'],
  [/^oktaverify:/i, 'okta'],
  [/^https?:\/\/[^?#\s]+\/login-actions\/action-token\?(.*&)?key=/i, 'keycloak-app'],
  [/^TESM:/, 'new-phone'],
];

/** Returns true for what a code of another server, or of its app, is called. */
export function isOtherServers(seen: string | undefined): boolean {
  return seen !== 'new-phone' && KINDS.some(([, kind]) => kind === seen);
}

/** Returns what the text's lines are; undefined where none is any of these. */
export function classifyAccountText(text: string): AccountCode | OnlyThere | undefined {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const kinds = lines.map(kindOf);
  const uris = lines.filter((_, i) => kinds[i] === 'accounts');
  if (uris.length > 0) return { is: 'accounts', uris };
  const first = kinds.findIndex((kind) => kind !== undefined);
  const kind = kinds[first];
  if (kind === 'two-step' || kind === 'ocra2') return { is: kind, text: lines[first]! };
  return kind === 'accounts' ? undefined : kind;
}

/** Returns the lines of a text that are codes of another kind than an account. */
export function otherLines(text: string): readonly string[] {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => ![undefined, 'accounts'].includes(kindOf(line)));
}

function kindOf(line: string): LineKind | undefined {
  return isOcra2Text(line) ? 'ocra2' : KINDS.find(([pattern]) => pattern.test(line))?.[1];
}
