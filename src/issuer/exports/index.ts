/** Entry `@tessera-auth/issuer`: an issuer, its signing key, and what its calls take and give. */
export type { Bytes } from '../../core/codec/bytes.ts';
export type { ForeignCharacter } from '../../core/codec/foreign-character.ts';
export { looksAlike } from '../../core/codec/look-alike.ts';
export type { NumberDigits, OtpPolicy } from '../../core/codec/messages.ts';
export type { ErrorCode, TesseraErrorOptions } from '../../core/errors.ts';
export { TesseraError } from '../../core/errors.ts';
export type { RandomBytes } from '../../protocol/random.ts';
export type { DeviceCodeAccepted } from '../accept-device-code.ts';
export type { WrongArgument } from '../argument-error.ts';
export { ArgumentError } from '../argument-error.ts';
export type { BeginOptions, Begun } from '../begin.ts';
export type { ReplacementOptions, ReplacementProof } from '../begin-replacement.ts';
export type { Confirmed } from '../confirm.ts';
export type { DeactivationMessage } from '../create-request.ts';
export type { DerivationCounts, DerivationOptions } from '../derivation-queue.ts';
export type { DeviceRef, Owner, Page, Serial } from '../device-ref.ts';
export type { AuditHead, AuditRange, AuditResult } from '../events/audit.ts';
export type {
  CodeKind,
  EventData,
  EventFacts,
  EventSubject,
  TesseraEvent,
} from '../events/event-types.ts';
export type { EventsOptions } from '../events/read-events.ts';
export type { Evidence, EvidenceOptions } from '../evidence/evidence.ts';
export type { EraseOptions, OwnerRecord } from '../evidence/owner-data.ts';
export type { Audit, RecordCalls } from '../evidence/record-calls.ts';
export type { Retention } from '../evidence/retention.ts';
export type { Health } from '../health.ts';
export type { DevicesQuery, InspectedInstance, InstanceView } from '../inspect.ts';
export type { RequestsOf } from '../inspect-request.ts';
export type {
  BegunCount,
  Failure,
  Instance,
  InstanceState,
  IssuerAccount,
  IssuerOwner,
  PushTarget,
} from '../instance.ts';
export type { Issuer } from '../issuer.ts';
export { createIssuer } from '../issuer.ts';
export type { Alarm, IssuerOptions } from '../issuer-options.ts';
export type { LocalizedText } from '../localized-text.ts';
export type { MemoryStoreOptions } from '../memory-store.ts';
export { createMemoryStore } from '../memory-store.ts';
export type { Counts, Observer } from '../metrics.ts';
export type {
  BeginRefusal,
  Granted,
  Outcome,
  Refusal,
  RefusalReason,
  RequestRefusal,
  TokenRefusal,
  TriesFacts,
} from '../outcome.ts';
export type { OwnerLimits } from '../owner-limits.ts';
export type { ChangeListener, InterruptionListener, OwnerChange } from '../owner-watch.ts';
export type { Payment } from '../payment.ts';
export type { PushAnswer, PushOutcome, PushResult, PushSender } from '../push.ts';
export type {
  AnswerReason,
  AskReason,
  BeginReason,
  CancelReason,
  CancelRequestReason,
  ConfirmReason,
  DeactivationReason,
  DenyReason,
  DeviceCodeReason,
  OtpReason,
  PendingReason,
  RenameReason,
  ReplaceReason,
  ResponseReason,
  RevokeReason,
  SubscribeReason,
  UnpauseReason,
  UnsubscribeReason,
} from '../reasons.ts';
export type { Named } from '../rename.ts';
export type {
  Answered,
  IssuerRequest,
  Requested,
  RequestOptions,
  ShownRequest,
} from '../request-options.ts';
export type { DenialReason, RequestRow, RequestState, SpentToken } from '../request-row.ts';
export type { Ended, RevokedAll } from '../revoke.ts';
export type {
  EventQuery,
  EventRow,
  EventRowData,
  EventType,
  NumberedEvent,
  OnUnreadable,
} from '../rows/event-row.ts';
export { EVENT_TYPES } from '../rows/event-row.ts';
export type { EvidenceQuery, EvidenceRow } from '../rows/evidence-row.ts';
export type {
  AnswerRow,
  DeliveryRow,
  EndpointRow,
  KeyRow,
  Scope,
  ServiceRows,
  ServiceTable,
  TicketRow,
} from '../rows/service-rows.ts';
export type { PendingRequests, ServiceAnswer, ServiceCalls, SignedCall } from '../service-calls.ts';
export type { IssuerKey, IssuerKeys, IssuerSigner, SigningPort } from '../signing-key.ts';
export {
  exportIssuerKeyJwk,
  exportIssuerKeyPkcs8,
  generateIssuerKey,
  importIssuerKeyJwk,
  importIssuerKeyPkcs8,
  publicKeyHex,
} from '../signing-key.ts';
export type {
  ChangeOf,
  DeviceQuery,
  DueQuery,
  ForgetBefore,
  Forgotten,
  IssuerStore,
  OwnerDevices,
  OwnerErasure,
  RowChange,
  RowVersion,
  ServiceChange,
  ServiceQuery,
  SweepLimits,
  SweepQuery,
  Swept,
} from '../store.ts';
export type { StoreErrorCode } from '../stores/store-error.ts';
export { StoreError } from '../stores/store-error.ts';
export type { StoreKeys } from '../stores/store-key.ts';
export { generateStoreKey } from '../stores/store-key.ts';
export type { InstanceTries, Tries } from '../tries.ts';
export type { OtpAccepted } from '../verify-otp.ts';
