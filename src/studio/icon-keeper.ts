/** Keeps a draft's icons up with its logo and colour. */
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
import { ICON_PATHS } from './icon-drawing.ts';
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
  ground: IconGround = 'deep';
  /** What is unwise in the logo. */
  findings: readonly ConfigFinding[] = [];
  /** The icons that were read. */
  #own: BrandFiles = {};
  /** What those belong to. */
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

  /** For a draft that was read: its icons stay as they are while logo, colour and ground do. */
  take(draft: Draft): Promise<void> {
    this.#work = this.#work.then(async () => {
      this.ground = await groundOf(draft).catch(() => 'kept' as const);
      this.findings = [];
      this.#own = filesOf(draft, 'icons');
      this.#ownSource = iconSourceOf(draft, this.ground);
      this.#source = undefined;
    });
    return this.follow();
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
    if (this.ground === 'kept') return isEmpty(own) ? filesOf(draft, 'icons') : own;
    if (source !== this.#ownSource) return brandIcons(draft, this.ground);
    if (ICON_PATHS.every((path) => path in own)) return own;
    return { ...(await brandIcons(draft, this.ground)), ...own };
  }
}

function isEmpty(files: BrandFiles): boolean {
  return Object.keys(files).length === 0;
}
