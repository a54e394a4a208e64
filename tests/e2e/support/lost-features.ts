/** Features that older browsers lack, each as a script that takes it away before the app starts. */

/** A page of the app in a browser without the feature ends in one of these. */
type Ending =
  /** An activation by pasted text continues to the device code. */
  | { readonly is: 'works' }
  /** The app's own words for it. */
  | { readonly is: 'error'; readonly code: string }
  /** "… needs a newer browser", and what is missing. */
  | { readonly is: 'too-old'; readonly missing: string };

export interface LostFeature {
  readonly name: string;
  readonly take: () => void;
  readonly ending: Ending;
}

const works = { is: 'works' } as const;
const tooOld = (missing: string): Ending => ({ is: 'too-old', missing });

export const LOST_FEATURES: readonly LostFeature[] = [
  {
    name: 'service workers',
    take: () => void Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'),
    ending: works,
  },
  {
    name: 'IndexedDB',
    take: () => void Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
    ending: { is: 'error', code: 'STORAGE_BLOCKED' },
  },
  {
    name: 'Web Locks',
    take: () => void Reflect.deleteProperty(Navigator.prototype, 'locks'),
    ending: works,
  },
  {
    name: 'BroadcastChannel',
    take: () => void Reflect.deleteProperty(globalThis, 'BroadcastChannel'),
    ending: works,
  },
  {
    name: 'OffscreenCanvas',
    take: () => void Reflect.deleteProperty(globalThis, 'OffscreenCanvas'),
    ending: works,
  },
  {
    name: 'VideoFrame',
    take: () => void Reflect.deleteProperty(globalThis, 'VideoFrame'),
    ending: works,
  },
  {
    name: 'requestVideoFrameCallback',
    take: () =>
      void Reflect.deleteProperty(HTMLVideoElement.prototype, 'requestVideoFrameCallback'),
    ending: works,
  },
  {
    name: 'workers that are modules',
    take: () => {
      // As before Firefox 114: the option is not known, and the script is taken for a classic one.
      const Real = Worker;
      globalThis.Worker = function (url: string | URL) {
        return new Real(url);
      } as unknown as typeof Worker;
    },
    ending: works,
  },
  {
    name: 'workers',
    take: () => void Reflect.deleteProperty(globalThis, 'Worker'),
    ending: works,
  },
  {
    name: 'permissions',
    take: () => void Reflect.deleteProperty(Navigator.prototype, 'permissions'),
    ending: works,
  },
  {
    name: 'the clipboard',
    take: () => void Reflect.deleteProperty(Navigator.prototype, 'clipboard'),
    ending: works,
  },
  {
    name: 'wake locks',
    take: () => void Reflect.deleteProperty(Navigator.prototype, 'wakeLock'),
    ending: works,
  },
  {
    name: 'vibration',
    take: () => void Reflect.deleteProperty(Navigator.prototype, 'vibrate'),
    ending: works,
  },
  {
    name: 'the storage manager',
    take: () => void Reflect.deleteProperty(Navigator.prototype, 'storage'),
    ending: works,
  },
  {
    name: 'badges',
    take: () => {
      Reflect.deleteProperty(Navigator.prototype, 'setAppBadge');
      Reflect.deleteProperty(Navigator.prototype, 'clearAppBadge');
    },
    ending: works,
  },
  {
    name: 'WebAuthn',
    take: () => void Reflect.deleteProperty(globalThis, 'PublicKeyCredential'),
    ending: works,
  },
  {
    name: 'notifications',
    take: () => void Reflect.deleteProperty(globalThis, 'Notification'),
    ending: works,
  },
  {
    name: 'push',
    take: () => void Reflect.deleteProperty(globalThis, 'PushManager'),
    ending: works,
  },
  {
    name: 'Web Cryptography',
    take: () => void Reflect.deleteProperty(Crypto.prototype, 'subtle'),
    ending: tooOld('Web Cryptography'),
  },
  {
    name: 'structuredClone',
    take: () => void Reflect.deleteProperty(globalThis, 'structuredClone'),
    ending: tooOld('structuredClone'),
  },
  {
    name: 'custom elements',
    take: () => void Object.defineProperty(globalThis, 'customElements', { value: undefined }),
    ending: tooOld('custom elements'),
  },
  {
    name: 'shadow roots',
    take: () => void Reflect.deleteProperty(Element.prototype, 'attachShadow'),
    ending: tooOld('shadow roots'),
  },
  {
    name: 'adopted style sheets',
    take: () => {
      Reflect.deleteProperty(Document.prototype, 'adoptedStyleSheets');
      Reflect.deleteProperty(ShadowRoot.prototype, 'adoptedStyleSheets');
    },
    ending: tooOld('adopted style sheets'),
  },
  {
    name: 'AbortSignal.timeout',
    take: () => void Reflect.deleteProperty(AbortSignal, 'timeout'),
    ending: works,
  },
  {
    name: 'Array.prototype.at',
    take: () => void Reflect.deleteProperty(Array.prototype, 'at'),
    ending: tooOld('Array.prototype.at'),
  },
  {
    name: 'BigInt',
    take: () => void Reflect.deleteProperty(globalThis, 'BigInt'),
    ending: tooOld('BigInt'),
  },
  {
    name: 'modules',
    take: () => void Reflect.deleteProperty(HTMLScriptElement.prototype, 'noModule'),
    ending: tooOld('JavaScript modules'),
  },
];
