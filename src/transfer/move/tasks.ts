/** What a worker does for a move: everything that takes long, or handles the list of accounts. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { utf8 } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';
import type { OathEntry, OathSource } from '../../core/oath-entry.ts';
import { wipeSecrets } from '../../core/oath-entry.ts';
import { readAccountList, writeAccountList } from '../account-list.ts';
import { comparisonNumber } from './compare.ts';
import type { OneTimeKey } from './one-time-key.ts';
import { createOneTimeKey } from './one-time-key.ts';
import { digestOf } from './part-writer.ts';
import { receiptOf } from './receipt.ts';
import { writeRequest } from './request.ts';
import { openWhole, sealWhole } from './whole.ts';

/** A new phone's request, and the key that opens what comes for it. */
export interface MadeRequest {
  readonly secret: OneTimeKey;
  /** The text of the QR code. */
  readonly request: string;
  /** The eight digits under it. */
  readonly number: string;
}

/** What an old phone shows, and the receipt that it expects. */
export interface PackedMove {
  readonly whole: Bytes;
  readonly receipt: string;
}

/** What a new phone found in the pictures, and the receipt that it may show once all is kept. */
export interface OpenedMove extends OathSource {
  readonly receipt: string;
}

export interface MakeRequestInput {
  /** The key is a text: not every engine hands WebCrypto's X25519 keys from worker to page. */
  readonly asText: boolean;
}

/** Accounts to be packed for a new phone's key. */
export interface PackMoveInput {
  readonly entries: readonly OathEntry[];
  readonly publicKey: Bytes;
}

/** What a new phone collected, and the key of its request. */
export interface OpenMoveInput {
  readonly whole: Bytes;
  readonly digest: Bytes;
  readonly secret: OneTimeKey;
}

/** A request, and the key that opens what comes for it. */
export async function makeRequest({ asText }: MakeRequestInput): Promise<MadeRequest> {
  const { secret, publicKey } = await createOneTimeKey(asText);
  return { secret, request: writeRequest(publicKey), number: comparisonNumber(publicKey) };
}

/** The number that a new phone shows under the request of a key. */
export function compareNumber({ publicKey }: { readonly publicKey: Bytes }): string {
  return comparisonNumber(publicKey);
}

/**
 * Packs accounts for a new phone's key; their secrets are overwritten.
 * @throws TesseraError MOVE_TOO_LARGE, DAMAGED for a key that is none
 */
export async function packMove({ entries, publicKey }: PackMoveInput): Promise<PackedMove> {
  const list = utf8(writeAccountList(entries));
  wipeSecrets(entries);
  try {
    const { whole, receiptSecret } = await sealWhole({ list, count: entries.length }, publicKey);
    const receipt = await receiptOf(receiptSecret, await digestOf(whole));
    receiptSecret.fill(0);
    return { whole, receipt };
  } finally {
    list.fill(0);
  }
}

/**
 * Opens what was collected; whoever keeps or drops the accounts overwrites their secrets.
 * @throws TesseraError DAMAGED, MOVE_OTHER_PHONE
 */
export async function openMove(input: OpenMoveInput): Promise<OpenedMove> {
  const { list, count, receiptSecret } = await openWhole(input.whole, input.digest, input.secret);
  try {
    const { entries, unreadable, others } = readAccountList(textOf(list));
    if (entries.length + unreadable.length !== count) throw new TesseraError('DAMAGED');
    const receipt = await receiptOf(receiptSecret, input.digest);
    return { entries, unreadable, others, receipt };
  } finally {
    list.fill(0);
    receiptSecret.fill(0);
  }
}

function textOf(list: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(list);
  } catch (cause) {
    throw new TesseraError('DAMAGED', { cause });
  }
}
