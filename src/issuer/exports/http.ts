/**
 * Entry `@tessera-auth/issuer/http`: handlers of Fetch API requests for the service of §8 and for a
 * site's own page.
 */
export type { ForeignCharacter } from '../../core/codec/foreign-character.ts';
export type { Handler, Report } from '../http/json.ts';
export type {
  Asked,
  CodeAccepted,
  CryptogramCells,
  Device,
  DeviceState,
  ImageKind,
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
export { createPageHandler } from '../http/page-handler.ts';
export type { PageHandlerOptions } from '../http/page-options.ts';
export type { ServiceHandlerOptions } from '../http/service-handler.ts';
export { createServiceHandler } from '../http/service-handler.ts';
