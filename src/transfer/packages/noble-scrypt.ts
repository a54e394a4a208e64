/** scrypt (RFC 7914), a chunk of its own. */
export { scrypt } from '@noble/hashes/scrypt.js';
