/** Installing to the home screen: what the browser offers, and which platform's words to use. */

interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

export interface Install {
  readonly offered: boolean;
  /** Shows the browser's own question; the offer is gone afterwards, whatever the answer. */
  ask(): Promise<void>;
}

/** Keeps the browser's offer until the person wants it. `onChange` is called when it comes or goes. */
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
      const now = offer;
      offer = undefined;
      await now?.prompt();
      onChange();
    },
  };
}

/** Whether the app runs from the home screen or as an app of its own. */
export function isInstalled(): boolean {
  const ios = 'standalone' in navigator && navigator.standalone === true;
  return (
    ios ||
    matchMedia('(display-mode: standalone), (display-mode: fullscreen), (display-mode: minimal-ui)')
      .matches
  );
}

/** The platform, by what it calls its authenticator; browsers give no better sign than the user agent. */
export function platform(): 'ios' | 'mac' | 'windows' | 'android' | 'other' {
  const agent = navigator.userAgent;
  // iPadOS calls itself a Mac, but a Mac has no touch screen.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1))
    return 'ios';
  if (/Macintosh/.test(agent)) return 'mac';
  if (/Windows/.test(agent)) return 'windows';
  if (/Android/.test(agent)) return 'android';
  return 'other';
}

/** The browser, by the words of its menus; each names itself before the engine that it stands on. */
export function browser():
  'safari' | 'chrome' | 'edge' | 'firefox' | 'samsung' | 'inside-another-app' | 'other' {
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
