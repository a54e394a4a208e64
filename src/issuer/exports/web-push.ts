/** Entry `@tessera-auth/issuer/web-push`: notifications. */
export type { PushPost, PushServiceAnswer, VapidKeys, WebPushOptions } from '../web-push.ts';
export { createWebPush, generateVapidKeys } from '../web-push.ts';
