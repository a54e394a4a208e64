/** Renders what stands on the screen again when the language changes, wherever it is. */
import type { ReactiveElement } from 'lit';
import { LitElement } from 'lit';

const connected = new Set<ReactiveElement>();

/** Has every element that is made from here on follow: call it before the first one. */
export function followLanguage(): void {
  LitElement.addInitializer((element) =>
    element.addController({
      hostConnected: () => void connected.add(element),
      hostDisconnected: () => void connected.delete(element),
    }),
  );
}

/** Renders all of them again. */
export function languageChanged(): void {
  for (const element of connected) element.requestUpdate();
}
