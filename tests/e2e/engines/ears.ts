/** A script before the app's that records every error in the page, kept over reloads of the tab. */

/** Self-contained: its text is served as a script. */
export function listen(): void {
  const keep = (said: string): void => {
    const heard = JSON.parse(sessionStorage.getItem('heard') ?? '[]') as string[];
    sessionStorage.setItem('heard', JSON.stringify([...heard, said]));
  };
  addEventListener('error', ({ message, filename, lineno }) => {
    keep(`error: ${message} ${filename}:${lineno}`);
  });
  addEventListener('unhandledrejection', ({ reason }) => {
    keep(`unhandled rejection: ${String(reason)}`);
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    keep(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
  });
  const { error } = console;
  console.error = (...said: unknown[]) => {
    keep(`console: ${said.map(String).join(' ')}`);
    error.apply(console, said);
  };
}
