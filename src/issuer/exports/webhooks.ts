/** Entry `@tessera-auth/issuer/webhooks`: events sent to a site's addresses. */
export type { DeliveryRow, EndpointRow } from '../rows/service-rows.ts';
export type { EndpointChange, EndpointOptions } from '../webhooks/endpoints.ts';
export {
  changeEndpoint,
  createEndpoint,
  removeEndpoint,
  retryDelivery,
} from '../webhooks/endpoints.ts';
export type { PostWebhook, ReceiverRules, WebhookPost } from '../webhooks/post.ts';
export type { WebhookSender, WebhookSenderOptions, WebhookTry } from '../webhooks/sender.ts';
export { createWebhookSender } from '../webhooks/sender.ts';
export type { WebhookHeaders } from '../webhooks/signature.ts';
export { generateWebhookSecret, isWebhookSecret, signWebhook } from '../webhooks/signature.ts';
