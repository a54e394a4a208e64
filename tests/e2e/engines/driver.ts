/** The driver port: what a test does with one page of one browser, for each engine alike. */

/** Values that a page takes and returns (RFC 8259). */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface Driver {
  /** The engine's version, as it names itself. */
  readonly version: string;
  /** What the browser complains of: uncaught errors, the console's, a page that crashed. */
  readonly complaints: string[];
  /** Leads the page to an address; resolves when it is loaded. */
  goto(url: string): Promise<void>;
  /** Loads the page again, as the person's own Reload. */
  reload(): Promise<void>;
  /**
   * Runs a function in the page. It must be self-contained: its text is sent, with arguments as
   * JSON.
   * @throws Error where the page goes away meanwhile, or the function throws
   */
  run<A extends readonly Json[], R>(script: (...given: A) => R, ...given: A): Promise<Awaited<R>>;
  /** Presses and releases at a place of the window, in CSS pixels, as the person's own tap. */
  tap(x: number, y: number): Promise<void>;
  /** Types into what has the focus, key by key. */
  type(text: string): Promise<void>;
  /** Gives a file to the field that the function finds. */
  setFile(find: () => HTMLInputElement | undefined, path: string): Promise<void>;
  /** What the window shows, as a PNG file. */
  screenshot(): Promise<Uint8Array>;
  /** Ends the browser at once, as a system does; its profile stays. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface DriverOptions {
  /** The folder of the browser's profile. */
  readonly profile: string;
  /** Whether things move on the screen: drawing that in software costs most of a walk. */
  readonly motion: boolean;
}

/** The window of a small phone, in CSS pixels. */
export const WINDOW = { width: 390, height: 780 } as const;
