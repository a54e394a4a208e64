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
