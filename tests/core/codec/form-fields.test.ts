/** Form-encoded fields: blanks, escapes, and what is refused. */
import { expect, it } from 'vitest';

import { readFormFields } from '../../../src/core/codec/form-fields.ts';
import { refusal } from '../refusal.ts';

it('reads names and values, once decoded', () => {
  const fields = readFormFields('a=1+2%2B3&b=&c&%64=x%253D=y&&e=%C3%A4');
  expect([...fields]).toEqual([
    ['a', '1 2+3'],
    ['b', ''],
    ['c', ''],
    ['d', 'x%3D=y'],
    ['e', 'ä'],
  ]);
});

it.each(['a=1&a=2', 'a=1&%61=2', 'a=%', 'a=%F', 'a=%C3', '%ZZ=1'])('refuses %s', (query) => {
  expect(() => readFormFields(query)).toThrow(refusal('DAMAGED'));
});
