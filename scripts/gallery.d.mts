export interface Served {
  readonly url: string;
  close(): void;
}

export function serveBuiltGallery(folder: string): Promise<Served>;
export function serveGallery(): Promise<Served>;
