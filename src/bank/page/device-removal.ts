/** The end of a device: revoked at the bank, and removed from the authenticator by an image. */
import type { Shown } from '../../issuer/http/page-api.ts';
import { call } from './api-client.ts';
import type { BankController } from './bank-controller.ts';
import { withFormError } from './state.ts';
import { t } from './strings.ts';

export class DeviceRemoval {
  readonly #visit: BankController;

  constructor(visit: BankController) {
    this.#visit = visit;
  }

  revoke(device: string): Promise<void> {
    return this.#visit.during('revoke', async () => {
      const answer = await call('POST', `devices/${device}/revoke`);
      if (!answer.ok) return withFormError('revoke', answer.problem);
      const serial = this.#visit.view.devices.find(({ id }) => id === device)?.serial ?? '';
      if (this.#visit.view.request?.device === device) this.#visit.become({ request: undefined });
      return {
        feedback: { about: 'device', name: 'revoked', text: t.devices.revoked({ serial }) },
      };
    });
  }

  showDeactivation(device: string): Promise<void> {
    return this.#visit.during('deactivation', async () => {
      const answer = await call<Shown>('POST', `devices/${device}/deactivation`);
      if (!answer.ok) return withFormError('deactivation', answer.problem);
      return { deactivation: { device, ...answer.value } };
    });
  }

  hideDeactivation(): void {
    this.#visit.become({ deactivation: undefined });
  }
}
