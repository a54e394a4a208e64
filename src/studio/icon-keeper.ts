/**
 * Keeps a draft's icons up with its logo and colour, once the person has put a logo or chosen a
 * ground; until then the folder's are its icons, or those of public/ where it has none.
 */
import type { ConfigFinding } from '../core/config-rules.ts';
import type { IconGround } from './brand-icons.ts';
import {
  brandIcons,
  filesOf,
  groundOf,
  iconSourceOf,
  isLogoMissing,
  judgeLogo,
} from './brand-icons.ts';
import type { BrandFiles, Draft } from './draft.ts';
import { ICON_PATHS } from './icon-paths.js';
import { WORDS } from './words.ts';

export interface IconPorts {
  readonly draft: () => Draft;
  /** Takes the brand's files with new icons. */
  readonly made: (files: BrandFiles) => void;
  /** The findings are others now. */
  readonly judged: () => void;
}

export class IconKeeper {
  readonly #ports: IconPorts;
  ground: IconGround = 'kept';
  /** What is unwise in the logo. */
  findings: readonly ConfigFinding[] = [];
  /** The folder's icons: those that were read or saved last. */
  #own: BrandFiles = {};
  /** What those were made from. */
  #ownSource: string | undefined;
  #source: string | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(ports: IconPorts) {
    this.#ports = ports;
  }

  /** Resolves when the icons are those of the draft. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** Returns the folder's icons where the draft has others. */
  replacedIn(draft: Draft): BrandFiles | undefined {
    const icons = filesOf(draft, 'icons');
    const isSame = ICON_PATHS.every((path) => icons[path] === this.#own[path]);
    return isSame ? undefined : this.#own;
  }

  /**
   * For a draft that was read: its icons stay as they are while logo, colour and ground do.
   * @param replaced the folder's icons where the draft has others, as one that was kept may
   */
  take(draft: Draft, replaced?: BrandFiles): Promise<void> {
    this.#work = this.#work.then(async () => {
      this.ground = await groundOf(draft).catch(() => 'kept' as const);
      this.findings = [];
      this.saved(draft, this.ground);
      if (replaced) [this.#own, this.#ownSource] = [replaced, undefined];
      this.#source = undefined;
    });
    return this.follow();
  }

  /** The draft's icons, made on a ground, are the folder's now. */
  saved(draft: Draft, ground: IconGround): void {
    this.#own = filesOf(draft, 'icons');
    this.#ownSource = iconSourceOf(draft, ground);
  }

  /** The logo was put or taken away: of a folder without icons, these come and go with it. */
  logoChanged(isThere: boolean): void {
    if (Object.keys(this.#own).length > 0) return;
    if (!isThere) this.ground = 'kept';
    else if (this.ground === 'kept') this.ground = 'deep';
  }

  /** Makes the icons again where the draft has another logo or colour, or the ground is another. */
  follow(): Promise<void> {
    this.#work = this.#work.then(() => this.#make());
    return this.#work;
  }

  async #make(): Promise<void> {
    const draft = this.#ports.draft();
    const source = iconSourceOf(draft, this.ground);
    if (isLogoMissing(draft)) this.findings = [];
    if (source === undefined || source === this.#source) return;
    this.#source = source;
    try {
      this.findings = await judgeLogo(draft, this.ground);
      this.#ports.judged();
      const icons = await this.#iconsOf(draft, source);
      // Changed meanwhile: made again by the call that follows.
      if (iconSourceOf(this.#ports.draft(), this.ground) !== source) return;
      this.#ports.made({ ...filesOf(this.#ports.draft(), 'others'), ...icons });
    } catch (error) {
      this.#source = undefined;
      this.findings = [{ path: 'logo', level: 'error', text: WORDS.icons.failed(error) }];
      this.#ports.judged();
    }
  }

  /** The files that were read are the brand's, even where this browser would make others. */
  async #iconsOf(draft: Draft, source: string): Promise<BrandFiles> {
    const own = this.#own;
    if (this.ground === 'kept') return own;
    if (source !== this.#ownSource) return brandIcons(draft, this.ground);
    if (ICON_PATHS.every((path) => path in own)) return own;
    return { ...(await brandIcons(draft, this.ground)), ...own };
  }
}
