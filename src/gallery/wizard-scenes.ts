/** Scenes of an activation, from the first scan to its end. */
import type { Account } from '../core/account.ts';
import type { PendingView, WaitingView } from '../core/activation/step-parts.ts';
import type { Activation, At } from '../core/activation/types.ts';
import type { PinHandle } from '../core/authentication.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { View } from '../core/view.ts';
import type { Scene } from './scene.ts';
import type { Names } from './scene-accounts.ts';
import { refused, transferCodesScenes } from './transfer-codes-scenes.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PIN: PinHandle = { opaque: 'pin' };

/** What an activation's states are made of. */
interface Parts {
  readonly exchange: { readonly purpose: { readonly kind: 'activate' } };
  readonly pending: PendingView;
  readonly sealing: { readonly pending: PendingView; readonly opened: number };
  /** The last step. */
  readonly code: At<'activation-code'>;
}

/** `now` in milliseconds since 1970. */
export function wizardParts(names: Names, now: number): Parts {
  const pending: PendingView = {
    id: '00112233aabbccdd',
    issuerName: names.issuer,
    issuerVerified: false,
    label: names.label,
    deviceCode: '7K2M-Q9VT-4XBD-0HWE',
    deadline: now + 9 * MINUTE_MS + 41_000,
  };
  const waiting: WaitingView = {
    account: '00112233aabbccdd',
    issuerName: names.issuer,
    code: '40718265',
  };
  return {
    exchange: { purpose: { kind: 'activate' } },
    pending,
    sealing: { pending, opened: 1 },
    code: { step: 'activation-code', waiting },
  };
}

