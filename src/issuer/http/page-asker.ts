/**
 * The browser session of a page's call (docs/protocol.md §7): a cookie (RFC 6265) of the handler's
 * own, unless the site names its session.
 */
import { toBase64url } from '../../core/codec/bytes.ts';
import { isLoopbackHost } from '../../core/loopback-host.ts';
import { randomBytes } from '../../protocol/random.ts';

const ASKER_BYTES = 32;
/** As {@link newAsker} makes it; nothing else is taken from a cookie. */
const ASKER = /^[\w-]{43}$/;
const NAME = 'tessera-asker';
/** A browser takes such a name over https and from this very host only (RFC 6265bis §4.1.3.2). */
const SECURE_NAME = `__Host-${NAME}`;

/** A value that nobody guesses. */
export function newAsker(): string {
  return toBase64url(randomBytes(ASKER_BYTES));
}

/** The value in the request's cookie; undefined where there is none, or none of ours. */
export function askerIn(request: Request, secure = isSecure(request)): string | undefined {
  const name = secure ? SECURE_NAME : NAME;
  const pairs = (request.headers.get('Cookie') ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && ASKER.test(value) ? value : undefined;
}

/**
 * `Set-Cookie` for a new value. It ends with the browser's session; scripts cannot read it, and
 * other sites cannot have it sent.
 */
export function askerCookie(request: Request, asker: string, secure = isSecure(request)): string {
  const attributes = 'Path=/; HttpOnly; SameSite=Strict';
  return secure
    ? `${SECURE_NAME}=${asker}; ${attributes}; Secure`
    : `${NAME}=${asker}; ${attributes}`;
}

/** Whether browsers call by https. Behind a proxy that ends TLS, the scheme alone says nothing. */
function isSecure({ url }: Request): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || !isLoopbackHost(hostname);
}
