/**
 * Entry `@tessera-auth/issuer/http`: handlers of Fetch API requests for the service of §8 and for a
 * site's own page.
 */
export type { ForeignCharacter } from '../../core/codec/foreign-character.ts';
export type { Handler, Report } from '../http/json.ts';
export type { NodeBody, NodeRequest, NodeResponse } from '../http/node-http.ts';
export type {
  Asked,
  CodeAccepted,
  CryptogramCells,
  Device,
  DeviceState,
  ImageKind,
  Images,
  Loss,
  Overview,
  PageActivation,
  PageChange,
  PageError,
  PageRequest,
  Power,
  Problem,
  QrModules,
  ResponseAccepted,
  Shown,
} from '../http/page-api.ts';
export type { PageHandler } from '../http/page-handler.ts';
export { createPageHandler } from '../http/page-handler.ts';
export type {
  AcceptedProof,
  AddedHeaders,
  PageHandlerOptions,
  SessionOptions,
} from '../http/page-options.ts';
export type { SessionOwner, SignedIn } from '../http/page-session.ts';
export type { ServiceHandler, ServiceHandlerOptions } from '../http/service-handler.ts';
export { createServiceHandler } from '../http/service-handler.ts';
