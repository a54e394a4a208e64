/** The library's calls as the service makes them: by owner, by id or by serial number. */
import type { Begun } from '../issuer/begin.ts';
import type { ReplacementOptions, ReplacementProof } from '../issuer/begin-replacement.ts';
import type { DeviceRef, Owner, Page } from '../issuer/device-ref.ts';
import type { InstanceView } from '../issuer/inspect.ts';
import type { InstanceState } from '../issuer/instance.ts';
import type { Issuer } from '../issuer/issuer.ts';
import type { Outcome } from '../issuer/outcome.ts';
import type { Named } from '../issuer/rename.ts';
import type { Requested, RequestOptions } from '../issuer/request-options.ts';
import type { Ended } from '../issuer/revoke.ts';
import type { IssuerStore } from '../issuer/store.ts';
import type { OtpAccepted } from '../issuer/verify-otp.ts';

type Changed =
  | 'verifyOtp'
  | 'createRequest'
  | 'rename'
  | 'revoke'
  | 'unpause'
  | 'beginReplacement'
  | 'createDeactivation';

export interface ServiceIssuer extends Omit<Issuer, Changed> {
  verifyOtp(of: DeviceRef | Owner, typed: string): Promise<Outcome<OtpAccepted>>;
  createRequest(of: DeviceRef | Owner, options: RequestOptions): Promise<Outcome<Requested>>;
  devices(query: {
    owner?: string;
    state?: InstanceState;
    after?: string;
    limit?: number;
  }): Promise<Page<InstanceView>>;
  find(of: DeviceRef): Promise<InstanceView | undefined>;
  rename(of: DeviceRef, name: string): Promise<Outcome<Named>>;
  revoke(of: DeviceRef): Promise<Outcome<Ended>>;
  revokeAll(of: Owner): Promise<{ readonly revoked: number }>;
  unpause(of: DeviceRef): Promise<Outcome>;
  beginReplacement(
    of: DeviceRef,
    proof: ReplacementProof,
    options?: ReplacementOptions,
  ): Promise<Outcome<Begun>>;
  createDeactivation(of: DeviceRef): ReturnType<Issuer['createDeactivation']>;
}

/** The calls over an issuer that knows devices by id alone. */
export function serviceIssuer(issuer: Issuer, store: IssuerStore): ServiceIssuer {
  async function idOf(of: DeviceRef): Promise<string> {
    if (typeof of === 'string') return of;
    return (await store.instanceOf(of.serial))?.id ?? '';
  }
  const ended = ['REVOKED', 'REPLACED', 'EXPIRED', 'FAILED'];
  return {
    ...issuer,
    async verifyOtp(of, typed) {
      if (typeof of === 'object' && 'owner' in of) return issuer.verifyOtp(of, typed);
      return issuer.verifyOtp(await idOf(of), typed);
    },
    async createRequest(of, options) {
      if (typeof of === 'string' || 'serial' in of)
        return issuer.createRequest(await idOf(of), options);
      const active = (await issuer.list(of.owner)).filter(({ state }) => state === 'ACTIVE');
      const used = ({ usedAt, activatedAt = 0 }: InstanceView): number => usedAt ?? activatedAt;
      const [last] = active.sort((one, other) => used(other) - used(one));
      return issuer.createRequest(last?.id ?? '', options);
    },
    async devices({ limit = 50, ...query }) {
      const { items, ...next } = await store.devices({ ...query, limit });
      const views = await Promise.all(items.map(({ id }) => issuer.inspect(id)));
      return { items: views.flatMap((view) => view ?? []), ...next };
    },
    async find(of) {
      return issuer.inspect(await idOf(of));
    },
    rename: async (of, name) => issuer.rename(await idOf(of), name),
    revoke: async (of) => issuer.revoke(await idOf(of)),
    async revokeAll({ owner }) {
      const open = (await issuer.list(owner)).filter(({ state }) => !ended.includes(state));
      const outcomes = await Promise.all(open.map(({ id }) => issuer.revoke(id)));
      return { revoked: outcomes.filter(({ ok }) => ok).length };
    },
    unpause: async (of) => issuer.unpause(await idOf(of)),
    beginReplacement: async (of, proof, options) =>
      issuer.beginReplacement(await idOf(of), proof, options),
    createDeactivation: async (of) => issuer.createDeactivation(await idOf(of)),
  };
}
