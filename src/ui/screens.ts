/** Which screen a snapshot means, the room that it belongs to, and what `data-step` says. */
import { html, type TemplateResult } from 'lit';
import { isRequestPlace } from '../core/navigation/request-routes.ts';
import type { View } from '../core/view.ts';
import { t } from '../i18n/home-strings.ts';
import type { Room } from './lazy-screens.ts';
import type { CameraHands, CameraView } from './scan/camera-view.ts';

export interface ScreenOf {
  /** The room whose code is needed; none for what is always there. */
  readonly room?: Room;
  readonly step: string;
  readonly screen: () => TemplateResult;
}

/** What the scanner needs besides the snapshot, and which account's password was shown last. */
export interface Surroundings {
  readonly camera: CameraView | undefined;
  readonly hands: CameraHands;
  readonly lastOtp: string;
}

export function screenOf(view: View, { camera, hands, lastOtp }: Surroundings): ScreenOf {
  const { place } = view.session;
  const step = place.at;
  if (isRequestPlace(place))
    return {
      room: 'request',
      step,
      screen: () =>
        html`<t-request-flow data-step=${step} .view=${view} .place=${place}></t-request-flow>`,
    };
  switch (place.at) {
    case 'starting':
      return {
        step,
        screen: () =>
          html`<t-busy data-step=${step} .view=${view} text=${t.app.starting}></t-busy>`,
      };
    case 'home':
      return {
        step,
        screen: () => html`<t-home data-step=${step} .view=${view} last=${lastOtp}></t-home>`,
      };
    case 'unusable':
      return {
        room: 'trouble',
        step,
        screen: () =>
          html`<t-trouble data-step=${step} .view=${view} .error=${place.error}></t-trouble>`,
      };
    case 'wizard':
      return {
        room: 'wizard',
        step: view.activation.step,
        screen: () =>
          html`<t-wizard
            data-step=${view.activation.step}
            .view=${view}
            .camera=${camera}
            .hands=${hands}
          ></t-wizard>`,
      };
    case 'otp':
      return {
        room: 'otp',
        step,
        screen: () =>
          html`<t-otp data-step=${step} .view=${view} account=${place.account}></t-otp>`,
      };
    case 'requests':
      return {
        room: 'requests',
        step,
        screen: () => html`<t-requests data-step=${step} .view=${view}></t-requests>`,
      };
    case 'accounts':
    case 'account':
    case 'remove':
      return {
        room: 'accounts',
        step,
        screen: () =>
          html`<t-accounts data-step=${step} .view=${view} .place=${place}></t-accounts>`,
      };
    case 'menu':
    case 'biometrics':
    case 'notifications':
    case 'language':
    case 'help':
    case 'about':
      return {
        room: 'menu',
        step,
        screen: () => html`<t-menu data-step=${step} .view=${view} .place=${place}></t-menu>`,
      };
    case 'authenticate':
    case 'choose-pin':
    case 'confirm-pin':
    case 'pin-changed':
    case 'forgot-pin':
    case 'erase':
    case 'second-tap':
    case 'working':
    case 'failed':
      return {
        room: 'between',
        step,
        screen: () => html`<t-between data-step=${step} .view=${view} .place=${place}></t-between>`,
      };
    default:
      return place satisfies never;
  }
}
