/** ChaCha20, HChaCha20 and Poly1305 (RFC 8439), a chunk of its own. */
export { poly1305 } from '@noble/ciphers/_poly1305.js';
export { chacha20, hchacha } from '@noble/ciphers/chacha.js';
