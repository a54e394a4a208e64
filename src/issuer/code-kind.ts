/** The kinds of code that a person types. */
export const CODE_KINDS = [
  'device-code',
  'activation-code',
  'one-time-password',
  'response-code',
] as const;

/** Which code a person types. */
export type CodeKind = (typeof CODE_KINDS)[number];
