/** The headers of every answer: a policy that lets the page load its own files and nothing else. */
import { secureHeaders } from 'hono/secure-headers';

export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['lit-html', 'tessera-page-kit'],
  },
  referrerPolicy: 'no-referrer',
  // Both are for whoever puts TLS before the bank; on localhost they would only mislead.
  strictTransportSecurity: false,
  xXssProtection: false,
  xFrameOptions: 'DENY',
  permissionsPolicy: {
    camera: ['self'],
    microphone: [],
    geolocation: [],
    clipboardWrite: ['self'],
  },
});
