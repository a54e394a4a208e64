/** Argon2id (RFC 9106), a chunk of its own. */
export { argon2id } from '@noble/hashes/argon2.js';
