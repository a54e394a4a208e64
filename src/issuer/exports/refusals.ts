/** Entry `@tessera-auth/issuer/refusals`: what a person reads of a refusal, in twelve languages. */
export type { CodeKind } from '../code-kind.ts';
export type { RefusalTextOptions } from '../refusal-text.ts';
export { refusalText } from '../refusal-text.ts';
