/**
 * No wait for the browser without a limit: whatever a browser's API promises goes through `within`,
 * a chunk of the app through `loadWithin`, or it stands below with what ends it.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { CallExpression, Identifier, Node } from 'typescript-native/unstable/ast';
import { SyntaxKind } from 'typescript-native/unstable/ast';
import * as is from 'typescript-native/unstable/ast/is';
import type { Project } from 'typescript-native/unstable/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startCompiler } from './support/compiler.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const ROOMS = [
  'src/platform',
  'src/vault',
  'src/requests',
  'src/app',
  'src/ui',
  'src/symbology',
  'src/main.ts',
];

/** Whose imports are limited where they are used: by lazy-chunks.ts, by transfers.ts. */
const LOADERS = ['src/ui/lazy-screens.ts', 'src/app/transfer/transfer-loaders.ts'];

/** `file: call` → what ends it. */
const ENDED_OTHERWISE: Readonly<Record<string, string>> = {
  'src/requests/service-client.ts: fetch': 'the exchange as a whole is limited',
  'src/requests/service-response.ts: reader.read': 'the exchange as a whole is limited',
  'src/requests/service-response.ts: reader.cancel': 'the exchange as a whole is limited',
  'src/app/otp-clock.ts: new Promise': 'a timer',
  'src/app/transfer/move-wait.ts: new Promise': 'a timer',
  'src/app/transfer/transfer-worker.ts: new Promise': 'a timer ends the worker',
  'src/platform/save-file.ts: navigator.share': 'the person closes the sheet, or goes back',
  'src/platform/biometrics.ts: new Promise': 'rejects when the person cancels',
  'src/platform/biometrics.ts: startAuthentication': 'a prompt that a person looks at, with Cancel',
  'src/platform/biometrics.ts: startRegistration': 'a prompt that a person looks at, with Cancel',
  'src/platform/database.ts: new Promise': 'the page is shown again, or a timer',
  'src/platform/database.ts: openDB': 'the opening as a whole is limited',
  'src/platform/frames.ts: createImageBitmap': 'limitBitmap limits it, and closes what is late',
  'src/platform/frames.ts: new Promise': 'a timer',
  'src/platform/picture.ts: createImageBitmap': 'limitBitmap limits it, and closes what is late',
  'src/platform/locks.ts: navigator.locks.request': 'its callers limit the wait for the lock',
  'src/platform/locks.ts: new Promise': 'its callers limit the wait for the lock',
  'src/platform/notifications.ts: Notification.requestPermission':
    'a prompt that a person looks at',
  'src/platform/storage.ts: navigator.storage.persist': 'nobody waits for it',
  'src/platform/within.ts: new Promise': 'the limit itself',
  'src/symbology/decoder.ts: new Promise': 'a timer ends the worker',
  'src/symbology/png.ts: newResponse(packed).arrayBuffer': 'computed in memory',
  "src/ui/home/home-screen.ts: import('../mosaic/hero.ts')": 'an ornament that nobody waits for',
  'src/ui/menu/licence-list.ts: import(/* @vite-ignore */ href)':
    'the list stays empty: nobody waits for it',
  [`${LOADERS[0]}: import`]: 'a timer: the screen says that it is missing',
  [`${LOADERS[1]}: import`]: 'loadWithin, in transfers.ts',
  "src/ui/scan/scan-alternatives.ts: import('./paste-dialog.ts')": 'the same timer',
  "src/ui/scan/scan-screen.ts: import('./collected-codes.ts')": 'the same timer',
  "src/ui/scan/scan-screen.ts: import('./other-code.ts')": 'the same timer',
  "src/ui/tessera-app.ts: import('./mosaic/hero.ts')": 'an ornament that nobody waits for',
  "src/ui/tessera-app.ts: import('./components/your-picture.ts')":
    'an ornament that nobody waits for',
};

/** Promises of pure computation: an engine that does not compute runs nothing else either. */
const COMPUTES = new Set(['SubtleCrypto', 'PromiseConstructor', 'Promise', 'Map']);

/** Waits as somebody may forget to limit them, and as they are to be. */
const EXAMPLES = `import { loadWithin } from './load-within.ts';
import { within } from './within.ts';
export async function forgotten(lock: WakeLockSentinel): Promise<void> {
  await navigator.storage.estimate();
  void lock.release().catch(() => undefined);
  const asked = navigator.serviceWorker.getRegistrations();
  await asked;
  await new Promise((resolve) => addEventListener('pageshow', resolve));
  await caches?.open('a');
  await import('./chunk.ts');
}
export async function limited(): Promise<void> {
  await within(1, navigator.storage.estimate(), () => undefined);
  const asked = navigator.serviceWorker.getRegistrations();
  await within(1, asked, () => []);
  await crypto.subtle.digest('SHA-256', new Uint8Array(1));
  await Promise.all([forgotten]);
  await loadWithin(Promise.all([import('./chunk.ts'), forgotten]));
}
`;
const EXAMPLE = 'src/platform/example.ts';

