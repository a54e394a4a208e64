/**
 * ESLint's configuration: the rules that look at one file alone. Those that need types are Oxlint's
 * (.oxlintrc.json), which runs them on the native compiler in a tenth of the time.
 */
import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import formatted from 'eslint-config-prettier';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const MAX_COLUMNS = 100;

/** In the long run alone: it costs more than all other rules, and Oxlint does not have it. */
const LONG = {
  files: ['src/**/*.ts', 'sw/**/*.ts', 'scripts/**/*.ts'],
  languageOptions: {
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
  },
  rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'error' },
};
/** Lit elements. */
const ELEMENTS = [
  'src/ui/**/*.ts',
  'src/gallery/**/*.ts',
  'src/studio/**/*.ts',
  'src/page-kit/**/*.ts',
  'src/bank/page/**/*.ts',
];
/** Folders that run without a document, although the compiler's realm of the page includes them. */
const WITHOUT_DOM = ['app', 'core', 'i18n', 'protocol', 'requests', 'vault'];

const DOM_GLOBALS = [
  'document',
  'window',
  'HTMLElement',
  'navigator',
  'localStorage',
  'sessionStorage',
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'test-results/**', '**/.tmp/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { '@stylistic': stylistic, 'simple-import-sort': simpleImportSort },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportSpecifier[importKind="type"], ExportSpecifier[exportKind="type"]',
          message: 'Write `import type` or `export type` as a statement of its own.',
        },
        {
          selector: '[accessibility="private"]',
          message: 'Write a #private name.',
        },
      ],
      // 'error' sorts with `npx eslint --fix .`
      'simple-import-sort/exports': 'error',
      'simple-import-sort/imports': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'sw/**/*.ts'],
    rules: { 'no-warning-comments': ['error', { terms: ['prettier-ignore', 'oxfmt-ignore'] }] },
  },
  ...(process.env.TESSERA_LONG ? [LONG] : []),
  { files: ELEMENTS, ...lit.configs['flat/recommended'] },
  { files: ELEMENTS, ...litA11y.configs.recommended },
  {
    files: ELEMENTS,
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: ['lit/directives/unsafe-html.js', 'lit/directives/unsafe-svg.js'] },
      ],
    },
  },
  {
    files: WITHOUT_DOM.map((folder) => `src/${folder}/**/*.ts`),
    rules: {
      'no-restricted-globals': [
        'error',
        ...DOM_GLOBALS.map((name) => ({ name, message: 'Not available without a document.' })),
      ],
    },
  },
  {
    files: ['**/*.mjs', 'src/bank/server/**', 'scripts/**', 'tests/**', '*.config.js'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  { files: ['docs/examples/page-kit/*.js'], languageOptions: { globals: globals.browser } },
  {
    // Runs in any browser, however old: ECMAScript 5 (tests/e2e/old-browsers.spec.ts).
    files: ['public/*.js'],
    languageOptions: { sourceType: 'script', globals: globals.browser },
    rules: {
      'no-var': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none' }],
    },
  },
  formatted,
  {
    // After the one that turns the rule off: code is the formatter's, comments are not.
    rules: {
      '@stylistic/max-len': [
        'error',
        { code: Number.MAX_SAFE_INTEGER, comments: MAX_COLUMNS, ignoreUrls: true },
      ],
    },
  },
);
