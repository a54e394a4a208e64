/** A third party that pushes for real: the issuer, its service, and its way to a push service. */
import { once } from 'node:events';
import type { Server } from 'node:http';

import { serve } from '@hono/node-server';

import { createServiceHandler } from '../../../src/issuer/http/service-handler.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createIssuer } from '../../../src/issuer/issuer.ts';
import type { PushOutcome } from '../../../src/issuer/push.ts';
import type { RequestOptions } from '../../../src/issuer/request-options.ts';
import { generateIssuerKey } from '../../../src/issuer/signing-key.ts';
import { createWebPush, generateVapidKeys } from '../../../src/issuer/web-push.ts';
import type { PushService } from './push-service.ts';

export interface SiteOptions {
  readonly name: string;
  readonly port: number;
  /** The authenticator's address. */
  readonly app: string;
  readonly service: Pick<PushService, 'post'>;
}

export interface Site {
  readonly issuer: Issuer;
  /** Whether an account's issuer has been given a subscription. */
  isSubscribed(account: string): Promise<boolean>;
  /** Asks the account something; resolves to the request's id, and what came of the push. */
  ask(account: string, options: RequestOptions): Promise<{ id: string; notified: PushOutcome }>;
  close(): Promise<void>;
}

export async function openSite({ name, port, app, service }: SiteOptions): Promise<Site> {
  const issuer = createIssuer({
    name,
    key: await generateIssuerKey(),
    serviceUrl: `http://localhost:${port}/service`,
    push: createWebPush({
      keys: generateVapidKeys(),
      subject: 'mailto:security@bank.example',
      post: service.post,
    }),
  });
  const handler = createServiceHandler({ issuer, authenticators: [new URL(app).origin] });
  const server = serve({ port, hostname: 'localhost', fetch: handler }) as Server;
  await once(server, 'listening');
  return {
    issuer,
    isSubscribed: async (account) => (await issuer.inspect(account))?.subscribed === true,
    async ask(account, options) {
      const asked = await issuer.createRequest(account, options);
      if (!asked.ok) throw new Error(`The issuer could not ask: ${asked.reason}`);
      return { id: asked.id, notified: await asked.notified };
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
