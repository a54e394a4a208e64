/** Transfers of other servers' accounts: brought in, backed up, moved; one machine a purpose. */
import type { BackUpAction, BackUpScreen } from './back-up-types.ts';
import type { BringIn, BringInAction } from './bring-in-types.ts';
import type { SignAction, Signing } from './enrol-sign.ts';
import type { EnrolAction, Enrolment } from './enrol-types.ts';
import type { ReceiveShown, ReceiveTap } from './receive-types.ts';
import type { SendShown, SendTap } from './send-types.ts';

/**
 * What a transfer is for. `send`, `receive`: to and on a new phone, by camera; `enrol`: with more
 * than one code; `sign`: what a server asks to be signed, shown before the authentication.
 */
export type TransferPurpose = 'bring-in' | 'back-up' | 'send' | 'receive' | 'enrol' | 'sign';

/** The state of each purpose's machine, and the events that a person causes there. */
export interface TransferMachines {
  readonly 'bring-in': { readonly state: BringIn; readonly event: BringInAction };
  readonly 'back-up': { readonly state: BackUpScreen; readonly event: BackUpAction };
  readonly enrol: { readonly state: Enrolment; readonly event: EnrolAction };
  readonly sign: { readonly state: Signing; readonly event: SignAction };
  readonly send: { readonly state: SendShown; readonly event: SendTap };
  readonly receive: { readonly state: ReceiveShown; readonly event: ReceiveTap };
}

/** A purpose that has a machine. */
export type KnownPurpose = TransferPurpose & keyof TransferMachines;

/** The transfer on the screen. */
export type TransferView = {
  readonly [P in KnownPurpose]: {
    readonly purpose: P;
    readonly state: TransferMachines[P]['state'];
    /** Whether its screen scans. */
    readonly scans: boolean;
  };
}[KnownPurpose];

/** What the person did on a transfer's screen. */
export type TransferAction = {
  readonly [P in KnownPurpose]: {
    readonly type: 'transfer';
    readonly purpose: P;
    readonly event: TransferMachines[P]['event'];
  };
}[KnownPurpose];
