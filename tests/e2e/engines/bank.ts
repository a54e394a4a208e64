/** A third party in the test's own process: the real issuer, and its real service on HTTP. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';

import { serve } from '@hono/node-server';

import { createServiceHandler } from '../../../src/issuer/http/service-handler.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createIssuer } from '../../../src/issuer/issuer.ts';
import { generateIssuerKey } from '../../../src/issuer/signing-key.ts';

export async function newIssuer(serviceUrl?: string): Promise<Issuer> {
  const key = await generateIssuerKey();
  return createIssuer({
    name: 'Northwind Bank',
    key,
    ...(serviceUrl !== undefined && { serviceUrl }),
  });
}

export interface Service {
  readonly issuer: Issuer;
  /** The languages that calls of the app named. */
  readonly languages: (string | null)[];
  close(): Promise<void>;
}

/** Serves an issuer at an origin, for the authenticator at another. */
export async function openService(origin: string, authenticator: string): Promise<Service> {
  const issuer = await newIssuer(`${origin}/service`);
  const handler = createServiceHandler({
    issuer,
    authenticators: [new URL(authenticator).origin],
  });
  const { port } = new URL(origin);
  const languages: (string | null)[] = [];
  const fetch = (request: Request) => {
    if (request.method !== 'OPTIONS') languages.push(request.headers.get('Accept-Language'));
    return handler(request);
  };
  const server = serve({ port: Number(port), hostname: '127.0.0.1', fetch }) as Server;
  return { issuer, languages, close: () => closed(server) };
}

/** A page of another site, to go to and return from. */
export async function openElsewhere(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="en"><title>Elsewhere</title><p>Elsewhere</p></html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return { url: `http://localhost:${address.port}/`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
