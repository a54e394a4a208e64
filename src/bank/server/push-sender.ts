/**
 * The bank's way to push services, where it has been given a contact; its VAPID keys are kept as
 * long as its accounts.
 */
import type { PushSender } from '../../issuer/push.ts';
import type { PushServiceAnswer, VapidKeys } from '../../issuer/web-push.ts';
import { createWebPush, generateVapidKeys } from '../../issuer/web-push.ts';
import type { Storage } from './storage.ts';

/**
 * Says on the console what a push service refused.
 * @throws TesseraError OUT_OF_RANGE for a contact that push services refuse
 */
export async function pushSender(
  { secret }: Pick<Storage, 'secret'>,
  contact: string | undefined,
): Promise<PushSender | undefined> {
  if (!contact) return undefined;
  const kept = await secret('vapid-keys', () =>
    Promise.resolve(new TextEncoder().encode(JSON.stringify(generateVapidKeys()))),
  );
  const keys = JSON.parse(new TextDecoder().decode(kept)) as VapidKeys;
  return createWebPush({ keys, subject: contact, onAnswer: tellRefusal });
}

/** A subscription that has ended (404, 410) is no failure. */
function tellRefusal({ service, status }: PushServiceAnswer): void {
  if (status === undefined) console.error(`Not notified: ${service} did not answer.`);
  else if (status >= 300 && status !== 404 && status !== 410)
    console.error(`Not notified: ${service} answered ${status}.`);
}
