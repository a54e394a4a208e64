/** Opens the vault; what writes or needs the PIN is loaded on first use (docs/vault.md). */
import { TesseraError } from '../core/errors.ts';
import { loadWithin } from '../platform/load-within.ts';
import { openChannel } from '../platform/locks.ts';
import type { AnswerLedger } from './answer-ledger.ts';
import type { History } from './history.ts';
import { CALIBRATED_ITERATIONS } from './kdf-calibration.ts';
import { lazyMethods } from './lazy-methods.ts';
import { ensureVault, eraseRows, exclusively, openVaultDatabase, VAULT_NAME } from './lifecycle.ts';
import type { OathOperations } from './oath-types.ts';
import { dropExpired } from './pending-activation.ts';
import { isPinLength } from './schema.ts';
import { createViewer } from './snapshot.ts';
import { createStore } from './store.ts';
import type { Vault, VaultOperations, VaultOptions } from './types.ts';

/** For which an answer is kept where nothing else was said. */
const HISTORY_DAYS = 90;

/** @throws TesseraError STORAGE_BLOCKED, STORAGE_FULL, VAULT_NEWER, VAULT_DAMAGED */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { pinLength, wipeAfter, name, now = Date.now, historyDays = HISTORY_DAYS } = options;
  const { biometrics, rounds = CALIBRATED_ITERATIONS } = options;
  if (!isPinLength(pinLength)) throw new TesseraError('WRONG_STATE');

  const listeners = new Set<() => void>();
  function tellListeners(): void {
    for (const listener of listeners) listener();
  }
  const database = await openVaultDatabase(ensureVault, { onGone: tellListeners });
  const channel = openChannel(VAULT_NAME, tellListeners);
  function changed(): void {
    channel.post('changed');
    tellListeners();
  }

  const store = createStore({
    database,
    exclusively,
    changed,
    cleared: tellListeners,
    roundsFloor: rounds.floor,
  });
  const viewer = createViewer(store, now);
  async function erase(): Promise<void> {
    await exclusively(() => eraseRows(database));
    changed();
  }
  async function loadOperations(): Promise<VaultOperations> {
    const { createOperations } = await loadWithin(import('./operations.ts'));
    const policy = { rounds, now, name, pinLength, wipeAfter, biometrics, historyDays };
    return createOperations({ store, viewer, erase, ...policy });
  }

  async function loadOath(): Promise<OathOperations> {
    const { createOathOperations } = await loadWithin(import('./oath-operations.ts'));
    return createOathOperations(store, now);
  }

  async function loadLedger(): Promise<AnswerLedger> {
    const { createAnswerLedger } = await loadWithin(import('./answer-ledger.ts'));
    return createAnswerLedger(store);
  }

  async function loadHistory(): Promise<History> {
    const { createHistory } = await loadWithin(import('./history.ts'));
    return createHistory(store, { now, days: historyDays });
  }

  // An expired row is never shown; one that cannot be dropped is no reason to keep the app shut.
  await dropExpired(store, now()).catch(() => undefined);
  return {
    ...lazyMethods(loadOperations, OPERATIONS),
    ...lazyMethods(loadOath, OATH),
    answers: lazyMethods(loadLedger, LEDGER),
    history: lazyMethods(loadHistory, HISTORY),
    snapshot: viewer.snapshot,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    erase,
    close() {
      channel.close();
      database.close();
      listeners.clear();
    },
  };
}

const OPERATIONS: Record<keyof VaultOperations, true> = {
  keepPending: true,
  dropPending: true,
  dropExpired: true,
  activationCode: true,
  createPin: true,
  beginPin: true,
  unlock: true,
  unlockWithBiometrics: true,
  confirmPin: true,
  sealAccount: true,
  changePin: true,
  resetPin: true,
  biometricsAvailability: true,
  enableBiometrics: true,
  disableBiometrics: true,
  acceptAccount: true,
  discardAccount: true,
  removeAccount: true,
  removeAccounts: true,
  rename: true,
  reorder: true,
  setClockOffset: true,
  setOthersClock: true,
  channelKey: true,
  serviceKey: true,
  keepRequest: true,
  answerRequest: true,
  listRequests: true,
  dropRequest: true,
  requests: true,
  backupRecord: true,
  keepBackup: true,
  proveBackup: true,
  setSetting: true,
};

const OATH: Record<keyof OathOperations, true> = {
  previewOath: true,
  sealOath: true,
  sealWaitingOath: true,
  nextCounter: true,
  shownCounter: true,
  oathEntries: true,
  keepOcra2: true,
  ocra2Pending: true,
};

const LEDGER: Record<keyof AnswerLedger, true> = {
  record: true,
  withdraw: true,
  find: true,
  unknown: true,
  acknowledge: true,
};

const HISTORY: Record<keyof History, true> = { list: true, turn: true, clear: true };

/**
 * Erases a vault that does not open (VAULT_DAMAGED).
 * @throws TesseraError VAULT_NEWER, STORAGE_*
 */
export async function eraseDamagedVault(): Promise<void> {
  const database = await openVaultDatabase(eraseRows);
  database.close();
}
