/** The form's sections: which keys stand together, and in which order. */
import type { Field } from './schema.ts';

export interface Section {
  readonly name: string;
  readonly fields: readonly Field[];
}

const SECTIONS: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ['Identity', ['name', 'shortName']],
  ['Colours', ['brandColor']],
  ['Logo and icons', ['logo']],
  ['PIN', ['pinLength', 'graceSeconds', 'wipeAfter', 'biometrics']],
  [
    'Notifications and requests',
    ['notifications', 'notificationTitles', 'homeDetails', 'earlierDays', 'poll'],
  ],
  ['Languages', ['languages', 'language']],
  ['Words', ['words']],
  ['Other accounts', ['otherAccounts']],
  ['Trusted issuers', ['trustedIssuers']],
  ['Services', ['services']],
];
/** For keys that have come since. */
const REST = 'More';

/** Returns every field in a section; sections without fields are left out. */
export function sectionsOf(fields: readonly Field[]): readonly Section[] {
  const known = new Set(SECTIONS.flatMap(([, keys]) => keys));
  const sections = SECTIONS.map(([name, keys]) => ({
    name,
    fields: keys.flatMap((key) => fields.filter((field) => field.key === key)),
  }));
  const rest = { name: REST, fields: fields.filter(({ key }) => !known.has(key)) };
  return [...sections, rest].filter((section) => section.fields.length > 0);
}
