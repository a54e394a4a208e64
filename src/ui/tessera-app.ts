/** The root element: takes a snapshot, and shows the one screen that it means. */
import './home/home-screen.ts';
import './components/busy-screen.ts';

import type { TemplateResult } from 'lit';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { Action } from '../core/action.ts';
import type { CameraCommand, CameraView } from '../core/camera-view.ts';
import { isPictureShown } from '../core/navigation/after-pin.ts';
import type { Support } from '../core/support.ts';
import type { View } from '../core/view.ts';
import { t } from '../i18n/strings.ts';
import { backFrom } from './back.ts';
import { reloadButton } from './components/missing-part.ts';
import { plainScreen } from './components/plain-screen.ts';
import { ActionEvent, PictureEvent } from './components/screen.ts';
import { HistoryGuard } from './history-guard.ts';
import type { ChunkState } from './lazy-chunks.ts';
import { fetchAgainAfterRestore } from './lazy-chunks.ts';
import { loaded } from './lazy-screens.ts';
import { screenOf, transferStep } from './screens.ts';
import { base, page } from './styles/base.ts';
import { buttons } from './styles/buttons.ts';
import { shell } from './styles/shell.ts';
import { tokens } from './styles/tokens.ts';

@customElement('tessera-app')
export class TesseraApp extends LitElement {
  static override styles = [tokens, base, buttons, page, shell];

  @property({ attribute: false }) view: View | undefined;
  @property({ attribute: false }) act: (action: Action) => void = () => undefined;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) onVideo: (video: HTMLVideoElement | undefined) => void = () =>
    undefined;
  @property({ attribute: false }) onPicture: (file: Blob) => void = () => undefined;
  @property({ attribute: false }) support: Support | undefined;
  @property({ attribute: false }) onCamera: (command: CameraCommand) => void = () => undefined;

  @state() protected arrived = 0;
  readonly #wide = matchMedia('(min-width: 64rem)');
  #lastOtp = '';
  #key = '';
  readonly #guard = new HistoryGuard(() => this.#back());
  readonly #controls = {
    onVideo: (video: HTMLVideoElement | undefined) => this.onVideo(video),
    onCamera: (command: CameraCommand) => this.onCamera(command),
  };

  constructor() {
    super();
    this.addEventListener(ActionEvent.type, (event) => this.act(event.action));
    this.addEventListener(PictureEvent.type, (event) => this.onPicture(event.file));
    // By name: the event's class is loaded with the elements that send it.
    this.addEventListener('tessera-support', (event) => (event.support = this.support));
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // An open dialog closes itself.
    if (event.composedPath().some((target) => target instanceof HTMLDialogElement)) return;
    // Otherwise the same key would close the question that it opens.
    event.preventDefault();
    this.#back();
  };

  readonly #resized = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#wide.addEventListener('change', this.#resized);
    addEventListener('keydown', this.#pressed);
    addEventListener('pageshow', this.#restored);
    this.#guard.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#wide.removeEventListener('change', this.#resized);
    removeEventListener('keydown', this.#pressed);
    removeEventListener('pageshow', this.#restored);
    this.#guard.disconnect();
  }

  override willUpdate(): void {
    const route = this.view?.navigation.route;
    if (route?.at === 'otp') this.#lastOtp = route.account;
  }

  override updated(): void {
    if (!this.view) return;
    const { route } = this.view.navigation;
    if (route.at !== 'starting') this.#guard.set(backFrom(this.view) !== 'leave');
    const key = this.#placeOf(this.view);
    if (key !== this.#key) {
      scrollTo(0, 0);
      this.renderRoot.querySelector('h1')?.focus({ preventScroll: true });
    }
    this.#key = key;
  }

  override render(): TemplateResult {
    return html`${this.#wide.matches ? this.#wall() : nothing}
      <main>
        <div role="status">${this.view ? this.#yourPicture(this.view) : nothing}</div>
        ${this.view ? this.#screen(this.view) : nothing}
      </main>
      ${this.view && this.#incoming(this.view)} ${this.view && this.#codePicture(this.view)}`;
  }

  readonly #restored = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted) return;
    fetchAgainAfterRestore();
    this.requestUpdate();
  };

  /** Renders the dialog about a code that came from outside, over the screen. */
  #incoming(view: View): TemplateResult | typeof nothing {
    if (view.incoming === undefined && view.choices.length === 0) return nothing;
    return loaded('incoming', () => (this.arrived += 1)) === 'here'
      ? html`<tessera-incoming-dialog .view=${view}></tessera-incoming-dialog>`
      : nothing;
  }

  /** Renders a code's picture over the screen. */
  #codePicture(view: View): TemplateResult | typeof nothing {
    return this.#picture(view) === 'here'
      ? html`<tessera-code-picture .view=${view}></tessera-code-picture>`
      : nothing;
  }

  /** The state of the overlay for a code's picture; nothing where none is wanted. */
  #picture({ codePicture }: View): ChunkState | undefined {
    return codePicture && loaded('code-picture', () => (this.arrived += 1));
  }

  /** Renders the screen, or a wait until its group is loaded. */
  #screen(view: View): TemplateResult {
    if (this.#picture(view) === 'missing') return this.#missing();
    const { group, step, screen } = screenOf(view, {
      camera: this.camera,
      controls: this.#controls,
      lastOtp: this.#lastOtp,
    });
    const state = group ? loaded(group, () => (this.arrived += 1)) : 'here';
    if (state === 'here') return screen();
    return state === 'coming'
      ? html`<tessera-busy-screen
          data-step=${step}
          .view=${view}
          text=${t.app.wait}
        ></tessera-busy-screen>`
      : this.#missing();
  }

  /** Renders the wall beside the app, on wide screens. */
  #wall(): TemplateResult {
    import('./mosaic/hero.ts').catch(() => undefined);
    return html`<div class="wall" aria-hidden="true">
      <tessera-hero class="wall" width="480" height="900" emblem="190"></tessera-hero>
      <p>${this.view?.about.name ?? nothing}</p>
    </div>`;
  }

  /** Shown for a group that could not be fetched: offline before the precache was filled. */
  #missing(): TemplateResult {
    return html`<div class="missing" data-step="unusable">
      ${plainScreen({
        title: t.app.missing,
        text: t.app.missingText,
        actions: reloadButton('primary'),
      })}
    </div>`;
  }

  /** Renders the picture of the PIN that has just unlocked, above the screen that follows. */
  #yourPicture({ navigation, activation, concealed }: View): TemplateResult | typeof nothing {
    const { route, lock } = navigation;
    if (lock.is !== 'unlocked' || concealed || !isPictureShown(navigation, activation))
      return nothing;
    import('./components/your-picture.ts').catch(() => undefined);
    return html`<tessera-your-picture
      .picture=${lock.picture}
      ?said=${route.at === 'otp'}
    ></tessera-your-picture>`;
  }

  /** Names the screen: Home is the same one whether a card is open there or not. */
  #placeOf(view: View): string {
    const { navigation, activation } = view;
    const { route } = navigation;
    if (route.at === 'wizard') return `wizard ${activation.step}`;
    if (route.at === 'transfer') return transferStep(view);
    return route.at === 'otp' ? 'home' : route.at;
  }

  #back(): void {
    if (!this.view) return;
    const action = backFrom(this.view);
    if (typeof action !== 'string') this.act(action);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-app': TesseraApp;
  }
}
