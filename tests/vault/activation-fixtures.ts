/** Activations, and a platform authenticator with a PRF. */
import { readFileSync } from 'node:fs';

import type { Bytes } from '../../src/core/codec/bytes.ts';
import { concat, fromHex, toHex } from '../../src/core/codec/bytes.ts';
import type { FirstMessage, SecondMessage } from '../../src/core/codec/messages.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { Biometrics } from '../../src/platform/biometrics-port.ts';
import type { VerifiedFirstMessage } from '../../src/protocol/first-message.ts';
import {
  readFirstMessage,
  verifyFirstMessage,
  writeFirstMessage,
} from '../../src/protocol/first-message.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { readSecondMessage } from '../../src/protocol/second-message.ts';
import { totp } from '../../src/protocol/totp.ts';
import type { NewAccount, Unlocked, Vault } from '../../src/vault/types.ts';
import { issuerKeyOf } from '../protocol/issuer.ts';

/** An activation as it stands when its second message is open, with what only its issuer knows. */
export interface Activation {
  readonly id: string;
  readonly firstMessage: Bytes;
  readonly secondMessage?: Bytes;
  readonly c9: Bytes;
  readonly otp: Bytes;
  readonly sign: Bytes;
  readonly policy: SecondMessage['otp'];
  /** The account, its keys fresh copies each time. */
  account(replaces?: string): NewAccount;
}

interface Vector {
  readonly first: { readonly cborHex: string };
  readonly device: { readonly randomHex: string };
  readonly second: { readonly cborHex: string };
  readonly activationCode: string;
}

const VECTORS = JSON.parse(
  readFileSync(new URL('../vectors/activation.json', import.meta.url), 'utf8'),
) as readonly Vector[];

/** One of the five published activations, its messages included. */
export async function published(index: number): Promise<Activation> {
  const vector = VECTORS[index]!;
  const firstMessage = fromHex(vector.first.cborHex);
  const secondMessage = fromHex(vector.second.cborHex);
  const c9 = fromHex(vector.device.randomHex);
  const { message: first, h1 } = await readFirstMessage(firstMessage);
  const { message: second, keys } = await readSecondMessage(secondMessage, { first, h1, c9 });
  return activation(
    { first, second, firstMessage, c9, keys, code: vector.activationCode },
    secondMessage,
  );
}

let issuer: Promise<CryptoKeyPair> | undefined;

/** An activation of an issuer of our own, its keys drawn at random instead of derived. */
export async function drawn(serial = 'T-1', replaces?: string): Promise<Activation> {
  issuer ??= crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { privateKey, publicKey } = await issuer;
  const first: FirstMessage = {
    activationId: randomBytes(8),
    secret: randomBytes(16),
    issuerKey: await issuerKeyOf(publicKey),
    issuedAt: 1_790_000_000,
    expiresAt: 1_790_000_600,
    issuerName: 'Northwind Bank',
    label: 'Current account',
    ...(replaces !== undefined && { replaces }),
  };
  const second: SecondMessage = {
    serial,
    sequence: 1,
    otp: { algorithm: 'SHA1', digits: 6, period: 30 },
    ocraSuite: 'OCRA-1:HOTP-SHA256-8:QH64',
    time: 1_790_000_060,
  };
  const keys = {
    otp: randomBytes(32),
    sign: randomBytes(32),
    confirm: randomBytes(32),
    channel: randomBytes(32),
    service: randomBytes(32),
  };
  const firstMessage = await writeFirstMessage(first, privateKey);
  return activation({ first, second, firstMessage, c9: randomBytes(9), keys, code: '12345678' });
}

function activation(
  parts: {
    readonly first: FirstMessage;
    readonly second: SecondMessage;
    readonly firstMessage: Bytes;
    readonly c9: Bytes;
    readonly keys: NewAccount['keys'];
    readonly code: string;
  },
  secondMessage?: Bytes,
): Activation {
  const { first, second, keys, firstMessage, c9, code } = parts;
  return {
    id: toHex(first.activationId),
    firstMessage,
    ...(secondMessage && { secondMessage }),
    c9,
    otp: concat(keys.otp),
    sign: concat(keys.sign),
    policy: second.otp,
    account: (replaces) => ({
      first,
      second,
      keys: {
        otp: concat(keys.otp),
        sign: concat(keys.sign),
        confirm: concat(keys.confirm),
        channel: concat(keys.channel),
        service: concat(keys.service),
      },
      activationCode: code,
      issuerVerified: false,
      clockOffset: 0,
      ...(replaces !== undefined && { replaces }),
    }),
  };
}

const SOME_TIME = 1_790_000_400;

/** Whether the unlocked vault gives the codes that the issuer expects. */
export async function givesRightCode(unlocked: Unlocked, known: Activation): Promise<boolean> {
  const shown = await totp(await unlocked.otp(known.id), known.policy, SOME_TIME);
  return shown === (await expectedCode(known));
}

export async function expectedCode({ otp, policy }: Activation, time = SOME_TIME): Promise<string> {
  const hash = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const;
  return totp(await webHmac(hash[policy.algorithm], otp), policy, time);
}

/** Scans the first image: keeps the activation as pending. */
export async function scanFirst(vault: Vault, known: Activation): Promise<void> {
  await vault.keepPending(await verified(known.firstMessage), known.c9);
}

/** A first message as the vault takes it. */
export async function verified(bytes: Uint8Array): Promise<VerifiedFirstMessage> {
  const message = parseMessage(bytes);
  if (message.kind !== 'first') throw new Error(`a ${message.kind} message`);
  return verifyFirstMessage(message);
}

export interface Authenticator extends Omit<Biometrics, 'create'> {
  create: Biometrics['create'];
  /** What happens at the next prompts. */
  behaviour: 'present' | 'cancels' | 'second-tap' | 'no-prf' | 'replaced';
  readonly forgotten: string[];
}

/** A platform authenticator: a random secret for each passkey, and a PRF over it. */
export function authenticator(): Authenticator {
  const passkeys = new Map<string, Bytes>();
  const prf = async (id: Uint8Array, salt: Uint8Array): Promise<Bytes> => {
    const secret = passkeys.get(toHex(id));
    if (!secret || self.behaviour === 'cancels') throw new TesseraError('BIOMETRICS_CANCELLED');
    const hmac = await webHmac('SHA-256', self.behaviour === 'replaced' ? randomBytes(32) : secret);
    return concat(await hmac(salt));
  };
  const self: Authenticator = {
    behaviour: 'present',
    forgotten: [],
    availability: async () => ({ is: 'available' }),
    async create({ prfSalt, signal }) {
      if (self.behaviour === 'cancels' || signal?.aborted)
        throw new TesseraError('BIOMETRICS_CANCELLED');
      if (self.behaviour === 'no-prf') throw new TesseraError('BIOMETRICS_MISSING');
      const credentialId = randomBytes(16);
      passkeys.set(toHex(credentialId), randomBytes(32));
      if (self.behaviour === 'second-tap') return { credentialId };
      return { credentialId, prf: await prf(credentialId, prfSalt) };
    },
    get: ({ credentialId, prfSalt }) => prf(credentialId, prfSalt),
    async forget(credentialId) {
      self.forgotten.push(toHex(credentialId));
      passkeys.delete(toHex(credentialId));
    },
  };
  return self;
}
