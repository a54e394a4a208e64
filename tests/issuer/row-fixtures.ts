/** Rows as an issuer writes them, for tests that speak to a store directly. */
import { toHex } from '../../src/core/codec/bytes.ts';
import type { ActiveInstance, CreatedInstance, IssuerAccount } from '../../src/issuer/instance.ts';
import type { RequestRow, SpentToken } from '../../src/issuer/request-row.ts';
import { NO_TRIES } from '../../src/issuer/tries.ts';
import { START } from './issuer-fixture.ts';

export const newId = (): string => toHex(crypto.getRandomValues(new Uint8Array(8)));

const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

const facts = () => ({
  id: newId(),
  version: 1,
  serial: newId(),
  sequence: 1,
  otpPolicy: { algorithm: 'SHA1', digits: 6, period: 30 } as const,
  ocraSuite: 'OCRA-1:HOTP-SHA256-8:QH64',
  createdAt: START,
  expiresAt: START + 600,
  wrongDeviceCodes: 0,
  wrongActivationCodes: 0,
  tries: NO_TRIES,
  lastStep: -1,
});

export function createdRow(changes: Partial<CreatedInstance> = {}): CreatedInstance {
  const secrets = { firstMessage: bytes(200), linkSecret: bytes(16), h1: bytes(32) };
  return { ...facts(), state: 'CREATED', secrets, ...changes };
}

export function activeRow(changes: Partial<ActiveInstance> = {}): ActiveInstance {
  const keys = { otp: bytes(32), sign: bytes(32), channel: bytes(32), service: bytes(32) };
  return { ...facts(), state: 'ACTIVE', activatedAt: START + 60, secrets: { keys }, ...changes };
}

export function accountRow(changes: Partial<IssuerAccount> = {}): IssuerAccount {
  return { serial: newId(), version: 1, sequence: 1, ...changes };
}

export function requestRow(changes: Partial<RequestRow> = {}): RequestRow {
  return {
    id: newId(),
    instance: newId(),
    version: 1,
    state: 'PENDING',
    kind: 'login',
    message: bytes(120),
    createdAt: START,
    expiresAt: START + 300,
    pinRequired: false,
    ...changes,
  };
}

export function tokenRow(changes: Partial<SpentToken> = {}): SpentToken {
  return { id: `${newId()}/${newId()}`, version: 1, expiresAt: START + 120, ...changes };
}
