/** A client of one WebDriver session (W3C WebDriver), over plain HTTP. */

export interface Session {
  readonly capabilities: Readonly<Record<string, unknown>>;
  /**
   * Sends a command; `path` follows the session's own. @throws Error with the driver's own code and
   * words
   */
  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
}

export interface SessionOptions {
  /** The driver's address. */
  readonly url: string;
  readonly capabilities: object;
}

/** The name by which an element is told (WebDriver, "web element identifier"). */
export const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const START_TIMEOUT_MS = 60_000;
const CALL_TIMEOUT_MS = 120_000;
const PAUSE_MS = 50;

/** Waits until the driver answers, and begins a session. @throws Error where it does not */
export async function openSession({ url, capabilities }: SessionOptions): Promise<Session> {
  await untilReady(url);
  const body = { capabilities: { alwaysMatch: capabilities } };
  const begun = (await call(`${url}/session`, 'POST', body)) as {
    readonly sessionId: string;
    readonly capabilities: Readonly<Record<string, unknown>>;
  };
  return {
    capabilities: begun.capabilities,
    send: (method, path, given) => call(`${url}/session/${begun.sessionId}${path}`, method, given),
  };
}

async function untilReady(url: string): Promise<void> {
  const end = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await call(`${url}/status`, 'GET');
      return;
    } catch (thrown) {
      if (Date.now() > end) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

async function call(url: string, method: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
  });
  const { value } = (await answer.json()) as { value: unknown };
  if (answer.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`WebDriver: ${error} ${message}`);
}
