/** How long each text of a message may be, and what it is (docs/protocol.md §1). */

/** Bounds of a text, and its kind. */
export interface TextRule {
  /** Code points at least. */
  readonly min: number;
  /** Code points at most. */
  readonly max: number;
  /** A `value` (of a field) need not have a letter, digit or emoji. */
  readonly is: 'name' | 'value';
}

export const TEXT_RULES = {
  issuerName: { min: 1, max: 40, is: 'name' },
  label: { min: 0, max: 60, is: 'name' },
  title: { min: 1, max: 60, is: 'name' },
  fieldName: { min: 1, max: 40, is: 'name' },
  fieldValue: { min: 0, max: 120, is: 'value' },
} as const satisfies Record<string, TextRule>;
