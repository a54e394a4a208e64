/**
 * Accepts the device code: form, tag, the one code that is accepted, and only then the slow
 * derivation (docs/protocol.md §3).
 */
import { equal, toHex } from '../core/codec/bytes.ts';
import type { ParsedDeviceCode } from '../protocol/device-code.ts';
import { checkDeviceCode } from '../protocol/device-code.ts';
import type { Context } from './context.ts';
import type { Instance, PendingInstance } from './instance.ts';
import { isPending } from './instance.ts';
import type { Outcome } from './outcome.ts';
import { malformed, refusal, wrongState } from './outcome.ts';
import type { DeviceCodeReason } from './reasons.ts';
import { sealSecondMessage } from './second-message.ts';
import { bindInstance, deviceCodeWrong } from './transitions.ts';
import { typedDeviceCode } from './typed-code.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

/** A device code that was accepted. */
export interface DeviceCodeAccepted {
  /** The second message, to be shown as an image or as text in place of the first. */
  readonly secondMessage: Uint8Array;
  /** The end of the activation, unchanged; seconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** See {@link Issuer.acceptDeviceCode}. */
export function acceptDeviceCode(
  context: Context,
  id: string,
  typed: string,
): Promise<Outcome<DeviceCodeAccepted, DeviceCodeReason>> {
  const code = typedDeviceCode(typed);
  return attempt<DeviceCodeAccepted, DeviceCodeReason>(context, id, async (instance, now) => {
    if (!isPending(instance)) return { outcome: wrongState(instance) };
    if (code === undefined) return { outcome: malformed(typed, 'base32', instance) };
    const { linkSecret, h1 } = instance.secrets;
    return (await checkDeviceCode(linkSecret, h1, code))
      ? acceptCode(context, instance, code)
      : wrongDeviceCode(instance, now);
  });
}

async function acceptCode(
  context: Context,
  instance: PendingInstance,
  { c9 }: ParsedDeviceCode,
): Promise<InstanceUpdate<DeviceCodeAccepted, DeviceCodeReason>> {
  if (instance.state === 'CODE_BOUND')
    return equal(instance.secrets.c9, c9)
      ? { outcome: toAccepted(instance, instance.secrets.secondMessage) }
      : { outcome: refusal('CODE_OTHER', instance) };
  const derived = await context.derivations.run(`${instance.id} ${toHex(c9)}`, () =>
    sealSecondMessage(context, instance, c9),
  );
  const row = bindInstance(instance, derived);
  return {
    outcome: toAccepted(row, derived.secondMessage),
    changes: [{ table: 'instances', row }],
  };
}

function wrongDeviceCode(
  instance: PendingInstance,
  now: number,
): InstanceUpdate<DeviceCodeAccepted, DeviceCodeReason> {
  const row = deviceCodeWrong(instance, now);
  return { outcome: refusal('CODE_WRONG', row), changes: [{ table: 'instances', row }] };
}

function toAccepted(
  { expiresAt }: Instance,
  secondMessage: Uint8Array,
): { readonly ok: true } & DeviceCodeAccepted {
  return { ok: true, secondMessage, expiresAt };
}
