/** Entry `@tessera-auth/issuer/web-push`: notifications. */
export { createWebPush, generateVapidKeys } from '../web-push.ts';
export type { Push, VapidKeys, WebPushOptions } from '../web-push.ts';
