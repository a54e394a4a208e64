/** Pictures and texts that are dropped on the page or pasted into it (HTML drag and drop, Clipboard API events). */

export interface Arrivals {
  onPicture(file: Blob): void;
  onText(text: string): void;
}

/** What is pasted into a field stays the field's. */
export function watchArrivals({ onPicture, onText }: Arrivals, signal: AbortSignal): void {
  const arrived = (data: DataTransfer | null): boolean => {
    const picture = [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (picture) onPicture(picture);
    const text = picture ? '' : (data?.getData('text/plain') ?? '');
    if (text.trim() !== '') onText(text);
    return picture !== undefined || text.trim() !== '';
  };
  addEventListener(
    'paste',
    (event) => {
      if (!isField(event) && arrived(event.clipboardData)) event.preventDefault();
    },
    { signal },
  );
  // Without this the browser would leave the app and show the file.
  addEventListener('dragover', (event) => !isField(event) && event.preventDefault(), { signal });
  addEventListener(
    'drop',
    (event) => {
      if (isField(event)) return;
      event.preventDefault();
      arrived(event.dataTransfer);
    },
    { signal },
  );
}

function isField(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
