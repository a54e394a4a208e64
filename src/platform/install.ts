/** Installing on the home screen: the browser's offer, and the platform whose words to use. */

interface InstallPrompt extends Event {
  readonly prompt: () => Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

export interface Install {
  readonly offered: boolean;
  /** Shows the browser's prompt; the offer ends with it, whatever the person answers. */
  readonly ask: () => Promise<void>;
}

/**
 * Keeps the browser's offer for a later tap. `onChange` is called when it comes and when it ends.
 */
export function watchInstall(onChange: () => void): Install {
  let offer: InstallPrompt | undefined;
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as InstallPrompt;
    onChange();
  });
  window.addEventListener('appinstalled', () => {
    offer = undefined;
    onChange();
  });
  return {
    get offered() {
      return offer !== undefined;
    },
    async ask() {
      const accepted = offer;
      offer = undefined;
      await accepted?.prompt();
      onChange();
    },
  };
}

/** Returns true if the app runs from the home screen or in a window of its own. */
export function isInstalled(): boolean {
  const ios = 'standalone' in navigator && navigator.standalone === true;
  return (
    ios ||
    matchMedia('(display-mode: standalone), (display-mode: fullscreen), (display-mode: minimal-ui)')
      .matches
  );
}

/**
 * Returns the platform, by what it calls its authenticator; browsers tell it by the user agent
 * alone.
 */
export function detectPlatform(): 'ios' | 'mac' | 'windows' | 'android' | 'other' {
  const agent = navigator.userAgent;
  // iPadOS says Macintosh, but a Mac has no touch screen.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1))
    return 'ios';
  if (/Macintosh/.test(agent)) return 'mac';
  if (/Windows/.test(agent)) return 'windows';
  if (/Android/.test(agent)) return 'android';
  return 'other';
}

/** Returns the browser, by the words of its menus; each names itself before its engine. */
export function detectBrowser():
  | 'safari'
  | 'chrome'
  | 'edge'
  | 'firefox'
  | 'samsung'
  | 'inside-another-app'
  | 'other' {
  const agent = navigator.userAgent;
  if (/FBAN|FBAV|Instagram|Line\/|GSA\/|; wv\)/.test(agent)) return 'inside-another-app';
  if (/EdgiOS|EdgA?\//.test(agent)) return 'edge';
  if (/FxiOS|Firefox/.test(agent)) return 'firefox';
  if (/SamsungBrowser/.test(agent)) return 'samsung';
  if (/OPR\/|OPT\/|OPiOS|Ddg\/|DuckDuckGo|Brave|YaBrowser|Vivaldi/.test(agent)) return 'other';
  if (/CriOS|Chrome/.test(agent)) return 'chrome';
  if (/Version\/.*Safari\//.test(agent)) return 'safari';
  // A page inside another app on iOS is WebKit without Safari's name.
  return /AppleWebKit/.test(agent) ? 'inside-another-app' : 'other';
}
