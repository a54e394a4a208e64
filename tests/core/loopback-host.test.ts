import { describe, expect, it } from 'vitest';

import { isLoopbackHost } from '../../src/core/loopback-host.ts';

describe('hosts of this computer', () => {
  it.each(['localhost', 'bank.localhost', '127.0.0.1', '127.8.9.10', '[::1]'])('%s', (host) => {
    expect(isLoopbackHost(new URL(`http://${host}:8080/`).hostname)).toBe(true);
  });

  it.each([
    'localhost.example',
    'notlocalhost',
    '127.0.0.1.example',
    'a127.0.0.1.example',
    '128.0.0.1',
    '[::2]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ])('not %s', (host) => {
    expect(isLoopbackHost(new URL(`http://${host}:8080/`).hostname)).toBe(false);
  });
});
