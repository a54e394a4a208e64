/**
 * Why each call of an issuer is refused: a union a call, so that a `switch` over the reasons can be
 * whole. What each of them means, {@link RefusalReason} says.
 */

/** See {@link Issuer.begin}. */
export type BeginReason = 'SERIAL_TAKEN' | 'DEVICE_LIMIT' | 'TOO_MANY_ACTIVATIONS' | 'BUSY';

/** See {@link Issuer.acceptDeviceCode}. */
export type DeviceCodeReason =
  | 'UNKNOWN_ACTIVATION'
  | 'WRONG_STATE'
  | 'EXPIRED'
  | 'BLOCKED'
  | 'CODE_MALFORMED'
  | 'CODE_WRONG'
  | 'CODE_OTHER'
  | 'BUSY';

/** See {@link Issuer.confirm}. */
export type ConfirmReason = Exclude<DeviceCodeReason, 'CODE_OTHER'> | 'DEVICE_LIMIT';

/** See {@link Issuer.verifyOtp}. */
export type OtpReason =
  | 'UNKNOWN_ACTIVATION'
  | 'UNKNOWN_OWNER'
  | 'WRONG_STATE'
  | 'EXPIRED'
  | 'BLOCKED'
  | 'PAUSED'
  | 'CODE_MALFORMED'
  | 'CODE_WRONG'
  | 'CODE_USED'
  | 'CLOCK'
  | 'BUSY';

/** See {@link Issuer.beginReplacement}. */
export type ReplaceReason = Exclude<OtpReason, 'UNKNOWN_OWNER' | 'CLOCK'> | 'TOO_MANY_ACTIVATIONS';

/** See {@link Issuer.createRequest}. A paused device may be asked. */
export type AskReason =
  | 'UNKNOWN_ACTIVATION'
  | 'UNKNOWN_OWNER'
  | 'WRONG_STATE'
  | 'EXPIRED'
  | 'BLOCKED'
  | 'TOO_MANY_REQUESTS'
  | 'BUSY';

/** See {@link Issuer.cancelRequest}. */
export type CancelRequestReason =
  | 'UNKNOWN_REQUEST'
  | 'REQUEST_ANSWERED'
  | 'REQUEST_CANCELLED'
  | 'BUSY';

/** See {@link Issuer.denyRequest}. */
export type DenyReason = CancelRequestReason | 'WRONG_STATE' | 'EXPIRED' | 'BLOCKED';

/** See {@link Issuer.verifyResponse}. */
export type ResponseReason = DenyReason | 'PAUSED' | 'CODE_MALFORMED' | 'CODE_WRONG';

/** See {@link Issuer.rename}. */
export type RenameReason = 'UNKNOWN_ACTIVATION' | 'WRONG_STATE' | 'EXPIRED' | 'BUSY';

/** See {@link Issuer.revoke}. */
export type RevokeReason = RenameReason;

/** See {@link Issuer.createDeactivation}. */
export type DeactivationReason = RenameReason;

/** See {@link Issuer.cancel}. */
export type CancelReason = RenameReason | 'BLOCKED';

/** See {@link Issuer.unpause}. */
export type UnpauseReason = CancelReason | 'UNKNOWN_OWNER';

/** See {@link ServiceCalls.pending}; of every call of the service. */
export type PendingReason = CancelReason | 'TOKEN_REFUSED' | 'TOKEN_EXPIRED';

/** See {@link ServiceCalls.unsubscribe}. */
export type UnsubscribeReason = PendingReason | 'TOKEN_USED';

/** See {@link ServiceCalls.subscribe}. */
export type SubscribeReason = UnsubscribeReason | 'SUBSCRIPTION_REFUSED';

/** See {@link ServiceCalls.answer}. */
export type AnswerReason = UnsubscribeReason | ResponseReason | 'NUMBER_NOT_ASKED';
