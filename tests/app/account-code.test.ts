/** What codes of other servers are recognised as, by their beginning alone. */
import { describe, expect, it } from 'vitest';

import { classifyAccountText, isOtherServers } from '../../src/app/account-code.ts';
import { purposeOf } from '../../src/app/transfer/offered-accounts.ts';
import { parseOcra2 } from '../../src/protocol/ocra2-messages.ts';
import { OTPAUTH_URIS } from '../core/codec/otpauth-uris.ts';

const TWO_STEP =
  'otpauth://totp/TOTP0001?secret=CAIREEYUCULBOGAZDINRYHI6D4QCCIRD&period=30&digits=6' +
  '&creator=privacyidea&issuer=privacyIDEA&serial=TOTP0001&2step_salt=8&2step_output=20';
const PAIR = `lseqr://pair/${'AgIfAAAAAgAAAAOhB7_zzhC-HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4'}TFNRUj`;
const KEYCLOAK =
  'https://id.example/realms/r/login-actions/action-token?key=eyJ&client_id=account-console';

describe('recognises', () => {
  it.each([
    ...Object.values(OTPAUTH_URIS).map(([uri]) => uri),
    'OTPAUTH://TOTP/x?secret=AA',
    'apple-otpauth://totp/x?secret=AA',
    'pia://hotp/x?secret=AA',
    'otpauth-migration://offline?data=CiU',
    'steam://4SJHB4GSD43FZBAI7C2HLRJGPQ',
  ])('%s as an account', (uri) => {
    expect(classifyAccountText(` ${uri}\r\n`)).toEqual({ is: 'accounts', uris: [uri] });
  });

  it.each([
    [TWO_STEP, 'two-step'],
    [TWO_STEP.replace('otpauth:', 'pia:').replace('&2step_salt=8', ''), 'two-step'],
    ['otpauth://hotp/x?2step_difficulty=1', 'two-step'],
    ['lseqr://init?sh=31&se=LSO1', 'ocra2'],
    ['lseqr://nonce?se=LSO1&no=49', 'ocra2'],
    ['LSEQR://req?tr=1&ch=a', 'ocra2'],
    ['lseqr:req?tr=1&ch=a', 'ocra2'],
    ['lseqr://req/?tr=1&ch=a', 'ocra2'],
  ])('%s as %s', (text, is) => {
    expect(classifyAccountText(text)).toEqual({ is, text });
  });

  it.each([
    ['phonefactor://activate_account?code=1&url=https%3A%2F%2Fx.example', 'microsoft'],
    ['microsoft-authenticator:activate?x=1', 'microsoft'],
    ['duo://ABCDEFG-YXBp', 'duo'],
    ['oktaverify://email/?t=1', 'okta'],
    ['otpauth://pipush/P1?url=https%3A%2F%2Fx.example', 'privacyidea-push'],
    ['pia://pipush/P1?url=https%3A%2F%2Fx.example', 'privacyidea-push'],
    ['pia://container/SMPH1?issuer=x', 'privacyidea-container'],
    [PAIR, 'linotp-qr'],
    [PAIR.replace('lseqr://pair', 'my-bank://chal'), 'linotp-qr'],
    [KEYCLOAK, 'keycloak-app'],
    ['motp://Firm:anna?secret=e3152afee62599c8', 'motp'],
    ['otpauth://yaotp/anna?secret=6SB2IKNM6OBZPAVBVTOHDKS4FA', 'yandex'],
    ['TESM:ABC', 'new-phone'],
  ])('%s as what only its own app reads: %s', (text, seen) => {
    expect(classifyAccountText(text)).toBe(seen);
    expect(isOtherServers(seen)).toBe(seen !== 'new-phone');
  });

  it.each([
    '',
    'https://x.example/?u=otpauth://totp/x?secret=AA',
    'otpauth-migration://online?data=AA',
    'steam://run/440',
    'steam://rungameid/440',
    'lseqr://pair/short',
    'tesm:abc',
    'see otpauth://totp/x?secret=AA',
  ])('not %j', (text) => {
    expect(classifyAccountText(text)).toBeUndefined();
  });

  it('every account of a list, whatever stands between', () => {
    const list = `My accounts:\r\n\r\n${OTPAUTH_URIS.deno[0]}\n  ${OTPAUTH_URIS.wwe[0]}\nduo://x\n`;
    expect(classifyAccountText(list)).toEqual({
      is: 'accounts',
      uris: [OTPAUTH_URIS.deno[0], OTPAUTH_URIS.wwe[0]],
    });
  });

  it.each(['lseqr://', 'LSEQR:', 'lseqr:/'])('%s as the flow’s own reader does', (scheme) => {
    for (const [step, purpose] of [
      ['init', 'enrol'],
      ['nonce', 'enrol'],
      ['req', 'sign'],
    ] as const)
      for (const text of [`${scheme}${step}?se=LSO1`, `${scheme}${step.toUpperCase()}/?se=LSO1`]) {
        const code = classifyAccountText(text);
        expect(code).toEqual({ is: 'ocra2', text });
        expect(purposeOf({ is: 'ocra2', text })).toBe(purpose);
        expect(() => parseOcra2(text)).toThrow(expect.objectContaining({ code: 'DAMAGED' }));
      }
  });

  it('nothing in two megabytes, at once', () => {
    for (const part of ['&', 'otpauth', 'a:', 'x://pair/', '\n', 'https://a/', '?key='])
      expect(classifyAccountText(`x${part.repeat(200_000)}`)).toBeUndefined();
    const long = `otpauth://totp/x?${'&'.repeat(1_000_000)}`;
    expect(classifyAccountText(long)).toMatchObject({ is: 'accounts' });
  });
});
