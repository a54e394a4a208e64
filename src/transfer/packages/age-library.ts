/** age (C2SP), a chunk of its own. */
export { armor, Decrypter, Encrypter } from 'age-encryption';
