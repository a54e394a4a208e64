/** Says in a sentence what the configuration's schema refuses. */
import type { ErrorObject } from 'ajv';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** By the beginning of the pattern. */
const PATTERNS: readonly (readonly [start: string, sentence: string])[] = [
  ['^#', 'It must be written #rrggbb, as #1f5f5b.'],
  [
    '^[A-Za-z0-9_-]+(/',
    'It must be the path of an SVG or a PNG, as logo.svg, of letters, digits, - and _.',
  ],
  ['^0[23]', 'It must be 66 digits in hex: 02 or 03, then 64 for the point, a to f small.'],
  [
    '^(?!\\s)',
    'It must be plain text: no braces, no invisible characters, and no space at either end.',
  ],
  [
    '^(https://',
    'It must be an origin, as https://auth.example.org, with nothing after it. http is for localhost alone.',
  ],
];

/** Returns the sentence; the validator's own words for a rule that the schema did not have yet. */
export function sentenceOf({ keyword, params, message, propertyName }: ErrorObject): string {
  const { limit } = params as { limit?: number };
  switch (keyword) {
    case 'required':
      return 'It is missing.';
    case 'additionalProperties':
      return 'There is no such key: it may be misspelt.';
    case 'type':
      return `It must be ${TYPES[String(params['type'])] ?? String(params['type'])}.`;
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly string[]).join(', ');
      return `${propertyName === undefined ? 'It' : `“${propertyName}”`} must be one of: ${allowed}.`;
    }
    case 'minimum':
      return `It must be ${limit} or more.`;
    case 'maximum':
      return `It must be ${limit} or less.`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return 'It must not be empty.';
    case 'maxLength':
      return `It must have ${limit} characters or fewer.`;
    case 'uniqueItems':
      return 'Nothing may stand in it twice.';
    case 'pattern':
      return patternSentence(String(params['pattern'])) ?? `It ${message}.`;
    case 'not':
      return 'It must be 0, which never erases, or 5 or more: a few wrong PINs in a row happen to everybody.';
    default:
      return `It ${message ?? keyword}.`;
  }
}

function patternSentence(pattern: string): string | undefined {
  return PATTERNS.find(([start]) => pattern.startsWith(start))?.[1];
}
