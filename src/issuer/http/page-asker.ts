/**
 * The browser session of a page's call (docs/protocol.md §7): a cookie (RFC 6265) of the handler's
 * own, unless the site names its session.
 */
import { toBase64url } from '../../core/codec/bytes.ts';
import { randomBytes } from '../../protocol/random.ts';

const ASKER_BYTES = 32;
/** As {@link newAsker} makes it; nothing else is taken from a cookie. */
const ASKER = /^[\w-]{43}$/;
const NAME = 'tessera-asker';
/** Over https a browser takes such a name from this very host only (RFC 6265bis §4.1.3.2). */
const SECURE_NAME = `__Host-${NAME}`;

/** A value that nobody guesses. */
export function newAsker(): string {
  return toBase64url(randomBytes(ASKER_BYTES));
}

/** The value in the request's cookie; undefined where there is none, or none of ours. */
export function askerIn(request: Request): string | undefined {
  const name = isSecure(request) ? SECURE_NAME : NAME;
  const pairs = (request.headers.get('Cookie') ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && ASKER.test(value) ? value : undefined;
}

/**
 * `Set-Cookie` for a new value. It ends with the browser's session; scripts cannot read it, and
 * other sites cannot have it sent.
 */
export function askerCookie(request: Request, asker: string): string {
  const attributes = 'Path=/; HttpOnly; SameSite=Strict';
  return isSecure(request)
    ? `${SECURE_NAME}=${asker}; ${attributes}; Secure`
    : `${NAME}=${asker}; ${attributes}`;
}

function isSecure({ url }: Request): boolean {
  return new URL(url).protocol === 'https:';
}
