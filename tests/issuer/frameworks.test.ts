/**
 * The snippets of docs/frameworks.md: whole files, which compile against the package's entries.
 * Frameworks that are not installed here are declared by the parts of them that are used.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where the snippets seem to be: below the root, so that installed packages are found. */
const SITE = `${ROOT}snippets/`;

const text = readFileSync(`${ROOT}docs/frameworks.md`, 'utf8');
const snippets = [...text.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)].map(
  ([, name, code], place) => ({ name: name!, code: code!, place }),
);

/** What the snippets take from the site, and from packages that are not here. */
const BESIDE: Readonly<Record<string, string>> = {
  'issuer.ts': `
import { createIssuer, generateIssuerKey } from '@tessera-auth/issuer';
export const issuer = createIssuer({ name: 'Site', key: await generateIssuerKey() });`,
  'sessions.ts': `
export declare function customerOf(cookie: string | undefined): Promise<string | undefined>;`,
  'frameworks.d.ts': `
declare module 'express-session' {
  import type { RequestHandler } from 'express';
  export interface SessionData { cookie: object }
  function session(options: {
    secret: string;
    resave: boolean;
    saveUninitialized: boolean;
  }): RequestHandler;
  export default session;
}
declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { SessionData } from 'express-session';
  export interface Request extends IncomingMessage {
    body: any;
    originalUrl: string;
    url: string;
    session: Partial<SessionData>;
    sessionID: string;
    sessionStore: {
      get(id: string, done: (error: unknown, session?: SessionData | null) => void): void;
    };
  }
  export type RequestHandler = (req: Request, res: ServerResponse, next: () => void) => unknown;
  interface App {
    use(handler: RequestHandler): App;
    use(path: string, handler: RequestHandler): App;
    listen(port: number): unknown;
  }
  export default function express(): App;
}
declare module '@fastify/cookie' {
  const plugin: object;
  export default plugin;
}
declare module '@fastify/session' {
  const plugin: object;
  export default plugin;
}
declare module 'fastify' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  export interface Session { sessionId: string; save(): Promise<void> }
  export interface FastifyRequest {
    raw: IncomingMessage;
    body: unknown;
    session: Session;
    sessionStore: {
      get(id: string, done: (error: unknown, session?: Session | null) => void): void;
    };
  }
  interface FastifyReply { raw: ServerResponse; hijack(): FastifyReply }
  interface App {
    register(plugin: object, options?: object): Promise<void>;
    all(
      path: string,
      handler: (request: FastifyRequest, reply: FastifyReply) => Promise<void>,
    ): void;
    listen(options: { port: number }): Promise<string>;
  }
  export default function Fastify(): App;
}`,
};

/** Each snippet in a folder of its own, as deep as its name says, beside what all of them use. */
function filesOf(): Map<string, string> {
  const files = new Map<string, string>();
  const handlers = snippets.find(({ name }) => name === 'handlers.ts')!.code;
  for (const { name, code, place } of snippets) {
    const folder = `${SITE}${String(place)}/`;
    files.set(folder + name, code);
    // A site of Next has a folder of its own, with the same files.
    const site = name.startsWith('site/') ? `${folder}site/` : folder;
    if (name !== 'handlers.ts') files.set(`${site}handlers.ts`, handlers);
    for (const beside of ['issuer.ts', 'sessions.ts'])
      files.set(site + beside, BESIDE[beside]!.trimStart());
  }
  files.set(`${SITE}frameworks.d.ts`, BESIDE['frameworks.d.ts']!);
  return files;
}

it('are one or more for each framework', () => {
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings.slice(1, 6)).toEqual(
    ['Node’s http', 'Express', 'Fastify', 'Hono', 'Next'].map(plain),
  );
  expect(snippets.length).toBe([...text.matchAll(/```ts\n/g)].length);
  expect(snippets.length).toBe(7);
});

function plain(heading: string): string {
  return heading.replace('’', "'");
}

it('compile', () => {
  const files = filesOf();
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
    paths: {
      '@tessera-auth/issuer': [`${ROOT}src/issuer/exports/index.ts`],
      '@tessera-auth/issuer/http': [`${ROOT}src/issuer/exports/http.ts`],
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  const folders = new Set([...files.keys()].flatMap(foldersOf));
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.directoryExists = (name) => folders.has(name) || directoryExists!(name);
  host.getSourceFile = (name, language, ...rest) =>
    files.has(name)
      ? ts.createSourceFile(name, files.get(name)!, language)
      : getSourceFile(name, language, ...rest);
  const program = ts.createProgram([...files.keys()], options, host);
  const own = program.getSourceFiles().filter(({ fileName }) => files.has(fileName));
  expect(own.length).toBe(files.size);
  const found = own.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  const told = found.map(
    ({ file, messageText }) =>
      `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
  expect(told).toEqual([]);
});

function foldersOf(file: string): readonly string[] {
  const folder = dirname(file);
  return join(folder, '..') === folder ? [folder] : [folder, ...foldersOf(folder)];
}
