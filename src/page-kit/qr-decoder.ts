/** Starts the decoder's worker as a page's policy demands it (CSP `worker-src`, Trusted Types). */
/// <reference types="vite/client" />
import type { Decoder } from '../symbology/decoder.ts';
import { openDecoder, roundTripOn } from '../symbology/decoder.ts';
import decoderUrl from '../symbology/qr-decoder.worker.ts?worker&url';
import { contextOf } from './webcam.ts';

/** The policy's name, for the site's `trusted-types` directive (docs/page-kit.md). */
const POLICY_NAME = 'tessera-page-kit';

interface TrustedTypePolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

let policy: ReturnType<TrustedTypePolicyFactory['createPolicy']> | undefined;

/** Opens a decoder that reads QR codes; its script is loaded now. */
export function openQrDecoder(): Decoder {
  return openDecoder(new Worker(trusted(decoderUrl), { type: 'module' }), roundTripOn(contextOf));
}

/** The worker's URL: the only one that the policy lets pass. */
function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes;
  if (!factory) return url;
  policy ??= factory.createPolicy(POLICY_NAME, {
    createScriptURL: (wanted) => {
      if (wanted !== decoderUrl) throw new TypeError('Not a script of the page kit');
      return wanted;
    },
  });
  return policy.createScriptURL(url) as string;
}
