/**
 * `<tessera-devices>`: the person's devices: their names and states, activating one again, revoking
 * it, and removing its account from the authenticator.
 */
import './device-list.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';

import { AskingConnection } from './asking-connection.ts';
import type { NewName } from './device-list.ts';
import { KitElement } from './kit-element.ts';
import { kitStyles } from './kit-styles.ts';
import type { Form } from './outcome-text.ts';
import { contactIn } from './outcome-text.ts';
import type { TesseraDevices } from './public.ts';
import { deviceStyles } from './styles/devices.ts';

@customElement('tessera-devices')
export class Devices extends KitElement implements TesseraDevices {
  static override styles = [...kitStyles, deviceStyles];

  readonly about = 'device';
  protected readonly forms: readonly Form[] = ['revoke', 'deactivation', 'rename', 'replacement'];

  /** Asks for the proof that a device gives, to activate it again. */
  async replace(device: string): Promise<void> {
    await this.site?.visit.idle();
    this.site?.changes.beginReplacement(device);
  }

  protected override content(): TemplateResult {
    const { devices, busy, deactivation, clockOffset, replacing, may } = this.view;
    const { connection } = this;
    const changes = connection instanceof AskingConnection ? connection.changes : undefined;
    return html`
      ${this.feedback()}
      <tessera-device-list
        .devices=${devices}
        .unknown=${this.unknown}
        .deactivation=${deactivation}
        .imageKind=${this.imageKind}
        .camera=${this.camera}
        .may=${may}
        .contact=${contactIn(this.t, this.site?.visit.options.contact)}
        .clockOffset=${clockOffset}
        .error=${this.errorOf(...this.forms)}
        .replacing=${replacing}
        .busy=${busy !== 'none'}
        @rename=${({ detail }: CustomEvent<NewName>) => changes?.rename(detail.device, detail.name)}
        @replacement-wanted=${(event: CustomEvent<string>) =>
          changes?.beginReplacement(event.detail)}
        @replacement-left=${() => changes?.leaveReplacement()}
        @replacement-code=${(event: CustomEvent<string>) => changes?.replace(event.detail)}
        @revoke=${(event: CustomEvent<string>) => changes?.revoke(event.detail)}
        @show-deactivation=${(event: CustomEvent<string>) =>
          changes?.showDeactivation(event.detail)}
        @hide-deactivation=${() => changes?.hideDeactivation()}
        @kind-chosen=${this.kindChosen}
      ></tessera-device-list>
    `;
  }
}
