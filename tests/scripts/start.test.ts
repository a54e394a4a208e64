/** What `npm start` makes of its environment: addresses, free ports, and the configuration. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { addresses, ensureFree } from '../../scripts/addresses.mjs';
import { contentSecurityPolicy, readConfig } from '../../scripts/build-config.ts';
import { hostsConfig, writeConfig } from '../../scripts/demonstration-config.mjs';
import { temporaryFolder } from '../issuer/stores-under-test.ts';

const USUAL = { authenticatorPort: 4173, bankPort: 4174 };
const SCHEMA = new URL('../../public/config.schema.json', import.meta.url);

describe('the addresses', () => {
  it('are this computer’s, on the usual ports or those that are named', () => {
    expect(addresses({ BANK_PORT: '5174', AUTHENTICATOR_PORT: '' }, USUAL)).toEqual({
      authenticator: { port: 4173, origin: 'http://localhost:4173' },
      bank: { port: 5174, origin: 'http://localhost:5174' },
    });
  });

  it('are those that lead here from elsewhere, as origins', () => {
    const environment = {
      AUTHENTICATOR_URL: 'https://auth.example/',
      BANK_URL: 'https://bank.example:8443/path',
    };
    expect(addresses(environment, USUAL)).toEqual({
      authenticator: { port: 4173, origin: 'https://auth.example' },
      bank: { port: 4174, origin: 'https://bank.example:8443' },
    });
  });

  it.each([
    [{ BANK_PORT: '0' }, 'BANK_PORT is not a port: 0'],
    [{ AUTHENTICATOR_PORT: '65536' }, 'AUTHENTICATOR_PORT is not a port: 65536'],
    [{ BANK_PORT: '41.5' }, 'BANK_PORT is not a port: 41.5'],
    [{ BANK_URL: 'http://192.168.0.7:4174' }, 'BANK_URL must be https'],
    [{ BANK_URL: 'bank.example' }, 'BANK_URL must be https'],
    [{ AUTHENTICATOR_URL: 'file:///tmp' }, 'AUTHENTICATOR_URL must be https'],
  ])('are refused in one sentence: %j', (environment, sentence) => {
    expect(() => addresses(environment, USUAL)).toThrow(sentence);
  });
});

describe('the ports', () => {
  const taken = createServer();
  afterAll(() => taken.close());

  it('are two that nobody else listens on', async () => {
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const both = (first: number, second: number) =>
      ensureFree({ authenticator: { port: first }, bank: { port: second } });
    await expect(both(port, 0)).rejects.toThrow(`Port ${port} is taken: set AUTHENTICATOR_PORT`);
    await expect(both(0, port)).rejects.toThrow(`Port ${port} is taken: set BANK_PORT`);
    await new Promise((resolve) => taken.close(resolve));
    await expect(both(port, port)).rejects.toThrow(`Port ${port} is taken: set BANK_PORT`);
    await expect(both(port, 0)).resolves.toBeUndefined();
  });
});

describe('the configuration', () => {
  const { folder, remove } = temporaryFolder();
  const own = join(folder, 'own.json');
  const written = join(folder, 'written', 'config.json');
  afterAll(remove);

  it('is the host’s, and the app may call the bank besides', () => {
    writeConfig(hostsConfig({}), written, 'http://localhost:5174');
    const shipped = readConfig(new URL('../../public/config.json', import.meta.url), SCHEMA);
    const config = readConfig(written, SCHEMA);
    expect(config).toEqual({ ...shipped, services: ['http://localhost:5174'] });
    expect(contentSecurityPolicy(config, 'meta')).toContain(
      "connect-src 'self' http://localhost:5174;",
    );
  });

  it('keeps the services and the mistakes of the one that TESSERA_CONFIG names', () => {
    const hosts = hostsConfig({ TESSERA_CONFIG: own });
    writeFileSync(own, JSON.stringify({ services: ['https://other.example'], pinLength: 3 }));
    writeConfig(hosts, written, 'https://bank.example');
    expect(JSON.parse(readFileSync(written, 'utf8'))).toEqual({
      services: ['https://other.example', 'https://bank.example'],
      pinLength: 3,
    });
    writeFileSync(own, JSON.stringify({ services: 'none' }));
    writeConfig(hosts, written, 'https://bank.example');
    expect(() => readConfig(written, SCHEMA)).toThrow(/services: It must be a list/);
  });

  it('is said to be unreadable where it is', () => {
    writeFileSync(own, '{');
    expect(() => writeConfig(own, written, 'https://bank.example')).toThrow('cannot be read');
    const missing = hostsConfig({ TESSERA_CONFIG: join(folder, 'missing.json') });
    expect(() => writeConfig(missing, written, 'https://bank.example')).toThrow('cannot be read');
  });
});
