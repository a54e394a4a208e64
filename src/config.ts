/** The host's configuration, which the build reads, checks and defines as a constant. */
import type { AppConfig } from './core/app-config.ts';

/** Put in place by the build (vite.config.ts). */
declare const __CONFIG__: AppConfig;
declare const __VERSION__: string;

export const config: AppConfig = __CONFIG__;
export const version: string = __VERSION__;
