/** A page handler under test, called as a page calls it. */
import type { Problem } from '../../src/issuer/http/page-api.ts';
import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import type { PageHandlerOptions } from '../../src/issuer/http/page-options.ts';

/** How a call is made beside its path. */
interface CallOptions {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface PageFixture {
  readonly handler: ReturnType<typeof createPageHandler>;
  /** What the handler reported. */
  readonly reported: unknown[];
  /** Makes `POST devices/…/revoke` and the like. */
  readonly call: <T = object>(
    name: string,
    options?: CallOptions,
  ) => Promise<{ status: number; headers: Headers; body: T & Problem }>;
}

export function createPageFixture(options: PageHandlerOptions): PageFixture {
  const reported: unknown[] = [];
  const handler = createPageHandler({ report: (thrown) => reported.push(thrown), ...options });
  return {
    handler,
    reported,
    async call<T>(name: string, { body, headers, signal }: CallOptions = {}) {
      const [method = '', path = ''] = name.split(' ');
      const response = await handler(
        new Request(`https://site.example/api/${path}`, {
          method,
          headers: { 'Content-Type': 'application/json', ...headers },
          ...(body && { body: JSON.stringify(body) }),
          ...(signal && { signal }),
        }),
      );
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
      const said = (isJson ? JSON.parse(text) : {}) as T & Problem;
      return { status: response.status, headers: response.headers, body: said };
    },
  };
}
