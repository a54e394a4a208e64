/** A picture that another app shared with this one (Web Share Target): handed over by the service worker, kept by nobody. */

const PATIENCE = 10_000;

/** The picture that the service worker holds for this page; undefined where it holds none any more. */
export function takeSharedPicture(): Promise<Blob | undefined> {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(undefined), PATIENCE);
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      clearTimeout(timer);
      port1.close();
      resolve(data instanceof Blob ? data : undefined);
    };
    worker.postMessage({ type: 'TAKE_SHARED_PICTURE' }, [port2]);
  });
}
