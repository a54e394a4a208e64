/**
 * Options of Node for a process that lives for seconds: WebAssembly, as PGlite's, is compiled
 * quickly, and not optimized beside. That is half of what such a process computes.
 */
export const SHORT_LIVED = ['--liftoff-only'];
