/** Says in a sentence what the configuration's schema refuses. */
import type { ErrorObject } from 'ajv';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/**
 * Returns the sentence; of what no keyword tells alone, the schema's own `errorMessage`, which
 * editors show, too. For a rule without one, the validator's words.
 */
export function sentenceOf(error: ErrorObject): string {
  const { keyword, params, message, parentSchema, propertyName } = error;
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
    case 'not':
      return String(parentSchema?.['errorMessage'] ?? `It ${message}.`);
    default:
      return `It ${message ?? keyword}.`;
  }
}
