/**
 * Module hooks (Node's `module.register`) for a runner that loads sources without Vite: the files
 * of @zxing/library are modules, and their imports leave out the ending, as for bundlers.
 */

const FILES = '@zxing/library/es2015/';

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, nextResolve) {
  const isOne =
    specifier.startsWith(FILES) ||
    (specifier.startsWith('.') && context.parentURL?.includes(`/${FILES}`));
  return nextResolve(isOne && !specifier.endsWith('.js') ? `${specifier}.js` : specifier, context);
}

/** @type {import('node:module').LoadHook} */
export function load(url, context, nextLoad) {
  return nextLoad(url, url.includes(`/${FILES}`) ? { ...context, format: 'module' } : context);
}
