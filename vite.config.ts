/**
 * One configuration for all builds: the authenticator (default), the bank's page (`--mode bank`),
 * its server (`--mode bank-server`), the issuer's package (`--mode issuer`), the page kit in it
 * (`--mode page-kit`) and its service alone (`--mode issuer-server`), and the studio with the
 * gallery in its frames (`--mode studio`).
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';

import type { EnvironmentOptions, Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import type { ViteUserConfig } from 'vitest/config';
import { defineConfig } from 'vitest/config';

import { bankPages } from './scripts/bank-page.ts';
import { brandFiles } from './scripts/brand-folder.mjs';
import { brandMessages } from './scripts/brand-words.ts';
import {
  contentSecurityPolicy,
  manifest,
  readConfig,
  securityHeaders,
} from './scripts/build-config.ts';
import { catalogues, chunkFileName } from './scripts/catalogue-plugin.mjs';
import { localeTags } from './scripts/catalogues.mjs';
import { findConfig } from './scripts/find-config.mjs';
import { TARGET } from './scripts/floor.ts';
import { testProjects } from './scripts/isolation.ts';
import { leaveOut, leaveOutOtherAccounts, NOT_FOR_RETURN_TEXTS } from './scripts/leave-out.ts';
import { createLicenceCollector } from './scripts/licences.ts';
import { precompress } from './scripts/precompress.ts';
import { brandStyles, fillStartPage, pageLanguage } from './scripts/start-page.ts';
import { startWords } from './scripts/start-words.ts';

type AppConfig = ReturnType<typeof readConfig>;

const here = (path: string) => new URL(path, import.meta.url);
const file = (path: string) => here(path).pathname;
const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { version: string };
/** What is served on this computer alone needs none: they take half of a build's time. */
const compression = process.env['TESSERA_UNCOMPRESSED'] ? [] : precompress();
const configFile = findConfig(process.env, here('public/'), console.warn);

/**
 * Milliseconds, against hanging only: nothing that is tested here is about speed, and machines are
 * shared.
 */
const HANGING_MS = process.env['TESSERA_LONG'] ? 7_200_000 : 600_000;

/** Each project with all that its modules need, so that none has to read this file once more. */
function testOptions(needed: Required<Pick<ViteUserConfig, 'define' | 'plugins'>>) {
  const common = {
    // WebAssembly, as PGlite's, is compiled quickly, and not optimized beside: that takes longer.
    execArgv: ['--liftoff-only'],
    server: { deps: { inline: ['@zxing/library'] } },
    globalSetup: [file('tests/support/run-folder.ts')],
    setupFiles: [file('tests/english.ts'), file('tests/restore.ts')],
    testTimeout: HANGING_MS,
    hookTimeout: HANGING_MS,
    // A shared machine may stall a process once; what fails twice is a fault.
    retry: process.env['CI'] ? 1 : 0,
  } satisfies ViteUserConfig['test'];
  return {
    projects: testProjects(file('.')).map((project) => ({
      plugins: needed.plugins,
      // Of its own: Vitest takes the values out of it.
      define: { ...needed.define },
      test: { ...common, ...project },
    })),
    // One more than the cores: some tests wait for processes of their own.
    maxWorkers: availableParallelism() + 1,
  };
}

/** The app's page with its names, words and colours. */
function page(config: AppConfig): Plugin {
  return {
    name: 'tessera-page',
    transformIndexHtml: { order: 'pre', handler: (html) => fillStartPage(html, config) },
    transform: {
      order: 'pre',
      filter: { id: /src\/ui\/styles\/start\.css$/ },
      handler: (code) => ({ code: `${brandStyles(config)}\n${code}`, map: null }),
    },
  };
}

/** The app's policy, in its page, and with all other headers for whoever serves it. */
function policy(config: AppConfig): Plugin {
  let beside = file('dist');
  return {
    name: 'tessera-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replace(
          '<!--policy-->',
          `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(config, 'meta')}" />`,
        ),
    },
    configResolved({ root, build }) {
      beside = resolve(root, build.outDir, '..');
    },
    closeBundle() {
      mkdirSync(beside, { recursive: true });
      writeFileSync(
        join(beside, 'headers.json'),
        `${JSON.stringify(securityHeaders(config), null, 2)}\n`,
      );
    },
  };
}

/** The brand's own icons and logo, in the place of those of public/. */
function brand(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'tessera-brand',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const found = files.get((request.url ?? '').replace(/^\/|\?.*$/g, ''));
        if (found === undefined) return next();
        response.setHeader('Content-Type', found.endsWith('.svg') ? 'image/svg+xml' : 'image/png');
        response.end(readFileSync(found));
      });
    },
    generateBundle() {
      for (const [fileName, found] of files)
        this.emitFile({ type: 'asset', fileName, source: readFileSync(found) });
    },
  };
}

