import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import prettier from 'eslint-config-prettier';
import globals from 'globals';

/** Realms that run where there is no document: only lint can tell, since one program compiles the whole page. */
const noDom = [
  'document',
  'window',
  'HTMLElement',
  'navigator',
  'localStorage',
  'sessionStorage',
].map((name) => ({ name, message: 'This room never touches the DOM (docs/architecture.md).' }));

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'test-results/**', '**/.tmp/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  { files: ['src/ui/**/*.ts', 'src/bank/page/**/*.ts'], ...lit.configs['flat/recommended'] },
  { files: ['src/ui/**/*.ts', 'src/bank/page/**/*.ts'], ...litA11y.configs.recommended },
  {
    files: ['src/ui/**/*.ts', 'src/bank/page/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: ['lit/directives/unsafe-html.js', 'lit/directives/unsafe-svg.js'] },
      ],
    },
  },
  {
    files: [
      'src/app/**/*.ts',
      'src/core/**/*.ts',
      'src/i18n/**/*.ts',
      'src/protocol/**/*.ts',
      'src/requests/**/*.ts',
      'src/vault/**/*.ts',
    ],
    rules: { 'no-restricted-globals': ['error', ...noDom] },
  },
  {
    files: ['**/*.mjs', 'src/bank/server/**', 'scripts/**', 'tests/**', '*.config.js'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  {
    // Runs in any browser, however old: ECMAScript 5, held by tests/e2e/old-browsers.spec.ts.
    files: ['public/*.js'],
    languageOptions: { sourceType: 'script', globals: globals.browser },
    rules: {
      'no-var': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none' }],
    },
  },
  prettier,
);
