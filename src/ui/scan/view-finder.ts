/** Shows the camera's stream, with corners around the middle that go to a code that was found. */
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { html, LitElement, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { cornerTransforms, inScreenOrder, middleCorners, placesOf } from './finder-corners.ts';
import { finderStyles } from './view-finder-styles.ts';

@customElement('tessera-view-finder')
export class ViewFinder extends LitElement {
  static override styles = [base, buttons, finderStyles];

  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  /** Whether a code is being read. */
  @property({ type: Boolean }) reading = false;

  /** Whether a notice is shown beneath, so that the picture is smaller. */
  @property({ type: Boolean, reflect: true }) small = false;

  /** The video's size in its own pixels. */
  @state() protected size = { width: 0, height: 0 };
  /** The size of what it covers, in CSS pixels. */
  @state() protected box = { width: 0, height: 0 };
  @query('video') protected video!: HTMLVideoElement | null;
  @query('.finder') protected finder!: HTMLElement | null;

  readonly #measuring = new ResizeObserver(([entry]) => {
    if (entry) this.box = entry.contentRect;
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#measuring.disconnect();
    this.controls?.onVideo(undefined);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    this.firstUpdated();
    if (this.video && !this.video.paused) this.controls?.onVideo(this.video);
  }

  override firstUpdated(): void {
    if (this.finder) this.#measuring.observe(this.finder);
  }

  override render(): TemplateResult {
    const { camera } = this;
    return html`<div class="finder">
        <video
          playsinline
          autoplay
          .muted=${true}
          .srcObject=${live(camera?.stream ?? null)}
          aria-label=${t.scan.view}
          @playing=${this.#playing}
          @resize=${this.#measured}
        ></video>
        ${this.#outline()}
        ${camera?.stream ? nothing : html`<p class="starting">${t.scan.starting}</p>`}
        ${this.#tools()}
      </div>
      <p class="hint" role="status">
        ${this.reading ? t.scan.reading : camera?.stream ? this.#hint() : t.scan.allow}
      </p>`;
  }

  #hint(): string {
    const hint = this.camera?.hint;
    return hint ? t.scan[hint] : t.scan.looking;
  }

  #outline(): TemplateResult | typeof nothing {
    const { box, size } = this;
    if (box.width === 0) return nothing;
    const outline = size.width === 0 ? undefined : this.camera?.outline;
    const found = outline?.length === 4 ? inScreenOrder(placesOf(outline, size, box)) : undefined;
    const transforms = cornerTransforms(found ?? middleCorners(box));
    const points = found?.map(({ x, y }) => `${x},${y}`).join(' ');
    return html`<svg
      class="outline ${found || this.reading ? 'found' : ''}"
      aria-hidden="true"
      focusable="false"
    >
      ${points ? svg`<polygon points=${points} />` : nothing} ${transforms.map(corner)}
    </svg>`;
  }

  #tools() {
    const { camera } = this;
    if (!camera?.stream) return nothing;
    const { torch, zoom, devices = [], device } = camera;
    if (!torch && !zoom && devices.length < 2) return nothing;
    return html`<div class="tools">
      ${
        torch
          ? html`<button
              data-action="torch"
              type="button"
              aria-pressed=${torch === 'on'}
              aria-label=${torch === 'on' ? t.scan.torchOff : t.scan.torchOn}
              @click=${() => this.controls?.onCamera({ type: 'torch', on: torch === 'off' })}
            >
              ${icon('light')}
            </button>`
          : nothing
      }
      ${
        zoom
          ? html`<input
              type="range"
              aria-label=${t.scan.zoom}
              min=${zoom.min}
              max=${zoom.max}
              step=${zoom.step}
              .value=${live(String(zoom.value))}
              @input=${this.#zoomed}
            />`
          : nothing
      }
      ${
        devices.length > 1
          ? html`<select aria-label=${t.scan.camera} @change=${this.#switched}>
              ${devices.map(
                ({ id, label }, i) =>
                  html`<option value=${id} ?selected=${id === device}>
                    ${label || t.scan.cameraNumber({ n: String(i + 1) })}
                  </option>`,
              )}
            </select>`
          : nothing
      }
    </div>`;
  }

  #playing(event: Event): void {
    this.#measured();
    this.controls?.onVideo(event.target as HTMLVideoElement);
  }

  #measured(): void {
    if (this.video) this.size = { width: this.video.videoWidth, height: this.video.videoHeight };
  }

  #zoomed(event: Event): void {
    this.controls?.onCamera({
      type: 'zoom',
      value: Number((event.target as HTMLInputElement).value),
    });
  }

  #switched(event: Event): void {
    this.controls?.onCamera({ type: 'device', id: (event.target as HTMLSelectElement).value });
  }
}

/** By a property: the Content-Security-Policy allows no style attribute. */
function corner(transform: string): SVGTemplateResult {
  return svg`<path
    class="corner"
    d="M1 0H0V1"
    vector-effect="non-scaling-stroke"
    .style=${`transform: ${transform}`}
  />`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-view-finder': ViewFinder;
  }
}
