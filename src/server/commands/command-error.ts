/** What is wrong with a command, in a sentence for whoever gave it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
