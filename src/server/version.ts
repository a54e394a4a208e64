/** The version of this build, as package.json says. */
declare const __VERSION__: string;

export const VERSION: string = __VERSION__;
