/** Reads from the environment where the demonstration is reached; Node alone. */

import { createServer } from 'node:net';

/** What the authenticator's policy may name (public/config.schema.json, `services`). */
const SECURE = /^(https:\/\/[a-z0-9.-]+(:\d+)?|http:\/\/localhost(:\d+)?)$/;

/**
 * Gives the port and the origin of authenticator and bank: AUTHENTICATOR_PORT and BANK_PORT, or the
 * given ones; AUTHENTICATOR_URL and BANK_URL where another address leads there.
 * @throws Error with a sentence for whoever started the demonstration
 */
export function addresses(environment, { authenticatorPort, bankPort }) {
  const at = (name, usual) => {
    const port = portIn(environment, `${name}_PORT`, usual);
    return { port, origin: originIn(environment, `${name}_URL`, `http://localhost:${port}`) };
  };
  return { authenticator: at('AUTHENTICATOR', authenticatorPort), bank: at('BANK', bankPort) };
}

/**
 * Reads a port, or the usual one.
 * @throws Error with a sentence
 */
export function portIn(environment, name, usual) {
  const value = environment[name] || String(usual);
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${name} is not a port: ${value}`);
}

function originIn(environment, name, usual) {
  const value = environment[name] || usual;
  const { origin } = URL.canParse(value) ? new URL(value) : { origin: '' };
  if (SECURE.test(origin)) return origin;
  throw new Error(`${name} must be https://… or http://localhost:…, not ${value}`);
}

/**
 * Listens on both ports for a moment.
 * @throws Error with a sentence where one is taken, or may not be used
 */
export async function ensureFree({ authenticator, bank }) {
  const first = await listen('AUTHENTICATOR_PORT', authenticator.port);
  try {
    const second = await listen('BANK_PORT', bank.port);
    await closed(second);
  } finally {
    await closed(first);
  }
}

function listen(name, port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code, message }) =>
      reject(
        new Error(
          code === 'EADDRINUSE'
            ? `Port ${port} is taken: set ${name} to another one.`
            : `Port ${port} cannot be used: ${message}`,
        ),
      ),
    );
    probe.listen(port, '127.0.0.1', () => resolve(probe));
  });
}

function closed(probe) {
  return new Promise((resolve) => probe.close(resolve));
}