/** Puts what Home needs into one file: small ones compress worse, and cost a request each. */
function oneHomeChunk(): Plugin & { readonly isHome: (id: string) => boolean } {
  const statics = new Set<string>();
  return {
    name: 'tessera-home-chunk',
    apply: 'build',
    isHome: (id) => statics.has(id),
    buildEnd() {
      const walk = (id: string): void => {
        if (statics.has(id)) return;
        statics.add(id);
        this.getModuleInfo(id)?.importedIds.forEach(walk);
      };
      walk(file('src/main.ts'));
    },
  };
}

/** Spaces and comments of style sheets that stand in templates, where the minifier cannot look. */
function smallStyles(): Plugin {
  const small = (styles: string) => styles.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ');
  return {
    name: 'tessera-small-styles',
    apply: 'build',
    transform: {
      filter: { id: /src\/(ui|page-kit)\/.*\.ts$/ },
      handler: (code) => ({ code: code.replace(/\bcss`[^`]*`/g, small), map: null }),
    },
  };
}

/** Said where a host builds its own configuration: not of the demonstration’s, nor in tests. */
function warnings(mode: string): ((line: string) => void) | undefined {
  return mode === 'production' && !configFile.startsWith(file('dist')) ? console.warn : undefined;
}

function app(mode: string): ViteUserConfig {
  const config = readConfig(configFile, here('public/config.schema.json'), warnings(mode));
  const home = oneHomeChunk();
  const licences = createLicenceCollector();
  const words = brandMessages(config);
  // A brand's words are in the catalogues, each language's in its own.
  const define = {
    __CONFIG__: JSON.stringify({ ...config, words: undefined }),
    __VERSION__: JSON.stringify(version),
  };
  return {
    base: './',
    define,
    build: {
      outDir: 'dist/app',
      emptyOutDir: true,
      target: TARGET,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          chunkFileNames: ({ moduleIds }) => chunkFileName(moduleIds),
          codeSplitting: { groups: [{ name: 'home', test: home.isHome }] },
        },
      },
    },
    worker: { format: 'es', plugins: () => [licences.collect()] },
    plugins: [
      catalogues(words),
      config.otherAccounts ? null : leaveOutOtherAccounts(file('.')),
      page(config),
      brand(brandFiles(configFile, config.logo)),
      policy(config),
      startWords(config, here('.')),
      home,
      smallStyles(),
      licences.collect(),
      VitePWA({
        strategies: 'injectManifest',
        srcDir: 'sw',
        filename: 'service-worker.ts',
        injectRegister: null,
        registerType: 'prompt',
        includeManifestIcons: false,
        manifest: manifest(config, pageLanguage(config)),
        injectManifest: {
          globPatterns: ['**/*.{html,js,css,svg,png}'],
          // Of use to a system that installs the app, which takes a network.
          globIgnores: ['icons/*-512.png'],
          rollupFormat: 'iife',
          // Built last.
          buildPlugins: { vite: [catalogues(), licences.write()] },
        },
      }),
      compression,
    ],
    // It reads every test.
    ...(mode === 'test' && { test: testOptions({ define, plugins: [catalogues(words)] }) }),
  };
}

/**
 * Packed in: the deep imports of the first have no extensions, which Node does not resolve, and the
 * compiled words need a few lines of the last two, which would be dependencies.
 */
const noExternal = ['@zxing/library', 'ts-custom-error', '@messageformat/runtime', 'make-plural'];

const bank: ViteUserConfig = {
  root: file('src/bank/page'),
  plugins: [catalogues(), bankPages(), smallStyles(), compression],
  // Beside the app's, which may be served at the same time.
  cacheDir: file('node_modules/.vite/bank'),
  // The bank's server, as `npm run dev` loads it.
  ssr: { noExternal },
  worker: { format: 'es', plugins: () => [leaveOut(NOT_FOR_RETURN_TEXTS)] },
  build: {
    outDir: file('dist/bank/page'),
    emptyOutDir: true,
    target: TARGET,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: { chunkFileNames: ({ moduleIds }) => chunkFileName(moduleIds) },
    },
  },
};

const bankServer: ViteUserConfig = {
  plugins: [catalogues()],
  build: {
    ssr: 'src/bank/server/main.ts',
    outDir: 'dist/bank/server',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node20',
  },
  ssr: { noExternal },
};

/** The service as a program: what the package's own has beside the exports. */
const issuerServer: ViteUserConfig = {
  plugins: [catalogues()],
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    ssr: true,
    outDir: 'dist/issuer-server',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node20',
    rolldownOptions: { input: { 'tessera-issuer': file('src/server/main.ts') } },
  },
  ssr: { noExternal },
};

/** An entry an export; what exports share is in chunks of its own, so that its classes are one. */
const issuer: ViteUserConfig = {
  plugins: [catalogues()],
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    ssr: true,
    outDir: 'dist/issuer',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'es2022',
    rolldownOptions: {
      input: {
        ...Object.fromEntries(
          readdirSync(here('src/issuer/exports')).map((name) => [
            name.replace(/\.ts$/, ''),
            file(`src/issuer/exports/${name}`),
          ]),
        ),
        server: file('src/server/exports/server.ts'),
        'tessera-issuer': file('src/server/main.ts'),
      },
      output: { chunkFileNames: 'parts/[name]-[hash].js' },
    },
  },
  ssr: { noExternal },
};

/** The page kit's files by the mode that builds each, in one folder and under fixed names. */
const PAGE_KIT = {
  'page-kit': { entry: 'element.ts', name: 'element.js' },
  'page-kit-activation': { entry: 'activation-only.ts', name: 'activation.js' },
  'page-kit-reader': { entry: 'read-return-code.ts', name: 'reader.js' },
} as const;

/** The reader of codes by webcam is a file of its own, loaded on its tap. */
const readerBeside: Plugin = {
  name: 'tessera-reader-beside',
  enforce: 'pre',
  resolveId: (source, importer) =>
    importer !== undefined && source.endsWith('/read-return-code.ts')
      ? { id: './reader.js', external: 'absolute' as const }
      : undefined,
};

/** The words of each language are a file of its own (`pageKitWords`). */
const wordsBeside: Plugin = {
  name: 'tessera-words-beside',
  enforce: 'pre',
  resolveId(source, importer) {
    const tag = /\/locales\/([\w-]+)\/page\.json$/.exec(source)?.[1];
    return importer !== undefined && tag !== undefined
      ? { id: `./words/${tag}.js`, external: 'absolute' as const }
      : undefined;
  },
};

/** In a minified file only templates have lines: their indentation means nothing there. */
const smallTemplates: Plugin = {
  name: 'tessera-small-templates',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle))
      if (part.type === 'chunk') part.code = part.code.replace(/\n\s+/g, '\n');
  },
};

/** One whole file for sites without a bundler. */
function pageKit({ entry, name }: { readonly entry: string; readonly name: string }) {
  return {
    root: file('src/page-kit'),
    base: './',
    plugins: [wordsBeside, catalogues(), smallStyles(), readerBeside, smallTemplates],
    worker: {
      format: 'es',
      plugins: () => [leaveOut(NOT_FOR_RETURN_TEXTS)],
      rolldownOptions: { output: { entryFileNames: '[name].js' } },
    },
    build: {
      lib: { entry: file(`src/page-kit/${entry}`), formats: ['es'], fileName: () => name },
      outDir: file('dist/page-kit'),
      emptyOutDir: false,
      copyPublicDir: false,
      target: TARGET,
      // The files are loaded as they are, not by a bundler that would minify them.
      rolldownOptions: { output: { minify: true } },
    },
  } satisfies ViteUserConfig;
}

/** What the environments of the page kit's words begin with. */
const WORDS = 'words_';

/**
 * The page kit's words in `words/`, a file a language, which needs no other: a build each, since
 * one of all would put what their messages share into another file.
 */
function pageKitWords(): ViteUserConfig {
  const environmentOf = (tag: string) => WORDS + tag.replace('-', '_');
  const tags = localeTags();
  return {
    root: file('src/page-kit'),
    plugins: [catalogues()],
    build: { outDir: file('dist/page-kit'), emptyOutDir: false, copyPublicDir: false },
    environments: Object.fromEntries(
      tags.map((tag) => [
        environmentOf(tag),
        wordsOf(file(`src/i18n/locales/${tag}/page.json`), tag),
      ]),
    ),
    builder: {
      async buildApp(builder) {
        for (const [name, environment] of Object.entries(builder.environments))
          if (name.startsWith(WORDS)) await builder.build(environment);
      },
    },
  };
}

function wordsOf(entry: string, tag: string): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      lib: { entry, formats: ['es'], fileName: () => `words/${tag}.js` },
      target: TARGET,
      minify: true,
      rolldownOptions: { output: { minify: true } },
    },
  };
}

const studio: ViteUserConfig = {
  base: './',
  publicDir: false,
  plugins: [catalogues()],
  build: {
    outDir: 'dist/studio',
    emptyOutDir: true,
    target: TARGET,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: [file('src/studio/index.html'), file('src/gallery/index.html')],
      output: { chunkFileNames: ({ moduleIds }) => chunkFileName(moduleIds) },
    },
  },
};

export default defineConfig(({ mode }) => {
  switch (mode) {
    case 'bank':
      return bank;
    case 'bank-server':
      return bankServer;
    case 'issuer':
      return issuer;
    case 'issuer-server':
      return issuerServer;
    case 'page-kit':
    case 'page-kit-activation':
    case 'page-kit-reader':
      return pageKit(PAGE_KIT[mode]);
    case 'page-kit-words':
      return pageKitWords();
    case 'studio':
      return studio;
    default:
      return app(mode);
  }
});
