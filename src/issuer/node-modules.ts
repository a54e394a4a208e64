/** Modules of Node's, where there are any. */

// Looked up rather than imported, so that the library loads in runtimes without them.
const { process: host } = globalThis as { readonly process?: Partial<NodeJS.Process> };

/** A module by its name (`node:…`); undefined in runtimes without it. */
export const nodeModule: NodeJS.Process['getBuiltinModule'] | undefined =
  host?.getBuiltinModule?.bind(host);
