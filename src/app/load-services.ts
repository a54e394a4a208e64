/** The boundary at which the services are loaded, and what they get of the app. */
import { asTesseraError } from '../core/errors.ts';
import type { Intent } from '../core/navigation/route-types.ts';
import type { NavigationEvent, NavigationState } from '../core/navigation/types.ts';
import { loadWithin } from '../platform/load-within.ts';
import type { Settings } from '../vault/settings.ts';
import type { AppOptions } from './app-types.ts';
import type { ViewPort } from './app-view.ts';
import { canOfferBiometrics } from './app-view.ts';
import type { Lazy } from './lazy.ts';
import { createLazy } from './lazy.ts';
import type { Runner } from './runner.ts';
import type { Services } from './services-types.ts';

export interface ServicesPorts {
  readonly options: AppOptions;
  readonly navigation: Runner<NavigationState, NavigationEvent>;
  readonly view: ViewPort;
  /** The vault's settings as last read. */
  readonly settings: () => Settings;
  /** Leads to an intent, past what it needs. */
  readonly pursue: (intent: Intent) => void;
}

/** Services that cannot be loaded for an action end in the failed screen. */
export function createLazyServices(ports: ServicesPorts): Lazy<Services> {
  const { options, navigation, view, settings, pursue } = ports;
  const { config } = options;
  return createLazy(
    async () => {
      const { createServices } = await loadWithin(import('./services.ts'));
      return createServices({
        vault: options.vault,
        activation: {
          trustedIssuers: config.trustedIssuers,
          biometricsOffer() {
            if (!config.biometrics) return 'not-allowed';
            return canOfferBiometrics(view.local) ? 'offered' : 'missing';
          },
          persist: async () => view.update({ persisted: await options.persist() }),
        },
        navigation,
        view,
        notifications: {
          allowed: config.notifications,
          titles: config.notificationTitles,
          platform: options.platform,
          installed: options.installed,
        },
        language: () => options.language.view.inUse,
        services: config.services,
        poll: config.poll,
        otherAccounts: config.otherAccounts,
        earlierDays: config.earlierDays,
        settings,
        pursue,
        isOnline: options.isOnline,
        now: options.now,
      });
    },
    (thrown) => navigation.send({ type: 'failed', code: asTesseraError(thrown).code }),
  );
}
