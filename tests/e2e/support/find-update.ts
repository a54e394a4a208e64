/**
 * Runs in the page once a newer version is published: looks until it is found. A look that was
 * under way, as after each navigation, finds the version before, and the next one gets its answer.
 * @throws {Error} where none is found
 */
export async function findUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  for (let looks = 0; looks < 20; looks++) {
    if (registration.installing ?? registration.waiting) return;
    await registration.update();
  }
  throw new Error('There is no newer version.');
}
