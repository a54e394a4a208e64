/** Hands a file to the person: by the system's sheet (Web Share), or as a download. */

/** Milliseconds that a browser may take to fetch a download from its address. */
const DOWNLOAD_MS = 60_000;

export interface FileSaving {
  /** Whether the browser says that it can share such a file. */
  readonly canShare: (file: File) => boolean;
  /**
   * Opens the system's sheet; call it from a tap. Resolves to false if the person closed it.
   * @throws DOMException where the system does not take the file
   */
  readonly share: (file: File) => Promise<boolean>;
  /** Starts a download, of which nothing is heard. */
  readonly download: (file: File) => void;
}

export const browserSaving: FileSaving = {
  canShare(file) {
    const { canShare } = navigator as Partial<Navigator>;
    return canShare?.call(navigator, { files: [file] }) === true;
  },
  async share(file) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return false;
      throw thrown;
    }
  },
  download(file) {
    const url = URL.createObjectURL(file);
    const link = document.createElement('a');
    link.href = url;
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS);
  },
};
