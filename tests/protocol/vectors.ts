/** The shape of tests/vectors/activation.json. */
import { readFileSync } from 'node:fs';

import type { OtpPolicy } from '../../src/core/codec/messages.ts';

export interface Vector {
  readonly first: {
    readonly cborHex: string;
    readonly text: string;
    readonly link: string;
    readonly activationIdHex: string;
    readonly secretHex: string;
    readonly issued: number;
    readonly expires: number;
    readonly issuer: string;
    readonly label?: string;
    readonly replaces?: string;
  };
  readonly device: { readonly randomHex: string; readonly deviceCode: string };
  readonly second: {
    readonly cborHex: string;
    readonly text: string;
    readonly nonceHex: string;
    readonly otp: OtpPolicy;
    readonly serial: string;
    readonly sequence: number;
    readonly time: number;
    readonly service?: string;
  };
  readonly keysHex: Readonly<
    Record<'message-2' | 'otp' | 'sign' | 'confirm' | 'channel' | 'service', string>
  >;
  readonly activationCode: string;
  readonly otpAt: readonly { readonly seconds: number; readonly code: string }[];
  readonly request: {
    readonly cborHex: string;
    readonly text: string;
    readonly plain: Readonly<Record<string, unknown>>;
    readonly responseCode: string;
  };
  readonly deactivation: { readonly cborHex: string };
  readonly sizes: Readonly<
    Record<'firstBytes' | 'firstChars' | 'secondBytes' | 'secondChars', number>
  >;
}

export const vectors = JSON.parse(
  readFileSync(new URL('../vectors/activation.json', import.meta.url), 'utf8'),
) as readonly Vector[];
