/** The code that stands on the screen, and what it belongs to, as far as the screens say. */
import type { CodeKind, View } from '../core/view.ts';

/** A code that a person can bring to the page. */
export interface CodeOnScreen {
  /** Without separators. */
  readonly code: string;
  /** Activation id, hex. */
  readonly activation: string;
  /** Request id, hex; of a response code alone. */
  readonly request?: string;
  readonly issuerName: string;
  /** Milliseconds since 1970 on this phone's clock: when it leaves the screen by itself. */
  readonly until?: number;
}

/** What of the view tells which codes are on the screen. */
export type ScreenState = Pick<
  View,
  'navigation' | 'activation' | 'accounts' | 'otp' | 'request' | 'concealed'
>;

/** Returns the code of a kind that is on the screen; undefined where there is none. */
export function codeOnScreen(kind: CodeKind, state: ScreenState): CodeOnScreen | undefined {
  if (state.concealed) return undefined;
  return kind === 'device' || kind === 'activation'
    ? codeOfWizard(kind, state)
    : codeOfAccount(kind, state);
}

function codeOfWizard(
  kind: 'device' | 'activation',
  { navigation, activation }: ScreenState,
): CodeOnScreen | undefined {
  if (navigation.route.at !== 'wizard') return undefined;
  if (kind === 'device' && activation.step === 'device-code') {
    const { deviceCode, id, issuerName } = activation.pending;
    return { code: deviceCode.replaceAll('-', ''), activation: id, issuerName };
  }
  if (kind === 'activation' && activation.step === 'activation-code') {
    const { code, account, issuerName } = activation.waiting;
    return { code, activation: account, issuerName };
  }
  return undefined;
}

function codeOfAccount(
  kind: 'response' | 'otp',
  { navigation, accounts, otp, request }: ScreenState,
): CodeOnScreen | undefined {
  const issuerOf = (account: string): string =>
    accounts.find(({ id }) => id === account)?.issuerName ?? '';
  if (kind === 'otp') {
    if (otp === undefined || 'masked' in otp) return undefined;
    const { code, account } = otp;
    return { code, activation: account, issuerName: issuerOf(account) };
  }
  if (navigation.route.at !== 'response-code' || request?.response === undefined) return undefined;
  return {
    code: request.response,
    activation: request.account,
    request: request.request,
    issuerName: issuerOf(request.account),
    until: request.expiresAt,
  };
}
