/** A page without a bundler: one connection for all elements, and what the site does by itself. */
import { pageConnection } from './page-kit/element.js';

const ELEMENTS = 'tessera-activation, tessera-code, tessera-devices, tessera-request';
const connection = pageConnection({ base: '/api', issuer: 'Northwind Bank', contact: 'the bank' });

for (const element of document.querySelectorAll(ELEMENTS)) element.connection = connection;

document.querySelector('#ask').addEventListener('click', () => {
  const device = connection.devices.find(({ state }) => state === 'ACTIVE');
  if (device) void connection.ask(device.id, { kind: 'login' });
});

document.addEventListener('tessera-decided', ({ detail: { state } }) => {
  if (state === 'APPROVED') document.querySelector('h1').textContent = 'You are signed in';
});
