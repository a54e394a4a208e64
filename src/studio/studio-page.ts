/** The studio: the form at the left, the screens at the right, the bar above both. */
import './brand-form.ts';
import './screen-strip.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';

import type { AppConfig } from '../core/app-config.ts';
import { offeredLanguages } from '../i18n/languages.ts';
import { createApi } from './api.ts';
import { pictureAddress } from './draft.ts';
import { ValueEvent } from './field-element.ts';
import { PictureEvent } from './fields/picture-field.ts';
import { acceptFiles } from './file-drop.ts';
import { GroundEvent } from './icon-panel.ts';
import type { OpenDialog, Wanted } from './open-dialog.ts';
import { OpenEvent } from './open-dialog.ts';
import type { Viewing } from './screens-bar.ts';
import { ViewingEvent } from './screens-bar.ts';
import { segments } from './segments.ts';
import { shownBrands } from './shown-brands.ts';
import { shotsOf, STRIPS } from './strips.ts';
import type { Command, StudioBar } from './studio-bar.ts';
import { CommandEvent, NameEvent } from './studio-bar.ts';
import type { OtherBrand } from './studio-session.ts';
import { StudioSession } from './studio-session.ts';
import { segmentStyles, shared } from './styles.ts';
import { WORDS } from './words.ts';

/** In a narrow window one of the two is shown. */
type Pane = 'form' | 'screens';

@customElement('studio-page')
export class StudioPage extends LitElement {
  static override styles = [
    ...shared,
    segmentStyles,
    css`
      header {
        padding: 0.6rem 1.25rem;
        border-block-end: 1px solid var(--line);
        background: var(--surface);
      }
      .panes {
        padding: 0.75rem 1.25rem 0;
      }
      .form,
      .screens {
        padding: 1rem 1.25rem 3rem;
      }
      .screens {
        background: var(--stage);
      }
      .screens-bar {
        padding-block-end: 1rem;
      }
      .count {
        margin-block-end: 0.75rem;
      }
      @media (max-width: 59.99em) {
        [data-pane='form'] .screens,
        [data-pane='screens'] .form {
          display: none;
        }
      }
      @media (min-width: 60em) {
        .panes {
          display: none;
        }
        header {
          position: sticky;
          inset-block-start: 0;
          z-index: 2;
        }
        .both {
          display: grid;
          grid-template-columns: minmax(min(24rem, 40vw), 26rem) 1fr;
          align-items: start;
        }
        .form {
          position: sticky;
          inset-block-start: var(--bar, 3.6rem);
          max-block-size: calc(100dvh - var(--bar, 3.6rem));
          overflow: auto;
          border-inline-end: 1px solid var(--line);
        }
        .screens {
          min-block-size: calc(100dvh - var(--bar, 3.6rem));
          padding-block-start: 0;
        }
        .screens-bar {
          position: sticky;
          inset-block-start: var(--bar, 3.6rem);
          z-index: 1;
          margin-inline: -1.25rem;
          margin-block-end: 1.25rem;
          padding: 0.75rem 1.25rem;
          border-block-end: 1px solid var(--line);
          background: var(--stage);
        }
      }
    `,
  ];

  readonly #session = new StudioSession(this, createApi(tokenOf(document)));
  @state() protected viewing: Viewing = {
    strip: 'activation',
    scheme: 'light',
    width: 390,
    language: 'en',
    textSize: 1,
    filter: '',
    compare: '',
  };
  @state() protected other: OtherBrand | undefined;
  @state() protected pane: Pane = 'form';
  @query('open-dialog') protected readonly dialog!: OpenDialog;
  @query('studio-bar') protected readonly bar!: StudioBar;

