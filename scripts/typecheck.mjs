/**
 * `npm run typecheck`: the compiler over each realm with what that realm may see; all of them, then
 * the verdict. One process compiles all, so that a file is parsed once for every realm that sees
 * it. It knows by content what it has seen before.
 */
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

import { writeDeclarations } from './catalogue-types.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CACHE = `${ROOT}node_modules/.cache/compiler/`;
const REALMS = [
  'src/core',
  'src/protocol',
  'src/symbology',
  'src/i18n',
  'src/requests',
  'src/transfer',
  'src/issuer',
  'src/server',
  'src/page-kit',
  'src/bank',
  'sw',
  '.',
  'docs/examples/page-kit',
  'scripts',
  'tests',
];
/** They see everything; what they import, its own realm checks with less at hand. */
const SELF_ALONE = ['scripts', 'tests'];

/** Files as they were parsed, by name and by how they were parsed. */
const parsed = new Map();

const FORMAT = {
  getCurrentDirectory: () => ROOT,
  getCanonicalFileName: (name) => name,
  getNewLine: () => ts.sys.newLine,
};

/** Compiles a realm; returns whether it has no error, and prints those that it has. */
function compiles(realm) {
  const seen = `${CACHE}${realm.replaceAll(/\W/g, '-')}.tsbuildinfo`;
  const config = ts.getParsedCommandLineOfConfigFile(
    `${ROOT}${realm}/tsconfig.json`,
    { incremental: true, tsBuildInfoFile: seen },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  const { fileNames: rootNames, options, errors: configFileParsingDiagnostics } = config;
  const host = ts.createIncrementalCompilerHost(options);
  host.getSourceFile = parsedOnce(host.getSourceFile);
  const program = ts.createIncrementalProgram({
    rootNames,
    options,
    configFileParsingDiagnostics,
    host,
  });
  const found = diagnosticsOf(program, SELF_ALONE.includes(realm) ? rootNames : undefined);
  program.emit();
  const print = process.stdout.isTTY
    ? ts.formatDiagnosticsWithColorAndContext
    : ts.formatDiagnostics;
  if (found.length > 0) console.log(print(found, FORMAT));
  return found.length === 0;
}

/** @param {string[]} [names] the files whose types are checked; all unless given */
function diagnosticsOf(program, names) {
  const files = names?.map((name) => program.getSourceFile(name)) ?? [undefined];
  // Asked for a file, the compiler tells what it knew of it before, whatever it imports now.
  const isUnasked = names && ((file) => !names.includes(file.fileName));
  while (program.getSemanticDiagnosticsOfNextAffectedFile(undefined, isUnasked));
  return ts.sortAndDeduplicateDiagnostics([
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...files.flatMap((file) => program.getSemanticDiagnostics(file)),
  ]);
}

function parsedOnce(read) {
  return (name, how, ...rest) => {
    const { languageVersion, impliedNodeFormat, jsDocParsingMode } = how;
    const key = [name, languageVersion, impliedNodeFormat, jsDocParsingMode].join();
    if (!parsed.has(key)) parsed.set(key, read(name, how, ...rest));
    return parsed.get(key);
  };
}

function fail(diagnostic) {
  throw new Error(ts.formatDiagnostic(diagnostic, FORMAT));
}

await writeDeclarations();

const broken = REALMS.filter((realm) => !compiles(realm));
if (broken.length > 0) {
  console.error(`Does not compile: ${broken.join(', ')}`);
  process.exit(1);
}
