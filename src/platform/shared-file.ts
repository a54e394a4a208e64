/** A picture or file that another app shared with this one (Web Share Target). */
import { within } from './within.ts';

/** Milliseconds for the worker, which may have to be started. */
const SHARE_TIMEOUT_MS = 10_000;

/** Takes what was shared over from the service worker; undefined where there is nothing. */
export async function takeSharedFile(): Promise<Blob | undefined> {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return undefined;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<unknown>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    worker.postMessage({ type: 'TAKE_SHARED_PICTURE' }, [port2]);
  });
  const file = await within(SHARE_TIMEOUT_MS, answer, () => undefined);
  port1.close();
  return file instanceof Blob ? file : undefined;
}
