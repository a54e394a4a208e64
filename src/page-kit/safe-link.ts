/** Which addresses may stand in a link: those of https pages, and of pages on this computer. */

import { isLoopbackHost } from '../core/loopback-host.ts';

/**
 * The address, or undefined for another one: `javascript:`, `data:` and their like are no link.
 * @param base what a relative address is relative to
 */
export function safeLink(address: string | undefined, base: string): string | undefined {
  if (address === undefined) return undefined;
  try {
    const { protocol, hostname } = new URL(address, base);
    const isLocal = protocol === 'http:' && isLoopbackHost(hostname);
    return protocol === 'https:' || isLocal ? address : undefined;
  } catch {
    return undefined;
  }
}
