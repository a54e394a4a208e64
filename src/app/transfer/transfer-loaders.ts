/** One line a purpose: the function that makes its run, from a chunk of its own. */
import type { TransferLoaders } from './transfers.ts';

export const TRANSFER_LOADERS: TransferLoaders = {
  'bring-in': async () => (await import('./bring-in.ts')).createBringIn,
  'back-up': async () => (await import('./back-up.ts')).createBackUp,
  enrol: async () => (await import('./enrol.ts')).createEnrolRun,
  sign: async () => (await import('./enrol-sign.ts')).createSignRun,
  send: async () => (await import('./move-send.ts')).createSendRun,
  receive: async () => (await import('./move-receive.ts')).createReceiveRun,
};
