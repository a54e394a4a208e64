/** Scenes of codes: late, and as a picture for the computer's camera over the code's screen. */
import type { BitMatrix, CodePicture, View } from '../core/view.ts';

/** A QR symbol of version 2: a device code's text, bits row by row in hex. */
const SYMBOL =
  'fef73fc126906eb72bb74c55dba6faec161507faaafe00a100a37f12bea46f09ffdc718a36d9f57d9389240fdac21260' +
  'ca79c61df98044c7bfbbeb304b511ba46fa5d133d2ea42a704c8d5fedd2f80';
const SYMBOL_SIZE = 25;
/** Milliseconds that are too few to type a device code at ease. */
const LATE_MS = 48_000;

/**
 * `shown`: the view of each kind's screen; `issuer` as long as may be, where that is wanted; `now`
 * in milliseconds since 1970.
 */
export function codeScenes(
  shown: { readonly [K in CodePicture['kind']]: View },
  issuer: string,
  now: number,
): Record<string, { view: View }> {
  const over = (kind: CodePicture['kind'], more: Partial<CodePicture> = { modules: symbol() }) => ({
    view: { ...shown[kind], codePicture: { kind, issuerName: issuer, ...more } },
  });
  const { activation } = shown.device;
  const late =
    activation.step === 'device-code'
      ? { ...activation, pending: { ...activation.pending, deadline: now + LATE_MS } }
      : activation;
  const approving: View['navigation'] = {
    lock: { is: 'locked' },
    route: {
      at: 'authenticate',
      auth: { at: 'pin', means: 'pin' },
      then: { to: 'approve', request: 1, by: 'service' },
      back: { at: 'request', request: 1, by: 'service', seen: true, back: 'requests' },
    },
  };
  return {
    'device-code-late': { view: { ...shown.device, activation: late } },
    'authenticate-approve': { view: { ...shown.response, navigation: approving } },
    'hold-device': over('device'),
    'hold-activation': over('activation'),
    'hold-response': over('response'),
    'hold-otp': over('otp'),
    'hold-making': over('otp', {}),
    'hold-failed': over('otp', { problem: 'UNEXPECTED' }),
  };
}

function symbol(): BitMatrix {
  const bits = Array.from(SYMBOL).flatMap((digit) => {
    const value = parseInt(digit, 16);
    return [8, 4, 2, 1].map((bit) => (value & bit ? 1 : 0));
  });
  return { size: SYMBOL_SIZE, modules: Uint8Array.from(bits.slice(0, SYMBOL_SIZE ** 2)) };
}
