/** Which addresses become the link that opens the authenticator. */
import { expect, it } from 'vitest';

import { safeLink } from '../../src/page-kit/safe-link.ts';

const BASE = 'https://shop.example/account/';

it.each([
  'https://auth.example/#TES1.A',
  'http://localhost:4173/#TES1.A',
  'http://127.0.0.1:4173/#TES1.A',
  'http://[::1]/#TES1.A',
  '/authenticator/#TES1.A',
])('%s is one', (address) => {
  expect(safeLink(address, BASE)).toBe(address);
});

it.each([
  'javascript:alert(1)#TES1.A',
  'JavaScript:alert(1)',
  ' \u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)//https://auth.example/',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://auth.example/0b7e',
  'vbscript:x',
  'file:///etc/passwd',
  'http://auth.example/#TES1.A',
  'http://localhost.auth.example/',
  'http://localhost@auth.example/',
  '//',
  undefined,
])('%j is none', (address) => {
  expect(safeLink(address, BASE)).toBeUndefined();
});

it('is none relative to a page that is none', () => {
  expect(safeLink('/authenticator/', 'http://shop.example/')).toBeUndefined();
});
