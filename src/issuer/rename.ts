/** Names a device as its person does; the name stays at the site. */
import type { Context } from './context.ts';
import type { DeviceRef } from './device-ref.ts';
import type { Outcome } from './outcome.ts';
import { wrongState } from './outcome.ts';
import type { RenameReason } from './reasons.ts';
import { attempt } from './update-instance.ts';

/** What an instance is called. */
export interface Named {
  /** The name after the call. */
  readonly name: string;
}

/** See {@link Issuer.rename}. */
export function renameInstance(
  context: Context,
  of: DeviceRef,
  name: string,
): Promise<Outcome<Named, RenameReason>> {
  return attempt<Named, RenameReason>(context, of, (instance) => {
    if (instance.state === 'EXPIRED' || instance.state === 'FAILED')
      return { outcome: wrongState(instance) };
    const outcome = { ok: true, name } as const;
    if (instance.name === name) return { outcome };
    const row = { ...instance, version: instance.version + 1, name };
    return { outcome, changes: [{ table: 'instances', row }] };
  });
}
