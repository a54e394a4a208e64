/** The state of the page: the draft, what is found in it, and how saving went. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { AppConfig } from '../core/app-config.ts';
import type { ConfigFinding } from '../core/config-rules.ts';
import type { SaveOutcome, StudioApi } from './api.ts';
import { packBrand, readBrand } from './archive.ts';
import { toBase64 } from './base64.ts';
import type { IconGround } from './brand-icons.ts';
import type { BrandFiles, Draft } from './draft.ts';
import { newDraft, shownConfig, withValue } from './draft.ts';
import type { ServerFindings } from './findings.ts';
import { findingsOf } from './findings.ts';
import { IconKeeper } from './icon-keeper.ts';
import { keepDraft, keptDraft } from './kept-draft.ts';
import type { Field, Json } from './schema.ts';
import { fieldsOf } from './schema.ts';
import { WORDS } from './words.ts';

/** After the last change the server is asked. */
const CHECK_AFTER_MS = 300;
/** As the server allows, too: one folder's name. */
const FOLDER_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

export interface Status {
  readonly text: string;
  readonly isProblem: boolean;
}

export class StudioSession implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #api: StudioApi;
  fields: readonly Field[] = [];
  brands: readonly string[] = [];
  draft: Draft = newDraft();
  /** The draft as the frames show it; none before the schema is here. */
  shown: AppConfig | undefined;
  isSaved = true;
  readonly icons = new IconKeeper({
    draft: () => this.draft,
    made: (files) => this.#withIcons(files),
    judged: () => this.#host.requestUpdate(),
  });
  status: Status = { text: '', isProblem: false };
  #server: ServerFindings | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  constructor(host: ReactiveControllerHost, api: StudioApi) {
    this.#host = host;
    this.#api = api;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeunload', this.#leaving);
    void this.#start();
  }

  hostDisconnected(): void {
    removeEventListener('beforeunload', this.#leaving);
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  get findings(): readonly ConfigFinding[] {
    if (!this.shown) return [];
    return [...findingsOf(this.draft.config, this.shown, this.#server), ...this.icons.findings];
  }

  setValue(path: readonly (string | number)[], value: Json | undefined): void {
    this.#edit({ ...this.draft, config: withValue(this.draft.config, path, value) });
  }

  setGround(ground: IconGround): void {
    this.icons.ground = ground;
    this.#edit(this.draft);
  }

  setName(name: string): void {
    const { version: _, ...draft } = this.draft;
    this.#edit({ ...draft, name });
  }

  /** Puts a picture into the folder, in the place of the one that the key names now. */
  async setPicture(path: readonly (string | number)[], picture: File | undefined): Promise<void> {
    const key = path.join('-');
    const file = picture && `${key}.${picture.type === 'image/png' ? 'png' : 'svg'}`;
    const content = picture && toBase64(new Uint8Array(await picture.arrayBuffer()));
    const { config } = this.draft;
    const old = config[key];
    const { [typeof old === 'string' ? old : '']: _, ...others } = this.draft.files;
    const files =
      file !== undefined && content !== undefined ? { ...others, [file]: content } : others;
    this.#edit({ ...this.draft, config: withValue(config, path, file), files });
  }

  startNew(): void {
    this.#take(newDraft(), true);
    this.#say('');
  }

  async open(name: string): Promise<void> {
    try {
      this.#take(await this.#api.brand(name), true);
      this.#say(WORDS.brand.opened(name));
    } catch (error) {
      this.#say(reasonOf(error), true);
    }
  }

  /** Reads config.json or an archive; the folder's name stays, unless there is none. */
  async read(file: File): Promise<void> {
    const brand = readBrand(new Uint8Array(await file.arrayBuffer()));
    if (!brand) {
      this.#say(WORDS.brand.unreadable(file.name), true);
      return;
    }
    const [base = ''] = file.name.split('.');
    const named = FOLDER_NAME.test(base) && base !== 'config' ? base : '';
    this.#take({ name: this.draft.name || named, ...brand }, false);
    this.#say(WORDS.brand.opened(file.name));
  }

  /** Returns a brand as the frames show it, to compare. */
  async other(name: string): Promise<{ readonly config: AppConfig; readonly draft: Draft }> {
    const draft = await this.#api.brand(name);
    return { config: shownConfig(draft.config, this.fields, undefined), draft };
  }

  /** @returns whether the folder has a name, which saving needs */
  async save(): Promise<boolean> {
    if (!FOLDER_NAME.test(this.draft.name)) {
      this.#say(WORDS.brand.needsName, true);
      return false;
    }
    this.#say(WORDS.brand.saving);
    await this.icons.settled();
    const { draft } = this;
    try {
      this.#saved(draft, await this.#api.save(draft));
    } catch (error) {
      this.#say(reasonOf(error), true);
    }
    return true;
  }

  /** Returns the folder as an archive and what to call it. */
  pack(): { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } {
    const name = FOLDER_NAME.test(this.draft.name) ? this.draft.name : 'brand';
    this.#say(WORDS.brand.downloaded);
    return { name: `${name}.zip`, bytes: packBrand({ ...this.draft, name }) };
  }

  readonly #leaving = (event: BeforeUnloadEvent): void => {
    if (!this.isSaved) event.preventDefault();
  };

  async #start(): Promise<void> {
    try {
      const [schema, brands] = await Promise.all([this.#api.schema(), this.#api.brands()]);
      this.fields = fieldsOf(schema);
      this.brands = brands;
      const kept = keptDraft();
      const [only] = brands;
      if (kept) this.#take(kept.draft, kept.isSaved);
      else if (only !== undefined && brands.length === 1) await this.open(only);
      else this.#take(this.draft, true);
    } catch (error) {
      this.#say(reasonOf(error), true);
    }
  }

  #take(draft: Draft, isSaved: boolean): void {
    this.#server = undefined;
    this.shown = undefined;
    void this.icons.take(draft);
    this.#edit(draft, isSaved);
  }

  #edit(draft: Draft, isSaved = false): void {
    this.draft = draft;
    this.isSaved = isSaved;
    this.shown = shownConfig(draft.config, this.fields, this.shown);
    keepDraft({ draft, isSaved });
    this.#say(isSaved ? '' : WORDS.brand.unsaved);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), CHECK_AFTER_MS);
    void this.icons.follow();
  }

  /** Only the files change: whether all is saved is as before. */
  #withIcons(made: BrandFiles): void {
    this.draft = { ...this.draft, files: made };
    keepDraft({ draft: this.draft, isSaved: this.isSaved });
    this.#host.requestUpdate();
  }

  async #check(): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    const { shown } = this;
    const { config: of } = this.draft;
    try {
      const findings = await this.#api.check(of, asked.signal);
      if (shown) this.#server = { of, shown, findings };
      this.#host.requestUpdate();
    } catch (error) {
      // Aborted: a later change is asked about.
      if (!asked.signal.aborted) this.#say(reasonOf(error), true);
    }
  }

  #saved(draft: Draft, outcome: SaveOutcome): void {
    switch (outcome.is) {
      case 'saved':
        return this.#keep(draft, outcome);
      case 'refused':
        if (this.shown)
          this.#server = { of: draft.config, shown: this.shown, findings: outcome.findings };
        return this.#say(WORDS.brand.refused, true);
      case 'changed':
        this.draft = withVersion(this.draft, outcome.version);
        return this.#say(WORDS.brand.changed, true);
      case 'failed':
        return this.#say(WORDS.brand.failed(outcome.why), true);
    }
  }

  #keep(draft: Draft, { paths, version }: Extract<SaveOutcome, { is: 'saved' }>): void {
    // What was typed meanwhile is not saved.
    this.isSaved = this.draft === draft;
    this.draft = withVersion(this.draft, version);
    this.brands = [...new Set([...this.brands, draft.name])].sort();
    keepDraft({ draft: this.draft, isSaved: this.isSaved });
    this.#say(this.isSaved ? WORDS.brand.savedFiles(paths.length) : WORDS.brand.unsaved);
  }

  #say(text: string, isProblem = false): void {
    this.status = { text, isProblem };
    this.#host.requestUpdate();
  }
}

function withVersion({ version: _, ...draft }: Draft, version: string | undefined): Draft {
  return version === undefined ? draft : { ...draft, version };
}

/** A call that nobody answers is a TypeError (Fetch, §5.6). */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return WORDS.brand.offline;
  return error instanceof Error ? error.message : String(error);
}
