/** The device code, to be typed into the page, with the time that the page gives. */
import '../components/code-display.ts';
import '../components/notice.ts';
import '../components/other-screen.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { At } from '../../core/activation/types.ts';
import { clockTime, formatDuration, formatMinutes, momentNear } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { TickController } from '../components/tick-controller.ts';
import { sentences } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sideways } from '../styles/sideways.ts';

const LOOK_ALIKE = 'look-alike';
/** Milliseconds before the page's time is over at which it is said. */
const LATE_MS = 60_000;

@customElement('tessera-device-code-screen')
export class DeviceCodeScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    sideways,
    css`
      .time {
        display: flex;
        align-items: center;
        gap: var(--s2);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      .over {
        text-align: center;
        text-wrap: balance;
        padding-inline: var(--s3);
      }
      .soon {
        text-wrap: balance;
        font-weight: 600;
      }
      .soon:empty {
        display: none;
      }
      /* It takes the place of what is said above the first button, which stays where it is. */
      .again {
        margin-block-start: calc(var(--s3) * -1);
        padding-inline: 0;
        align-self: start;
        text-align: start;
      }
      .intro .verified {
        color: var(--well);
        display: inline-flex;
        align-items: center;
        gap: var(--s1);
      }
    `,
  ];

  @property({ attribute: false }) state!: At<'device-code'>;
  #ticker = new TickController(this);
  /** Said once: an alert that changes each minute would be read out each minute. */
  readonly #seenAt = Date.now();

  override render(): TemplateResult {
    const { pending } = this.state;
    const isLate = this.#left <= LATE_MS;
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1" aria-describedby=${pending.lookAlike ? LOOK_ALIKE : nothing}>
          ${rich(t.device.title, { issuer: pending.issuerName })}
        </h1>
        ${
          pending.issuerVerified
            ? html`<p class="verified">${icon('check')}<span>${t.device.verified}</span></p>`
            : html`<p class="small">${t.device.claimed}</p>`
        }
        ${pending.joinsOthers ? html`<p class="small">${t.device.joins}</p>` : nothing}
      </div>
      ${pending.lookAlike === undefined ? nothing : this.#lookAlike(pending.lookAlike)}
      <tessera-code-display
        kind="device"
        code=${pending.deviceCode}
        .sentence=${t.device.spell}
        .copied=${this.view.copied}
        ?concealed=${this.view.concealed}
        >${this.#time()}</tessera-code-display
      >
      ${
        pending.clockMinutes === undefined || pending.madeAt === undefined
          ? nothing
          : this.#clock(pending.clockMinutes, pending.madeAt)
      }
      <p class="soon" role="status">${this.#soon()}</p>
      ${isLate ? this.#askAgain() : nothing}
      <tessera-other-screen kind="device"></tessera-other-screen>
      <div class="actions">
        ${isLate ? nothing : html`<p class="soft">${t.device.then}</p>`}
        <button
          data-action="scan-second"
          class="primary"
          type="button"
          @click=${this.on({ type: 'second-wanted' })}
        >
          ${icon('scan')}${t.device.scanSecond}
        </button>
      </div>
    </div>`;
  }

  /** Before the code, and read out with the heading, which has the focus. */
  #lookAlike(name: string): TemplateResult {
    return html`<tessera-notice mild id=${LOOK_ALIKE}>
      <p>${rich(t.device.lookAlike, { name })}</p>
    </tessera-notice>`;
  }

  #time(): TemplateResult {
    const left = this.#left;
    const { issuerName: issuer } = this.state.pending;
    if (left <= 0) return html`<p class="soft over">${rich(t.device.over, { issuer })}</p>`;
    return html`<p class="time" role="timer" aria-label=${this.#spoken(left)}>
      ${icon('clock')}<span>${t.device.left({ time: clockTime(left) })}</span>
    </p>`;
  }

  /** Milliseconds for which the page still waits. */
  get #left(): number {
    return this.state.pending.deadline - this.#ticker.now;
  }

  /** Said once, and once more when the time is over. */
  #soon() {
    if (this.#left > LATE_MS) return nothing;
    const { issuerName: issuer } = this.state.pending;
    return rich(this.#left > 0 ? t.device.soon : t.device.late, { issuer });
  }

  /**
   * The page alone can make another code: asking again is scanning that one. While the page may
   * still take this code, the person is asked before it is given up.
   */
  #askAgain(): TemplateResult {
    return html`<button
      data-action="ask-again"
      class="plain again"
      type="button"
      @click=${this.on({ type: this.#left > 0 ? 'stop-asked' : 'start-over-asked' })}
    >
      ${t.device.askAgain}
    </button>`;
  }

  #spoken(left: number): string {
    return t.device.leftLong({ time: formatDuration(left / 1000) });
  }

  #clock(off: number, madeAt: number): TemplateResult {
    const seems = (off > 0 ? t.device.old : t.device.early)({ span: formatMinutes(off) });
    const time = momentNear(this.#seenAt, madeAt);
    const made = t.device.made({ made: momentNear(madeAt, this.#seenAt) });
    return html`<tessera-notice
      mild
      code="EXPIRED"
      what=${t.device.clock({ time })}
      why=${sentences(seems, made)}
    ></tessera-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-device-code-screen': DeviceCodeScreen;
  }
}