export function wizardScenes(
  wizard: (activation: Activation, more?: Partial<View>) => View,
  { exchange, pending, sealing, code }: Parts,
  { accounts, now }: { readonly accounts: readonly Account[]; readonly now: number },
): Record<string, Scene> {
  const { waiting } = code;
  const { issuerName } = pending;
  const scanFirst = { step: 'scan-first', exchange } as const satisfies Activation;
  const scanSecond: Activation = { step: 'scan-second', exchange, pending };
  const live = { stream: true } as const;
  const failed = (error: ErrorCode, back?: At<'activation-code'>): View =>
    wizard({ step: 'failed', error, ...(back && { back }) });
  return {
    choices: {
      view: wizard(scanFirst, {
        choices: [
          { is: 'first', of: { issuer: 'Contoso', label: 'Savings' } },
          { is: 'foreign' },
          { is: 'other', seen: 'web' },
          { is: 'other', seen: 'newer than us' },
        ],
      }),
    },
    'failed-dropped': {
      view: wizard({
        step: 'failed',
        error: 'ACTIVATION_DROPPED',
        lost: { by: 'dropped', begunAt: now - 30 * DAY_MS, droppedAt: now },
      }),
    },
    'failed-replaced': {
      view: wizard({
        step: 'failed',
        error: 'ACTIVATION_REPLACED',
        lost: { by: 'replaced' },
      }),
    },
    'scan-first-starting': { view: wizard(scanFirst) },
    'scan-first': { view: wizard(scanFirst), camera: live },
    'scan-first-tools': {
      view: wizard(scanFirst),
      camera: {
        ...live,
        hint: 'further',
        torch: 'on',
        zoom: { min: 1, max: 8, step: 0.1, value: 2 },
        devices: [
          { id: 'a', label: 'Rear camera, wide' },
          { id: 'b', label: 'Front camera' },
        ],
        device: 'a',
        outline: [
          { x: 0.38, y: 0.26 },
          { x: 0.635, y: 0.2875 },
          { x: 0.62, y: 0.74 },
          { x: 0.365, y: 0.7125 },
        ],
      },
    },
    'scan-first-notice': {
      view: wizard({ ...scanFirst, problem: { code: 'NOT_OURS', seen: 'web' } }),
      camera: live,
    },
    ...transferCodesScenes((seen, more) => wizard(refused(scanFirst, seen), more), live),
    'scan-first-refused': { view: wizard(scanFirst), camera: { problem: 'CAMERA_REFUSED' } },
    'reading-first': { view: wizard({ step: 'reading-first', exchange }), camera: live },
    'replace-pending': {
      view: wizard({ step: 'replace-pending', exchange, pending, candidate: 1 }),
    },
    'device-code': { view: wizard({ step: 'device-code', exchange, pending }) },
    'device-code-clock': {
      view: wizard({
        step: 'device-code',
        exchange,
        pending: {
          ...pending,
          issuerVerified: true,
          clockMinutes: 73,
          madeAt: now - 83 * MINUTE_MS,
        },
      }),
    },
    'device-code-look-alike': {
      view: wizard({
        step: 'device-code',
        exchange,
        pending: { ...pending, lookAlike: pending.issuerName },
      }),
    },
    'device-code-joins': {
      view: wizard({ step: 'device-code', exchange, pending: { ...pending, joinsOthers: true } }),
    },
    'device-code-over': {
      view: wizard({ step: 'device-code', exchange, pending: { ...pending, deadline: now - 1 } }),
    },
    'device-code-concealed': {
      view: wizard({ step: 'device-code', exchange, pending }, { concealed: true }),
    },
    'scan-second': { view: wizard(scanSecond), camera: live },
    'scan-second-notice': {
      view: wizard({ ...scanSecond, problem: { code: 'DOES_NOT_OPEN' } }),
      camera: live,
    },
    'scan-second-first': {
      view: wizard({ ...scanSecond, problem: { code: 'SECOND_EXPECTED' } }),
      camera: live,
    },
    'reading-second': {
      view: wizard({ step: 'reading-second', exchange, pending }),
      camera: live,
    },
    'choose-pin': { view: wizard({ step: 'choose-pin', sealing }) },
    'choose-pin-weak': { view: wizard({ step: 'choose-pin', sealing, problem: 'run' }) },
    'choose-pin-mismatch': {
      view: wizard({ step: 'choose-pin', sealing, problem: 'mismatch' }, { pinLength: 8 }),
    },
    'confirm-pin': { view: wizard({ step: 'confirm-pin', sealing, pin: PIN }) },
    'wizard-authenticate': {
      view: wizard(
        { step: 'authenticate', sealing, auth: { at: 'pin', means: 'biometrics-or-pin' } },
        { hasPin: true, biometrics: 'on', accounts },
      ),
    },
    'wizard-forgot-pin': {
      view: wizard({ step: 'forgot-pin', sealing, means: 'pin' }, { hasPin: true, accounts }),
    },
    'wizard-forgot-pin-biometrics': {
      view: wizard(
        {
          step: 'forgot-pin',
          sealing,
          means: 'biometrics-or-pin',
          problem: 'BIOMETRICS_CANCELLED',
        },
        { hasPin: true, biometrics: 'on', accounts },
      ),
    },
    'renewing-pin': { view: wizard({ step: 'renewing-pin', sealing, proof: 1 }) },
    sealing: { view: wizard({ step: 'sealing', by: 'new-pin', sealing }) },
    picture: { view: wizard({ step: 'picture', picture: 0, biometrics: 'offered', waiting }) },
    'choose-unlock': {
      view: wizard({ step: 'choose-unlock', biometrics: 'offered', waiting }),
    },
    'choose-unlock-problem': {
      view: wizard({
        step: 'choose-unlock',
        biometrics: 'offered',
        waiting,
        problem: 'BIOMETRICS_CANCELLED',
      }),
    },
    'choose-unlock-missing': {
      view: wizard({ step: 'choose-unlock', biometrics: 'missing', waiting }),
    },
    'enabling-biometrics': { view: wizard({ step: 'enabling-biometrics', waiting }) },
    'activation-code': { view: wizard(code) },
    accepting: { view: wizard({ step: 'accepting', waiting }) },
    notifications: {
      view: wizard({ step: 'notifications', account: '1', issuerName }),
    },
    'notifications-refused': {
      view: wizard({
        step: 'notifications',
        account: '1',
        issuerName,
        problem: 'NOTIFICATIONS_REFUSED',
      }),
    },
    'notifications-dismissed': {
      view: wizard({
        step: 'notifications',
        account: '1',
        issuerName,
        problem: 'NOTIFICATIONS_DISMISSED',
      }),
    },
    stop: { view: wizard({ step: 'stop', from: { step: 'device-code', exchange, pending } }) },
    'stop-at-the-end': { view: wizard({ step: 'stop', from: code }) },
    stopping: { view: wizard({ step: 'stopping', thenStart: false }) },
    'failed-refused': { view: failed('PAGE_REFUSED', code) },
    'failed-signature': { view: failed('SIGNATURE_WRONG') },
  };
}
