/**
 * The library's package of the protocol's first edition, as it was packed then
 * (tests/fixtures/packages): what a server runs that is not upgraded yet.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { SignedCall } from '../../src/issuer/service-calls.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKED = join(ROOT, 'tests/fixtures/packages/issuer-edition-1.tar.gz');

/** What these calls answer, as far as tests look at it. */
export interface OldOutcome {
  readonly ok: boolean;
  readonly reason?: string;
  readonly state?: string;
  readonly attemptsLeft?: number;
  readonly secondMessage?: Uint8Array;
  readonly id?: string;
  readonly message?: Uint8Array;
  readonly firstMessage?: Uint8Array;
  readonly requests?: readonly Uint8Array[];
}

export interface OldIssuer {
  begin(options: { owner?: string; serial?: string }): Promise<{
    readonly id: string;
    readonly firstMessage: Uint8Array;
  }>;
  beginReplacement(id: string, proof: { oneTimePassword: string }): Promise<OldOutcome>;
  acceptDeviceCode(id: string, typed: string): Promise<OldOutcome>;
  confirm(id: string, typed: string): Promise<OldOutcome>;
  verifyOtp(id: string, typed: string): Promise<OldOutcome>;
  createRequest(
    id: string,
    options: { kind: 'login'; title: string; reference?: string },
  ): Promise<OldOutcome>;
  verifyResponse(requestId: string, typed: string): Promise<OldOutcome>;
  inspect(id: string): Promise<{ readonly state: string } | undefined>;
  revoke(id: string): Promise<OldOutcome>;
  sweep(): Promise<number>;
  readonly service: {
    pending(call: SignedCall): Promise<OldOutcome>;
    answer(
      call: SignedCall,
      requestId: string,
      answer: { decision: 'approve'; code: string } | { decision: 'deny' },
    ): Promise<OldOutcome>;
  };
}

export interface OldStore {
  issuerKey(): Promise<{ readonly publicKey: Uint8Array }>;
  secret(name: string, create: () => Promise<Uint8Array>): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface OldLibrary {
  createIssuer(options: {
    name: string;
    key: unknown;
    store: OldStore;
    serviceUrl?: string;
    now: () => number;
  }): OldIssuer;
}

interface OldStores {
  openPostgresStore(options: { database: string; key: string }): Promise<OldStore>;
}

/** Unpacks the package where it finds the packages that it needs; `remove` takes it away. */
export async function unpackOldProgram(): Promise<
  OldLibrary & OldStores & { readonly remove: () => void }
> {
  const beside = join(ROOT, '.tmp');
  mkdirSync(beside, { recursive: true });
  const folder = mkdtempSync(join(beside, 'old-'));
  const { status, stderr } = spawnSync('tar', ['-xzf', PACKED, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  const entry = (name: string) => pathToFileURL(join(folder, 'package', name)).href;
  const library = (await import(/* @vite-ignore */ entry('index.js'))) as OldLibrary;
  const stores = (await import(/* @vite-ignore */ entry('postgres.js'))) as OldStores;
  return {
    createIssuer: library.createIssuer,
    openPostgresStore: stores.openPostgresStore,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
