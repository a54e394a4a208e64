/** The sample exports of tests/fixtures/exports, and what is in them. */
import { readFileSync } from 'node:fs';

import { toHex } from '../../src/core/codec/bytes.ts';
import type { OathEntry, OathSource, UnreadableEntry } from '../../src/core/oath-entry.ts';
import type { FileFormat } from '../../src/transfer/file-reader.ts';
import type { OpenFileResult } from '../../src/transfer/open-file.ts';
import { openFile } from '../../src/transfer/open-file.ts';

const FOLDER = new URL('../fixtures/exports/', import.meta.url);

/** An account as `make.py` writes it; its key in hexadecimal. */
export interface SampleAccount {
  readonly type: string;
  readonly issuer: string;
  readonly label: string;
  readonly secret: string;
  readonly algorithm: string;
  readonly digits: number;
  readonly period?: number;
  readonly counter?: number;
}

interface Sample {
  readonly name: string;
  readonly format: FileFormat;
  /** Numbers of `ACCOUNTS`. */
  readonly accounts: readonly number[];
  readonly isLocked: boolean;
  readonly unreadable: readonly UnreadableEntry[];
  readonly others: number;
}

const index = JSON.parse(readFileSync(new URL('index.json', FOLDER), 'utf8')) as {
  password: string;
  accounts: readonly SampleAccount[];
  files: readonly Sample[];
};

/** Of every sample that has one. */
export const PASSWORD = index.password;
export const ACCOUNTS = index.accounts;
export const SAMPLES = index.files;

/** A copy: whoever opens it overwrites it. */
export function sampleBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

export function sampleJson<T = Record<string, unknown>>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as T;
}

export function openText(text: string, password?: string): Promise<OpenFileResult> {
  return openFile({
    bytes: new TextEncoder().encode(text),
    ...(password !== undefined && { password }),
  });
}

export function openJson(value: unknown, password?: string): Promise<OpenFileResult> {
  return openText(JSON.stringify(value), password);
}

/** The accounts of an opened file. */
export function sourceOf(result: OpenFileResult): OathSource {
  if (result.is !== 'opened') throw new Error(`The file is ${result.is}`);
  return result.source;
}

export function toSampleAccount(entry: OathEntry): SampleAccount {
  const { type, issuer, label, secret, otp, counter } = entry;
  return {
    type,
    issuer,
    label,
    secret: toHex(secret),
    algorithm: otp.algorithm,
    digits: otp.digits,
    ...(otp.period !== undefined && { period: otp.period }),
    ...(counter !== undefined && { counter }),
  };
}
