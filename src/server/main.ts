#!/usr/bin/env node
/** The command `tessera-issuer`: `serve`, and what operators do beside it. */
import { parseArgs } from 'node:util';

import { TesseraError } from '../core/errors.ts';
import type { IssuerStore } from '../issuer/store.ts';
import { MIGRATIONS } from '../issuer/stores/migrations.ts';
import { StoreError } from '../issuer/stores/store-error.ts';
import { checkAudit, readRange } from './commands/audit.ts';
import { CommandError } from './commands/command-error.ts';
import type { TypedKeyOptions } from './commands/keys.ts';
import { createKey, listKeys, readKeyOptions, revokeKey } from './commands/keys.ts';
import { serve } from './commands/serve.ts';
import { ConfigurationError, MAIN_BRAND, readConfiguration } from './configuration.ts';
import { openApiDocument } from './openapi.ts';
import { ROUTES } from './routes.ts';
import { openStorage } from './storage.ts';
import { VERSION } from './version.ts';

const USAGE = `tessera-issuer ${VERSION}

  serve                     runs the service, as the environment says
  keys create --name NAME --scopes SCOPE,… [--expires DAYS] [--brand BRAND]
  keys list [--brand BRAND]
  keys revoke ID [--brand BRAND]
  sql [--from NUMBER]       prints the tables' SQL, all of it or what comes after a file
  audit check [--from NUMBER] [--to NUMBER] [--brand BRAND]
  rotate                    seals every row under the newest store key
  openapi                   prints the API's document

docs/service.md tells of the environment.`;

/** EX_CONFIG of sysexits.h: a supervisor that knows it does not try again. */
const EXIT_CONFIGURATION = 78;
const EXIT_USAGE = 64;
/** EX_IOERR of sysexits.h. */
const EXIT_OUTPUT_LOST = 74;
const EXIT_FAILURE = 1;
const MS_PER_SECOND = 1000;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string', default: '' },
      scopes: { type: 'string', default: '' },
      expires: { type: 'string', default: '' },
      from: { type: 'string', default: '' },
      to: { type: 'string', default: '' },
      brand: { type: 'string', default: MAIN_BRAND },
    },
  });
  const [command, action, id] = positionals;
  switch (command) {
    case 'serve':
      return serve(readConfiguration(process.env));
    case 'openapi':
      print(JSON.stringify(openApiDocument(ROUTES, VERSION), null, 2));
      return;
    case 'sql':
      printSql(values.from);
      return;
    case 'audit':
      if (action !== 'check') throw new CommandError(USAGE);
      return auditWork(values);
    case 'rotate':
      return withStore(async (store) => printResult(`${await store.rotate()} rows sealed anew.`));
    case 'keys': {
      const work = keysWork({ action, id, ...values });
      return withStore((store) => work(store.brand(values.brand)));
    }
    default:
      throw new CommandError(USAGE);
  }
}

/** Checks the chain of a brand's events. @throws CommandError before a store is opened */
function auditWork({ from, to, brand }: Readonly<Record<'from' | 'to' | 'brand', string>>) {
  const range = readRange(from, to);
  return withStore((store) => checkAudit(store.brand(brand), range, print));
}

/** Prints the files of SQL after one. @throws CommandError */
function printSql(from: string): void {
  const applied = Number(from);
  if (!Number.isInteger(applied) || applied < 0 || applied > MIGRATIONS.length)
    throw new CommandError(`--from must be a number up to ${MIGRATIONS.length}.`);
  for (const sql of MIGRATIONS.slice(applied)) print(sql.trim());
}

interface KeysCommand extends TypedKeyOptions {
  readonly action: string | undefined;
  readonly id: string | undefined;
}

/** What is to be done with keys, checked before a store is opened. @throws CommandError */
function keysWork({ action, id, ...options }: KeysCommand): (store: IssuerStore) => Promise<void> {
  const now = Math.floor(Date.now() / MS_PER_SECOND);
  if (action === 'create') {
    const key = readKeyOptions(options, now);
    return async (store) => printResult(await createKey(store, key, now));
  }
  if (action === 'list')
    return async (store) => (await listKeys(store)).forEach((line) => print(line));
  if (action === 'revoke' && id !== undefined) return (store) => revokeKey(store, id, now);
  throw new CommandError(USAGE);
}

async function withStore(
  work: (store: Awaited<ReturnType<typeof openStorage>>['store']) => Promise<void>,
): Promise<void> {
  const { store } = await openStorage(readConfiguration(process.env));
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whether the output tells of an effect: nobody can ask for it once more. */
let isResult = false;

/** Prints what a command has done; where that does not arrive the command has failed. */
function printResult(line: string): void {
  isResult = true;
  print(line);
}

/** Says why in words, and ends. */
function fail(thrown: unknown): void {
  const { code, sentence } = reasonOf(thrown);
  process.stderr.write(`${sentence}\n`);
  process.exitCode = code;
}

function reasonOf(thrown: unknown): { readonly code: number; readonly sentence: string } {
  if (thrown instanceof ConfigurationError)
    return { code: EXIT_CONFIGURATION, sentence: thrown.message };
  if (thrown instanceof TesseraError) return { code: EXIT_CONFIGURATION, sentence: thrown.message };
  const sentence = thrown instanceof Error ? thrown.message : String(thrown);
  const isUsage =
    thrown instanceof CommandError || (thrown instanceof TypeError && 'code' in thrown);
  if (thrown instanceof StoreError) return { code: EXIT_FAILURE, sentence };
  return { code: isUsage ? EXIT_USAGE : EXIT_FAILURE, sentence };
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `tessera-issuer openapi | head`: whoever reads has enough.
  if (error.code === 'EPIPE' && !isResult) return;
  if (error.code !== 'EPIPE') process.stderr.write(`The output is lost: ${error.message}\n`);
  process.exitCode = EXIT_OUTPUT_LOST;
});

try {
  await run();
} catch (thrown) {
  fail(thrown);
}
