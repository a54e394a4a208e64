/**
 * What a person does with a device at the site: names it, activates it again, revokes it, and
 * removes its account from the authenticator by an image.
 */
import type { PageActivation, Shown } from '../issuer/http/page-api.ts';
import { StartingOver } from './starting-over.ts';
import { withFormError } from './visit-state.ts';
import type { Words } from './words.ts';

export class DeviceChanges extends StartingOver {
  rename(device: string, name: string): Promise<void> {
    return this.visit.during('rename', async () => {
      const answer = await this.visit.options.calls.call('PATCH', `devices/${device}`, { name });
      if (!answer.ok) return withFormError('rename', answer.problem);
      return {
        feedback: {
          about: 'device',
          name: 'renamed',
          text: (t: Words) => t.devices.renamed({ name }),
        },
      };
    });
  }

  leaveReplacement(): void {
    this.visit.become({ replacing: undefined, error: undefined });
  }

  replace(oneTimePassword: string): Promise<void> {
    const { replacing: device = '' } = this.visit.view;
    return this.visit.during('replacement', async () => {
      const path = `devices/${device}/replacement`;
      const answer = await this.visit.options.calls.call<PageActivation>('POST', path, {
        oneTimePassword,
      });
      if (!answer.ok)
        return withFormError('replacement', answer.problem, this.visit.view.clockOffset);
      const stage = { at: 'pending', activation: answer.value } as const;
      this.visit.become({ stage, replacing: undefined });
      return undefined;
    });
  }

  revoke(device: string): Promise<void> {
    return this.visit.during('revoke', async () => {
      const answer = await this.visit.options.calls.call('POST', `devices/${device}/revoke`);
      if (!answer.ok) return withFormError('revoke', answer.problem);
      const serial = this.visit.view.devices.find(({ id }) => id === device)?.serial ?? '';
      if (this.visit.view.request?.device === device) this.visit.become({ request: undefined });
      return {
        feedback: {
          about: 'device',
          name: 'revoked',
          text: (t: Words) => t.devices.revoked({ serial }),
        },
      };
    });
  }

  showDeactivation(device: string): Promise<void> {
    return this.visit.during('deactivation', async () => {
      const answer = await this.visit.options.calls.call<Shown>(
        'POST',
        `devices/${device}/deactivation`,
      );
      if (!answer.ok) return withFormError('deactivation', answer.problem);
      return { deactivation: { device, ...answer.value } };
    });
  }

  hideDeactivation(): void {
    this.visit.become({ deactivation: undefined });
  }
}
