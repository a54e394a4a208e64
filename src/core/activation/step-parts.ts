/** What the steps of the activation wizard are made of. Types alone. */
import type { PinWeakness, ProofHandle } from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';

/** Why the wizard runs: a first or further account, or one that this vault has already. */
export type Purpose =
  | { readonly kind: 'activate' }
  | { readonly kind: 'reactivate'; readonly account: string };

/** What may be shown of a pending activation. */
export interface PendingView {
  readonly id: string;
  readonly issuerName: string;
  readonly issuerVerified: boolean;
  /** The name of another issuer, known already, that this one could be taken for. */
  readonly lookAlike?: string;
  /**
   * Its issuer is not verified and has no account here yet, and others have: with its keys a copy
   * of this browser's storage can be searched for the PIN (docs/threat-model.md).
   */
  readonly joinsOthers?: true;
  readonly label: string;
  /** `XXXX-XXXX-XXXX-XXXX` */
  readonly deviceCode: string;
  /** When the page stops waiting, counted from the scan: milliseconds since 1970, phone's clock. */
  readonly deadline: number;
  /** Minutes by which the first code seems old (> 0) or early (< 0). */
  readonly clockMinutes?: number;
  /** When the page made the first code, where that is so; milliseconds since 1970. */
  readonly madeAt?: number;
}

/** What may be shown of an account whose activation code the page has not accepted yet. */
export interface WaitingView {
  readonly account: string;
  readonly issuerName: string;
  /** 8 digits. */
  readonly code: string;
  /**
   * The phone's clock seems ahead of the page's: codes may be refused (docs/protocol.md §5).
   * `page`: the latest that the page's clock can show.
   */
  readonly clocks?: Clocks;
}

/** A second message that was opened, with its keys; kept by the runner. */
export type OpenedHandle = number;
/** A first message that replaces the pending one once the person confirms; kept by the runner. */
export type CandidateHandle = number;

export type BiometricsOffer = 'offered' | 'missing' | 'not-allowed';

/** What follows a first PIN. */
export interface FirstPin {
  /** 0–31. */
  readonly picture: number;
  readonly biometrics: BiometricsOffer;
}

/** What two clocks that differ show: milliseconds since 1970. */
export interface Clocks {
  readonly phone: number;
  /** What the phone was expected to show, at the earliest or at the latest. */
  readonly page: number;
}

/** A code that could not be used. */
export interface ScanProblem {
  readonly code: ErrorCode;
  /** What a code that is not ours seems to be: 'web', 'payment', … */
  readonly seen?: string;
  /** A request is early or over by the phone's clock; `page`: when it begins or ends. */
  readonly clocks?: Clocks;
}

/** Why a PIN has to be chosen again; `earlier`: the vault already has another one. */
export type PinChoiceProblem = PinWeakness | 'mismatch' | 'earlier';

/** What the steps until the second message share. */
export interface Exchange {
  readonly purpose: Purpose;
  /** An authentication that was passed before the first scan. */
  readonly proof?: ProofHandle | undefined;
}

/** What the steps from the opened second message to the sealed account share. */
export interface Sealing {
  readonly pending: PendingView;
  readonly opened: OpenedHandle;
}
