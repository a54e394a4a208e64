/** The studio's page: a configuration as a form, and the app's screens as it makes them. */
import type { Look } from '../gallery/look.ts';

declare global {
  interface Window {
    /** The gallery's, in each frame (gallery/gallery.ts). */
    showIn(scene: string, look: Look): Promise<void>;
  }
}
