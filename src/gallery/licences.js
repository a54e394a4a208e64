/** Two packages in the form of the build's list (scripts/licences.ts). */
export default [
  { name: 'lit-html', version: '3.3.3', licence: 'BSD-3-Clause', text: 'Copyright (c) 2017' },
  { name: '@zxing/library', version: '0.23.0', licence: 'Apache-2.0', text: 'Apache License' },
];
