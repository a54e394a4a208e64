/** Keeps a draft's icons up with its logo and colour. */
import type { ConfigFinding } from '../core/config-rules.ts';
import type { IconGround } from './brand-icons.ts';
import { brandIcons, groundOf, iconSourceOf } from './brand-icons.ts';
import type { BrandFiles, Draft } from './draft.ts';

export interface IconPorts {
  readonly draft: () => Draft;
  /** Takes the brand's files with new icons. */
  readonly made: (files: BrandFiles) => void;
  readonly failed: (error: unknown) => void;
}

export class IconKeeper {
  readonly #ports: IconPorts;
  ground: IconGround = 'deep';
  /** What is unwise in the logo. */
  findings: readonly ConfigFinding[] = [];
  #source: string | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(ports: IconPorts) {
    this.#ports = ports;
  }

  /** Resolves when the icons are those of the draft. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** For a draft that was read: icons of its own stay as they are. */
  take(draft: Draft): Promise<void> {
    this.#work = this.#work.then(async () => {
      this.ground = await groundOf(draft).catch(() => 'kept' as const);
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
    if (source === undefined || source === this.#source) return;
    this.#source = source;
    try {
      const { files, findings } = await brandIcons(draft, this.ground);
      this.findings = findings;
      // Changed meanwhile: made again by the call that follows.
      if (iconSourceOf(this.#ports.draft(), this.ground) === source) this.#ports.made(files);
    } catch (error) {
      this.#ports.failed(error);
    }
  }
}
