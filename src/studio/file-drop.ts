/** Files dropped anywhere on the page, where no part of it has taken them. */
export function acceptFiles(page: HTMLElement, take: (file: File) => void): void {
  // Without it the browser would open what is dropped.
  page.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  page.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (event.defaultPrevented || !file) return;
    event.preventDefault();
    take(file);
  });
}