const options = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
  strict: true,
  allowImportingTsExtensions: true,
  experimentalDecorators: true,
  skipLibCheck: true,
  noEmit: true,
};

interface Wait {
  readonly file: string;
  readonly call: string;
}

/** Calls outside `within` whose promise is the browser's, or waits for the browser's events. */
function unlimited({ program, checker }: Project, files: readonly string[]): Wait[] {
  const found: Wait[] = [];
  for (const file of files) {
    const source = program.getSourceFile(ROOT + file)!;
    const visit = (node: Node): void => {
      const call = is.isCallExpression(node)
        ? browserCall(checker, node)
        : is.isNewExpression(node) && node.expression.getText() === 'Promise'
          ? 'new Promise'
          : undefined;
      if (call !== undefined && !isLimited(node)) found.push({ file, call });
      node.forEachChild(visit);
    };
    visit(source);
  }
  return found;
}

/** The name of a call whose promise comes from the browser, or from a package that asks it. */
function browserCall(checker: Project['checker'], node: CallExpression): string | undefined {
  if (node.expression.kind === SyntaxKind.ImportKeyword) return node.getText();
  const signature = checker.getResolvedSignature(node);
  const declaration = signature?.declaration;
  if (!signature || !declaration || !/node_modules/.test(declaration.path)) return undefined;
  const type = checker.getReturnTypeOfSignature(signature)!;
  const promised = type.isUnionType() ? type.getTypes() : [type];
  if (!promised.some((each) => each.getSymbol()?.name === 'Promise')) return undefined;
  const owner = declaration.resolve()!.parent;
  const name =
    is.isInterfaceDeclaration(owner) || is.isClassDeclaration(owner) ? owner.name?.text : '';
  if (COMPUTES.has(name ?? '')) return undefined;
  return node.expression.getText().replace(/\s+/g, '').replace(/[?!]/g, '');
}

/** What limits a wait. */
const LIMITS = new Set(['within', 'loadWithin']);

/** Handed to one of them: as it stands, or by a name. */
function isLimited(node: Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (is.isCallExpression(parent) && LIMITS.has(parent.expression.getText())) return true;
    if (is.isVariableDeclaration(parent) && is.isIdentifier(parent.name))
      return isHandedOver(parent.name);
    if (is.isFunctionLikeDeclaration(parent) || is.isStatement(parent)) return false;
  }
  return false;
}

function isHandedOver(name: Identifier): boolean {
  let scope: Node = name;
  while (!is.isBlock(scope) && !is.isSourceFile(scope)) scope = scope.parent;
  let handed = false;
  const visit = (node: Node): void => {
    if (is.isCallExpression(node) && LIMITS.has(node.expression.getText()))
      handed ||= node.arguments.some((each) => each.getText().split(/\W/).includes(name.text));
    node.forEachChild(visit);
  };
  visit(scope);
  return handed;
}

const files = ROOMS.flatMap((room) =>
  room.endsWith('.ts')
    ? [room]
    : readdirSync(room, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(room, name)),
);

/** The rooms, and the examples as if they were one more file. */
const compiler = startCompiler(`${ROOT}tests/browser-waits.tsconfig.json`, {
  compilerOptions: options,
  files: [...files, EXAMPLE].map((name) => ROOT + name),
});
afterAll(compiler.close);

let built: Project;
beforeAll(() => {
  built = compiler.project({ [ROOT + EXAMPLE]: EXAMPLES });
});

it('waits for nothing of the browser without a limit', () => {
  const waits = unlimited(built, files).map(({ file, call }) =>
    LOADERS.includes(file) ? `${file}: import` : `${file}: ${call}`,
  );
  expect([...new Set(waits)].sort()).toEqual(Object.keys(ENDED_OTHERWISE).sort());
});

it('would see one that was forgotten, and no other', () => {
  expect(unlimited(built, [EXAMPLE]).map(({ call }) => call)).toEqual([
    'navigator.storage.estimate',
    'lock.release',
    'navigator.serviceWorker.getRegistrations',
    'new Promise',
    'caches.open',
    "import('./chunk.ts')",
  ]);
});
