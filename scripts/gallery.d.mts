export const GALLERY_PAGE: string;
export function buildGallery(outDir: string): Promise<void>;
export function serveGallery(): Promise<{ url: string; close: () => Promise<void> }>;
