/** Maps a snapshot to its screen, the group that the screen is loaded with, and its `data-step`. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

import type { CameraControls, CameraView } from '../core/camera-view.ts';
import { isRequestRoute } from '../core/navigation/request-routes.ts';
import type { View } from '../core/view.ts';
import { t } from '../i18n/strings.ts';
import type { ScreenGroup } from './lazy-screens.ts';

export interface ScreenOf {
  /** The group to load first; none for screens that are always loaded. */
  readonly group?: ScreenGroup;
  readonly step: string;
  readonly screen: () => TemplateResult;
}

/** What the scanner needs besides the snapshot, and which account's password was shown last. */
export interface Surroundings {
  readonly camera: CameraView<MediaStream> | undefined;
  readonly controls: CameraControls<HTMLVideoElement>;
  readonly lastOtp: string;
}

export function screenOf(view: View, { camera, controls, lastOtp }: Surroundings): ScreenOf {
  const { route } = view.navigation;
  const step = route.at;
  if (isRequestRoute(route))
    return {
      group: 'request',
      step,
      screen: () =>
        html`<tessera-request-flow
          data-step=${step}
          .view=${view}
          .route=${route}
        ></tessera-request-flow>`,
    };
  switch (route.at) {
    case 'starting':
      return {
        step,
        screen: () =>
          html`<tessera-busy-screen
            data-step=${step}
            .view=${view}
            text=${t.app.starting}
          ></tessera-busy-screen>`,
      };
    case 'home':
    case 'otp':
      return {
        step,
        screen: () =>
          html`<tessera-home-screen
            data-step=${step}
            .view=${view}
            last=${lastOtp}
            open=${route.at === 'otp' ? route.account : ''}
          ></tessera-home-screen>`,
      };
    case 'unusable':
      return {
        group: 'error',
        step,
        screen: () =>
          html`<tessera-error-screen
            data-step=${step}
            .view=${view}
            .error=${route.error}
          ></tessera-error-screen>`,
      };
    case 'wizard':
      return {
        group: 'wizard',
        step: view.activation.step,
        screen: () =>
          html`<tessera-wizard
            data-step=${view.activation.step}
            .view=${view}
            .camera=${camera}
            .controls=${controls}
          ></tessera-wizard>`,
      };
    case 'transfer':
      return {
        group: 'transfer',
        step: transferStep(view),
        screen: () =>
          html`<tessera-transfer-flow
            data-step=${transferStep(view)}
            .view=${view}
            .camera=${camera}
            .controls=${controls}
          ></tessera-transfer-flow>`,
      };
    case 'clone-suspected':
      return {
        group: 'alarm',
        step,
        screen: () =>
          html`<tessera-clone-alarm-screen
            data-step=${step}
            .view=${view}
            .route=${route}
          ></tessera-clone-alarm-screen>`,
      };
    case 'requests':
      return {
        group: 'requests',
        step,
        screen: () =>
          html`<tessera-pending-requests-screen
            data-step=${step}
            .view=${view}
          ></tessera-pending-requests-screen>`,
      };
    case 'accounts':
    case 'account':
    case 'remove':
      return {
        group: 'accounts',
        step,
        screen: () =>
          html`<tessera-accounts-flow
            data-step=${step}
            .view=${view}
            .route=${route}
          ></tessera-accounts-flow>`,
      };
    case 'menu':
    case 'biometrics':
    case 'notifications':
    case 'language':
    case 'new-phone':
    case 'help':
    case 'about':
      return {
        group: 'menu',
        step,
        screen: () =>
          html`<tessera-menu-flow
            data-step=${step}
            .view=${view}
            .route=${route}
          ></tessera-menu-flow>`,
      };
    case 'authenticate':
    case 'choose-pin':
    case 'confirm-pin':
    case 'pin-changed':
    case 'first-pin':
    case 'first-pin-again':
    case 'creating-pin':
    case 'first-picture':
    case 'forgot-pin':
    case 'erase':
    case 'second-tap':
    case 'working':
    case 'failed':
      return {
        group: 'unlock',
        step,
        screen: () =>
          html`<tessera-unlock-flow
            data-step=${step}
            .view=${view}
            .route=${route}
          ></tessera-unlock-flow>`,
      };
    default:
      return route satisfies never;
  }
}

/** Returns the step of a transfer, which `data-step` says. */
export function transferStep({ transfer }: View): string {
  // While its chunk is on the way there is none.
  return transfer?.state.step ?? 'transfer';
}
