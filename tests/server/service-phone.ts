/** Activates devices through the API, with the protocol's other side as the phone. */
import { readText } from '../../src/core/codec/message-text.ts';
import type { Account } from '../issuer/issuer-fixture.ts';
import { phone } from '../issuer/issuer-fixture.ts';
import type { CallOptions, ServiceFixture } from './service-fixture.ts';

export interface ActivatedDevice {
  readonly id: string;
  readonly serial: string;
  readonly account: Account;
}

interface Shown {
  readonly id: string;
  readonly serial: string;
  readonly text: string;
}

/** An activation up to the end. */
export async function activateDevice(
  { call }: Pick<ServiceFixture, 'call'>,
  owner: string,
  options: Pick<CallOptions, 'key'> = {},
): Promise<ActivatedDevice> {
  const path = `/v1/owners/${encodeURIComponent(owner)}/activations`;
  const first = await call<Shown>('POST', path, { body: {}, ...options });
  if (first.status !== 201) throw new Error(`not begun: ${JSON.stringify(first.body)}`);
  const { id, serial } = first.body;
  const holder = await phone(readText(first.body.text));
  const second = await call<Shown>('POST', `/v1/activations/${id}/device-code`, {
    body: { code: holder.deviceCode },
    ...options,
  });
  const account = await holder.scan(readText(second.body.text));
  const confirmed = await call('POST', `/v1/activations/${id}/activation-code`, {
    body: { code: account.activationCode },
    ...options,
  });
  if (confirmed.status !== 200) throw new Error(`not active: ${JSON.stringify(confirmed.body)}`);
  return { id, serial, account };
}
