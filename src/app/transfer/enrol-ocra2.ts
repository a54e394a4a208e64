/** LinOTP's ocra2: both images, the key between them, and the code of counter 0. */
import type { OathAccount } from '../../core/account.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type { Ocra2Answer, Ocra2Question, PendingOcra2 } from '../../core/transfer/enrol-types.ts';
import type { Hmac } from '../../protocol/hmac.ts';
import { webHmac } from '../../protocol/hmac.ts';
import { parseSuite } from '../../protocol/ocra.ts';
import {
  deriveOcra2Key,
  isOcra2Signed,
  ocra2ActivationCode,
  ocra2Code,
  PHONE_PART_BYTES,
} from '../../protocol/ocra2.ts';
import type { Ocra2Init, Ocra2Nonce, Ocra2Request } from '../../protocol/ocra2-messages.ts';
import { isMessageSigned } from '../../protocol/ocra2-messages.ts';
import { randomBytes } from '../../protocol/random.ts';
import type { StoredOcra2Enrolment } from '../../vault/oath-pending.ts';
import type { ConfirmedPin, Unlocked, VaultSnapshot } from '../../vault/types.ts';
import type { EnrolVault } from './enrol-vault.ts';
import { isUnhidden } from './enrol-vault.ts';

/** The counter of the code that answers image 2. */
const FIRST_COUNTER = 0;
/** The key has 32 bytes, less than a block of any hash: which hash makes no difference. */
const KEY_ALGORITHM = 'SHA256';

/** Keeps what image 1 and the phone give; the same image again shows the same code. */
export async function keepImage1(
  vault: EnrolVault,
  { shared, serial, suite }: Ocra2Init,
): Promise<PendingOcra2> {
  const phonePart = randomBytes(PHONE_PART_BYTES);
  const stored = await vault.keepOcra2({ shared, phonePart, serial, suite });
  phonePart.fill(0);
  shared.fill(0);
  return shownPending(stored);
}

/** What is shown of an enrolment between its images; its parts of the key are overwritten. */
export function shownPending({
  id,
  serial,
  shared,
  phonePart,
}: StoredOcra2Enrolment): PendingOcra2 {
  const code = ocra2ActivationCode(phonePart);
  wipeStored({ shared, phonePart });
  return { id, serial, code };
}

/** Overwrites the parts of the key, which stay in the vault. */
export function wipeStored(stored: Pick<StoredOcra2Enrolment, 'shared' | 'phonePart'>): void {
  stored.shared.fill(0);
  stored.phonePart.fill(0);
}

/** What a signed text asks, as it is shown. */
export function questionOf(message: Ocra2Nonce | Ocra2Request): Ocra2Question {
  return {
    message: message.message,
    challenge: message.challenge,
    isWhole: isMessageSigned(message),
  };
}

export interface Image2 {
  readonly message: Ocra2Nonce;
  readonly stored: StoredOcra2Enrolment;
  /** The person allowed a key that no PIN hides. */
  readonly allowed: boolean;
}

/**
 * Derives the key of both images and seals it, in the place of the pending row; the nonce and the
 * signature pass through memory alone.
 * @returns why image 2 leads no further, or `unhidden` where the person must be asked first
 */
export async function sealImage2(
  vault: EnrolVault,
  by: () => Promise<ConfirmedPin>,
  { message, stored, allowed }: Image2,
): Promise<Ocra2Answer | 'mistyped' | 'unhidden'> {
  const { id: pendingId, serial, suite: text, shared, phonePart } = stored;
  const key = await deriveOcra2Key({ shared, phonePart, nonce: message.nonce });
  wipeStored(stored);
  try {
    const suite = parseSuite(text);
    const hmac = await webHmac(suite.hash, key);
    if (!(await isOcra2Signed(hmac, message))) return 'mistyped';
    if (!allowed && isUnhidden(key, KEY_ALGORITHM)) return 'unhidden';
    const code = await ocra2Code(hmac, suite, { ...message, counter: FIRST_COUNTER });
    const account = await vault.sealWaitingOath(await by(), {
      type: 'ocra2',
      issuer: '',
      // LinOTP names no site: its serial number is all that tells one account from another.
      label: serial,
      serial,
      ocraSuite: text,
      secret: key,
      pendingId,
      ...(suite.counter && { counter: FIRST_COUNTER + 1 }),
    });
    return { ...questionOf(message), account, code };
  } finally {
    key.fill(0);
  }
}

/**
 * Shows the code of counter 0 again for an account that waits for its page: killed after it was
 * sealed, image 2 is all that is needed. Undefined where no such account signed it.
 */
export async function answerAgain(
  unlocked: Unlocked,
  accounts: VaultSnapshot['accounts'],
  message: Ocra2Nonce,
): Promise<Ocra2Answer | undefined> {
  const waiting = ocra2Accounts(accounts).filter(
    ({ state, serial }) => state === 'waiting' && serial === message.serial,
  );
  const signer = await findSigner(unlocked, waiting, message);
  if (!signer) return undefined;
  const { account, hmac } = signer;
  const code = await ocra2Code(hmac, suiteOf(account), { ...message, counter: FIRST_COUNTER });
  return { ...questionOf(message), account: account.id, code };
}

/** Returns true if there is an account that could have been asked: without one nobody is. */
export async function hasSigner(vault: Pick<EnrolVault, 'snapshot'>): Promise<boolean> {
  return ocra2Accounts((await vault.snapshot()).accounts).length > 0;
}

/**
 * Answers a later question. The counter is used up before the code is made: killed in between, a
 * number is lost and none is used twice.
 * @throws TesseraError UNKNOWN_ACCOUNT where no account's key signed it
 */
export async function answerQuestion(
  vault: EnrolVault,
  unlocked: Unlocked,
  message: Ocra2Request,
): Promise<Ocra2Answer> {
  const { accounts } = await vault.snapshot();
  const signer = await findSigner(unlocked, ocra2Accounts(accounts), message);
  if (!signer) throw new TesseraError('UNKNOWN_ACCOUNT');
  const { account, hmac } = signer;
  const suite = suiteOf(account);
  // That the server asks shows that its page took the first code.
  if (account.state === 'waiting') await vault.acceptAccount(account.id);
  const counter = suite.counter ? await vault.nextCounter(account.id) : FIRST_COUNTER;
  const code = await ocra2Code(hmac, suite, { ...message, counter });
  return { ...questionOf(message), account: account.id, code };
}

interface Signer {
  readonly account: OathAccount;
  readonly hmac: Hmac;
}

/** A signed text names no account: each one's key is tried, past one that is damaged. */
async function findSigner(
  unlocked: Unlocked,
  accounts: readonly OathAccount[],
  message: Ocra2Nonce | Ocra2Request,
): Promise<Signer | undefined> {
  for (const account of accounts) {
    const hmac = await unlocked.otp(account.id).catch(unlessDamaged);
    if (hmac && (await isOcra2Signed(hmac, message))) return { account, hmac };
  }
  return undefined;
}

/** @throws whatever is not VAULT_DAMAGED */
function unlessDamaged(thrown: unknown): undefined {
  if (asTesseraError(thrown).code !== 'VAULT_DAMAGED') throw thrown;
}

function ocra2Accounts(accounts: VaultSnapshot['accounts']): OathAccount[] {
  return accounts.flatMap((account) =>
    account.kind === 'oath' && account.type === 'ocra2' ? [account] : [],
  );
}

function suiteOf({ ocraSuite }: OathAccount) {
  if (ocraSuite === undefined) throw new TesseraError('VAULT_DAMAGED');
  return parseSuite(ocraSuite);
}
