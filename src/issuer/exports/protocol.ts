/**
 * Entry `@tessera-auth/issuer/protocol`: the codes and messages of both sides, one primitive a
 * function (docs/protocol.md).
 */
export type { ForeignCharacter } from '../../core/codec/foreign-character.ts';
export { scriptName } from '../../core/codec/foreign-character.ts';
export {
  readText,
  readTexts,
  toLink,
  toPastedText,
  toQrText,
} from '../../core/codec/message-text.ts';
export type {
  AcceptedApproval,
  Deactivation,
  FirstMessage,
  LastAccepted,
  NumberDigits,
  OtpAlgorithm,
  OtpPolicy,
  PaymentFields,
  Request,
  SecondMessage,
} from '../../core/codec/messages.ts';
export type { TypedCode, TypedForm } from '../../core/codec/typed-code.ts';
export { readTyped } from '../../core/codec/typed-code.ts';
export type { ErrorCode } from '../../core/errors.ts';
export { TesseraError } from '../../core/errors.ts';
export {
  activationCode,
  formatActivationCode,
  parseDigits,
} from '../../protocol/activation-code.ts';
export type { NewDeviceCode, ParsedDeviceCode } from '../../protocol/device-code.ts';
export {
  checkDeviceCode,
  createDeviceCode,
  deviceCode,
  formatDeviceCode,
  parseDeviceCode,
} from '../../protocol/device-code.ts';
export type { ReadFirstMessage, Sign } from '../../protocol/first-message.ts';
export { readFirstMessage, writeFirstMessage } from '../../protocol/first-message.ts';
export type { HashName, Hmac } from '../../protocol/hmac.ts';
export { hashOf, webHmac } from '../../protocol/hmac.ts';
export { hotp } from '../../protocol/hotp.ts';
export type { ActivationKeys, KeyMaterial, Stretch } from '../../protocol/key-schedule.ts';
export { deriveActivationKeys } from '../../protocol/key-schedule.ts';
export type { OcraInput, OcraSuite } from '../../protocol/ocra.ts';
export { ocra, parseSuite, responseSuite } from '../../protocol/ocra.ts';
export type { ChannelContext, ChannelKey } from '../../protocol/request.ts';
export {
  readRequest,
  responseCode,
  writeDeactivation,
  writeRequest,
} from '../../protocol/request.ts';
export type { ReturnKind, ReturnOf } from '../../protocol/return-text.ts';
export { writeReturnText } from '../../protocol/return-text.ts';
export type { MessageCipher } from '../../protocol/seal.ts';
export type {
  PendingActivation,
  ReadSecondMessage,
  SecondMessageContext,
} from '../../protocol/second-message.ts';
export { readSecondMessage, writeSecondMessage } from '../../protocol/second-message.ts';
export type {
  ServiceKey,
  TokenCall,
  TokenSubject,
  VerifiedToken,
} from '../../protocol/service-token.ts';
export { signServiceToken, verifyServiceToken } from '../../protocol/service-token.ts';
export { stepStart, timeStep, totp } from '../../protocol/totp.ts';
