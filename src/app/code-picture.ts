/**
 * The picture of a code for the computer's camera: it follows the code on the screen, and is gone
 * when that code is, and after a minute.
 */
import type { ErrorCode } from '../core/errors.ts';
import { asTesseraError } from '../core/errors.ts';
import type { BitMatrix, CodeKind, CodePicture } from '../core/view.ts';
import { loadWithin } from '../platform/load-within.ts';
import type { CodeOnScreen } from './code-on-screen.ts';

/** Milliseconds for which a picture is shown: any camera in the room can read it. */
const SHOWN_MS = 60_000;

export interface CodePicturesContext {
  /** Returns the code of a kind that is on the screen. */
  readonly find: (kind: CodeKind) => CodeOnScreen | undefined;
  /** Called when the picture has changed by itself. */
  readonly changed: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface CodePictures {
  readonly view: CodePicture | undefined;
  /** **Hold it to the computer's camera**. */
  readonly open: (kind: CodeKind) => void;
  readonly close: () => void;
  /** Compares the picture with what is on the screen. */
  readonly follow: () => void;
}

interface Opened {
  readonly kind: CodeKind;
  readonly shown: CodeOnScreen;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly modules?: BitMatrix;
  readonly problem?: ErrorCode;
}

export function createCodePictures({ find, changed, now }: CodePicturesContext): CodePictures {
  let opened: Opened | undefined;

  /** The modules of the code before stay until these are made. */
  async function draw(drawn: Opened): Promise<void> {
    opened = drawn;
    const { kind, shown, timer, modules } = drawn;
    const made = await loadWithin(import('./code-modules.ts'))
      .then(async ({ codeModules }) => ({ modules: await codeModules(kind, shown) }))
      .catch((thrown: unknown) => ({ problem: asTesseraError(thrown).code }));
    if (opened !== drawn) return;
    opened = { kind, shown, timer, ...(modules && { modules }), ...made };
    changed();
  }

  function close(): void {
    clearTimeout(opened?.timer);
    opened = undefined;
  }

  function closeLate(): void {
    close();
    changed();
  }

  return {
    get view() {
      if (!opened) return undefined;
      const { kind, shown, modules, problem } = opened;
      const { issuerName } = shown;
      return { kind, issuerName, ...(modules && { modules }), ...(problem && { problem }) };
    },
    open(kind) {
      close();
      const shown = find(kind);
      if (shown) {
        const timer = setTimeout(closeLate, timeFor(shown, now()));
        void draw({ kind, shown, timer });
      }
      changed();
    },
    close() {
      close();
      changed();
    },
    follow() {
      if (!opened) return;
      const { kind, shown } = opened;
      const present = find(kind);
      if (!present || !isNext(shown, present, kind)) {
        close();
        return;
      }
      if (present.code !== shown.code) void draw({ ...opened, shown: present });
    },
  };
}

/** A code whose time was over when it was made is shown all the same: the clock may be wrong. */
function timeFor({ until }: CodeOnScreen, now: number): number {
  return until === undefined || until <= now ? SHOWN_MS : Math.min(SHOWN_MS, until - now);
}

/** Returns true for the same code, and for an account's next one-time password. */
function isNext(before: CodeOnScreen, present: CodeOnScreen, kind: CodeKind): boolean {
  return (
    before.activation === present.activation &&
    before.request === present.request &&
    (kind === 'otp' || before.code === present.code)
  );
}
