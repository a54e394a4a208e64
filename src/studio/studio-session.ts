/** The state of the page: the draft, what is found in it, and how saving went. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { AppConfig } from '../core/app-config.ts';
import type { ConfigFinding } from '../core/config-rules.ts';
import type { SaveOutcome, StudioApi } from './api.ts';
import { whyOf } from './api.ts';
import { brandFilesOf, MAX_BRAND_BYTES, packBrand, readBrand } from './archive.ts';
import type { IconGround } from './brand-icons.ts';
import { MAX_LOGO_BYTES } from './brand-icons.ts';
import type { Base, BrandFiles, Draft } from './draft.ts';
import { baseOf, newDraft, shownConfig, withBase, withPicture, withValue } from './draft.ts';
import { findingsOf } from './findings.ts';
import { draftOf, isFolderName, nameOf } from './folder-name.ts';
import { IconKeeper } from './icon-keeper.ts';
import { keepDraft, keptDraft } from './kept-draft.ts';
import type { Field, Json, JsonObject } from './schema.ts';
import { fieldsOf } from './schema.ts';
import { ServerCheck } from './server-check.ts';
import { WORDS } from './words.ts';

export interface Status {
  readonly text: string;
  readonly isProblem: boolean;
}

export interface OtherBrand {
  readonly config: AppConfig;
  readonly draft: Draft;
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
  /** Found in the way of the last save: one more replaces it. */
  #inTheWay: Base | undefined;
  #isSaving = false;
  readonly #check: ServerCheck;

  constructor(host: ReactiveControllerHost, api: StudioApi) {
    this.#host = host;
    this.#api = api;
    this.#check = new ServerCheck(api, {
      config: () => this.draft.config,
      shown: () => this.shown,
      answered: () => this.#host.requestUpdate(),
      failed: (error) => this.say(whyOf(error), true),
    });
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeunload', this.#leaving);
    void this.#start();
  }

  hostDisconnected(): void {
    removeEventListener('beforeunload', this.#leaving);
    this.#check.stop();
  }

  get findings(): readonly ConfigFinding[] {
    if (!this.shown) return [];
    return [
      ...findingsOf(this.draft.config, this.shown, this.#check.found),
      ...this.icons.findings,
    ];
  }

  setValue(path: readonly (string | number)[], value: Json | undefined): void {
    this.#edit({ ...this.draft, config: withValue(this.draft.config, path, value) });
  }

  setGround(ground: IconGround): void {
    this.icons.ground = ground;
    this.#edit(this.draft);
  }

  setName(name: string): void {
    this.#edit({ ...this.draft, name });
  }

  /** Whether the server has judged the configuration. */
  get isJudged(): boolean {
    return this.#check.found !== undefined;
  }

  /** Puts a picture into the folder, in the place of the one that the key names now. */
  async setPicture(path: readonly (string | number)[], picture: File | undefined): Promise<void> {
    if (picture && picture.size > MAX_LOGO_BYTES) {
      this.say(WORDS.logo.tooLarge, true);
      return;
    }
    const draft = await withPicture(this.draft, path, picture);
    this.icons.logoChanged(picture !== undefined);
    this.#edit(draft);
  }

  startNew(): void {
    this.#take(newDraft(), true);
    this.say('');
  }

  async open(name: string): Promise<void> {
    try {
      this.#take(await this.#api.brand(name), true);
      this.say(WORDS.brand.opened(name));
    } catch (error) {
      this.say(whyOf(error), true);
    }
  }

  /** Reads an archive, or config.json for the folder that is open. */
  async read(file: File): Promise<void> {
    const isSmall = file.size <= MAX_BRAND_BYTES;
    const brand = isSmall ? readBrand(new Uint8Array(await file.arrayBuffer())) : undefined;
    if (!brand) {
      this.say(WORDS.brand.unreadable(file.name), true);
      return;
    }
    if (brand.files) this.#take(draftOf(brand, file.name), false);
    else this.#replaceConfig(brand.config, file.name);
    this.say(WORDS.brand.opened(file.name));
  }

  #replaceConfig(config: JsonObject, file: string): void {
    this.#check.forget();
    this.shown = undefined;
    const files = brandFilesOf(config, this.draft.files);
    const name = this.draft.name || nameOf(file);
    this.#edit({ ...this.draft, name, config, files });
  }

  /** Returns a brand as the frames show it, to compare; undefined where it cannot be read. */
  async other(name: string): Promise<OtherBrand | undefined> {
    try {
      const draft = await this.#api.brand(name);
      return { config: shownConfig(draft.config, this.fields, undefined), draft };
    } catch (error) {
      this.say(whyOf(error), true);
      return undefined;
    }
  }

  /** Reads the names of the brands again: folders may have been added. */
  async listBrands(): Promise<void> {
    try {
      this.brands = await this.#api.brands();
      this.#host.requestUpdate();
    } catch (error) {
      this.say(whyOf(error), true);
    }
  }

  /** @returns whether the folder has a name, which saving needs */
  async save(): Promise<boolean> {
    if (!isFolderName(this.draft.name)) {
      this.say(WORDS.brand.needsName, true);
      return false;
    }
    if (this.#isSaving) return true;
    this.#isSaving = true;
    try {
      await this.#save();
    } catch (error) {
      this.say(whyOf(error), true);
    } finally {
      this.#isSaving = false;
    }
    return true;
  }

  async #save(): Promise<void> {
    this.say(WORDS.brand.saving);
    await this.icons.settled();
    if (this.icons.findings.some(({ level }) => level === 'error')) {
      this.say(WORDS.brand.refused, true);
      return;
    }
    const [draft, ground] = [this.draft, this.icons.ground];
    const over = [this.#inTheWay, draft.base].find((each) => each?.name === draft.name);
    const outcome = await this.#api.save(draft, over);
    if (outcome.is === 'saved') this.icons.saved(draft, ground);
    this.#saved(draft, over, outcome);
  }

  /** Returns the folder as an archive and what to call it. */
  async pack(): Promise<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
    await this.icons.settled();
    const name = isFolderName(this.draft.name) ? this.draft.name : 'brand';
    this.say(WORDS.brand.downloaded);
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
      if (kept && !kept.isSaved) {
        this.#take(kept.draft, false, kept.replaced);
        return;
      }
      // What is saved is read again: the files may have changed.
      const last = brands.includes(kept?.draft.name ?? '') ? kept?.draft.name : undefined;
      const only = !kept && brands.length === 1 ? brands[0] : undefined;
      const name = last ?? only;
      if (name === undefined) this.#take(this.draft, true);
      else await this.open(name);
    } catch (error) {
      this.say(whyOf(error), true);
    }
  }

  #take(draft: Draft, isSaved: boolean, replaced?: BrandFiles): void {
    this.#inTheWay = undefined;
    this.#check.forget();
    this.shown = undefined;
    void this.icons.take(draft, replaced);
    this.#show(draft, isSaved);
    // Not before: one that the page fails at would come back at each reload.
    void this.icons.settled().then(() => this.#keepDraft());
  }

  #edit(draft: Draft): void {
    this.#show(draft, false);
    this.#keepDraft();
  }

  #keepDraft(): void {
    const { draft, isSaved } = this;
    const replaced = this.icons.replacedIn(draft);
    if (!keepDraft({ draft, isSaved, replaced }) && !isSaved) this.say(WORDS.brand.notKept, true);
  }

  #show(draft: Draft, isSaved: boolean): void {
    this.draft = draft;
    this.isSaved = isSaved;
    this.shown = shownConfig(draft.config, this.fields, this.shown);
    this.say(isSaved ? '' : WORDS.brand.unsaved);
    this.#check.later();
    void this.icons.follow();
  }

  /** Only the files change: whether all is saved is as before. */
  #withIcons(made: BrandFiles): void {
    this.draft = { ...this.draft, files: made };
    this.#keepDraft();
    this.#host.requestUpdate();
  }

  #saved(draft: Draft, over: Base | undefined, outcome: SaveOutcome): void {
    switch (outcome.is) {
      case 'saved':
        return this.#keep(draft, outcome);
      case 'refused':
        if (this.shown)
          this.#check.found = { of: draft.config, shown: this.shown, findings: outcome.findings };
        return this.say(WORDS.brand.refused, true);
      case 'changed':
        this.#inTheWay = baseOf(draft, outcome.version);
        return this.say(over ? WORDS.brand.changed : WORDS.brand.taken(draft.name), true);
      case 'failed':
        return this.say(WORDS.brand.failed(outcome.why), true);
    }
  }

  #keep(draft: Draft, { paths, version }: Extract<SaveOutcome, { is: 'saved' }>): void {
    // What was typed meanwhile is not saved.
    this.isSaved = this.draft === draft;
    this.draft = withBase(this.draft, baseOf(draft, version));
    this.#inTheWay = undefined;
    this.brands = [...new Set([...this.brands, draft.name])].sort();
    this.#keepDraft();
    this.say(this.isSaved ? WORDS.brand.savedFiles(paths.length) : WORDS.brand.unsaved);
  }

  /** Shows a sentence in the bar. */
  say(text: string, isProblem = false): void {
    this.status = { text, isProblem };
    this.#host.requestUpdate();
  }
}
