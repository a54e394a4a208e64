/** A switch (WAI-ARIA, role `switch`): the whole row is the target. Its host has `switchStyles`. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

export interface SwitchOptions {
  /** What `data-action` says. */
  readonly action: string;
  readonly label: string;
  readonly on: boolean;
  /** It is being turned: a tap does nothing. */
  readonly busy?: boolean;
  /** The id of what explains it. */
  readonly describedBy?: string;
  /** Before the label. */
  readonly image?: TemplateResult;
  readonly turn: () => void;
}

export function switchButton(options: SwitchOptions): TemplateResult {
  const { action, label, on, busy, describedBy, image, turn } = options;
  return html`<button
    data-action=${action}
    class="switch"
    type="button"
    role="switch"
    aria-checked=${on}
    aria-disabled=${busy ?? nothing}
    aria-describedby=${describedBy ?? nothing}
    @click=${busy ? nothing : turn}
  >
    ${image ?? nothing}<span class="grow">${label}</span>
    <span class="track" aria-hidden="true"><span class="knob"></span></span>
  </button>`;
}