  constructor() {
    super();
    this.addEventListener(ValueEvent.type, ({ path, value }) =>
      this.#session.setValue(path, value),
    );
    this.addEventListener(
      PictureEvent.type,
      ({ path, file }) => void this.#session.setPicture(path, file),
    );
    this.addEventListener(GroundEvent.type, ({ ground }) => this.#session.setGround(ground));
    this.addEventListener(NameEvent.type, ({ name }) => this.#session.setName(name));
    this.addEventListener(CommandEvent.type, ({ command }) => void this.#do(command));
    this.addEventListener(ViewingEvent.type, ({ change }) => void this.#view(change));
    acceptFiles(this, (file) => this.#dropped(file));
    this.addEventListener(OpenEvent.type, ({ wanted }) => void this.#open(wanted));
  }

  override render(): TemplateResult {
    const { draft, brands, isSaved, status, shown } = this.#session;
    return html`<header>
        <studio-bar
          .name=${draft.name}
          .status=${status.text}
          ?is-problem=${status.isProblem}
        ></studio-bar>
      </header>
      <div class="panes">
        ${segments<Pane>({
          name: 'pane',
          legend: WORDS.panes.label,
          options: [
            ['form', WORDS.panes.form],
            ['screens', WORDS.panes.screens],
          ],
          chosen: this.pane,
          choose: (pane) => (this.pane = pane),
        })}
      </div>
      <main class="both" data-pane=${this.pane}>
        <section class="form" aria-label=${WORDS.form.heading}>
          <brand-form
            .fields=${this.#session.fields}
            .config=${draft.config}
            .findings=${this.#session.findings}
            ?judged=${this.#session.isJudged}
            .ground=${this.#session.icons.ground}
            .pictureOf=${this.#pictureOf()}
          ></brand-form>
        </section>
        ${shown ? this.#screens(shown) : nothing}
      </main>
      <open-dialog .brands=${brands} ?unsaved=${!isSaved}></open-dialog>`;
  }

  #screens(shown: AppConfig): TemplateResult {
    const { strip, filter, width, compare } = this.viewing;
    const shots = shotsOf(strip, filter);
    const { draft } = this.#session;
    const brands = shownBrands({ config: shown, draft }, this.other, this.viewing);
    return html`<section class="screens" aria-label=${WORDS.screens.heading}>
      <div class="screens-bar">
        <screens-bar
          .viewing=${this.viewing}
          .offered=${offeredLanguages(shown)}
          .brands=${this.#session.brands}
        ></screens-bar>
      </div>
      <h2 class="for-voice">${STRIPS[strip].label}${compare ? `, ${compare}` : ''}</h2>
      ${
        strip === 'all'
          ? html`<p role="status" class="count soft">${WORDS.screens.found(shots.length)}</p>`
          : nothing
      }
      <screen-strip .shots=${shots} .brands=${brands} .width=${width}></screen-strip>
    </section>`;
  }

  /** A new function with new files, so that the form shows them. */
  #pictureOf(): (file: string) => string | undefined {
    const { files } = this.#session.draft;
    return (file) => pictureAddress(files, file);
  }

  async #view(change: Partial<Viewing>): Promise<void> {
    this.viewing = { ...this.viewing, ...change };
    const { compare } = change;
    if (compare !== undefined) await this.#compare(compare);
  }

  async #compare(compare: string): Promise<void> {
    const other = compare === '' ? undefined : await this.#session.other(compare);
    // Another may have been chosen meanwhile.
    if (this.viewing.compare === compare) this.other = other;
  }

  async #do(command: Command): Promise<void> {
    switch (command) {
      case 'open':
        this.dialog.show();
        await this.#session.listBrands();
        break;
      case 'download':
        await this.#download();
        break;
      case 'save':
        if (!(await this.#session.save())) this.bar.focusName();
        await this.#compare(this.viewing.compare);
    }
  }

  async #download(): Promise<void> {
    const { name, bytes } = await this.#session.pack();
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  }

  async #open(wanted: Wanted): Promise<void> {
    switch (wanted.is) {
      case 'brand':
        await this.#session.open(wanted.name);
        break;
      case 'new':
        this.#session.startNew();
        break;
      case 'file':
        await this.#session.read(wanted.file);
    }
  }

  #dropped(file: File): void {
    const mayReplace = () => this.#session.isSaved || confirm(WORDS.brand.replace(file.name));
    if (!/\.(json|zip)$/i.test(file.name)) this.#session.say(WORDS.brand.notOne(file.name), true);
    else if (mayReplace()) void this.#session.read(file);
  }
}

function tokenOf(page: Document): string {
  return page.querySelector<HTMLMetaElement>('meta[name="studio-token"]')?.content ?? '';
}
