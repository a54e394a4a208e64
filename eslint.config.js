/** ESLint's configuration: typed rules for `src`, `sw` and `scripts`, fewer for `tests`. */
import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import prettier from 'eslint-config-prettier';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const MAX_COLUMNS = 100;

/** Compiled with types. */
const TYPED = ['src/**/*.ts', 'sw/**/*.ts', 'scripts/**/*.ts', 'vite.config.ts'];
const TESTS = ['tests/**/*.ts'];
/** Compiled where the package is installed, not in a realm of this tree. */
const OUTSIDE = ['tests/package/every-export.ts'];
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
    files: TYPED,
    extends: [tseslint.configs.strictTypeCheckedOnly],
    rules: {
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: TESTS,
    ignores: OUTSIDE,
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['src/**/*.ts', 'sw/**/*.ts'],
    rules: { 'no-warning-comments': ['error', { terms: ['prettier-ignore'] }] },
  },
  {
    files: [...TYPED, ...TESTS],
    ignores: OUTSIDE,
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['vite.config.ts'],
          defaultProject: './scripts/tsconfig.json',
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  { files: ELEMENTS, ...lit.configs['flat/recommended'] },
  { files: ELEMENTS, ...litA11y.configs.recommended },
  {
    files: ELEMENTS,
    rules: {
      // Lit calls an element's listeners with the element as `this`.
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-imports': [
        'error',
        { paths: ['lit/directives/unsafe-html.js', 'lit/directives/unsafe-svg.js'] },
      ],
    },
  },
  {
    // Looks for what the compiler's DOM library promises and older browsers lack.
    files: ['src/platform/**/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
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
  prettier,
  {
    // After Prettier's, which turns the rule off: code is Prettier's, comments are not.
    rules: {
      '@stylistic/max-len': [
        'error',
        { code: Number.MAX_SAFE_INTEGER, comments: MAX_COLUMNS, ignoreUrls: true },
      ],
    },
  },
);
