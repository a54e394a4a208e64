/** Scenes of enrolments at other servers, and of what a LinOTP server asks. */
import type { Route } from '../core/navigation/route-types.ts';
import type { Signing } from '../core/transfer/enrol-sign.ts';
import type { Enrolment } from '../core/transfer/enrol-types.ts';
import type { View } from '../core/view.ts';

type At = (route: Route, more?: Partial<View>) => View;

const PENDING = { id: '00112233445566aa', serial: 'LSO200000001', code: '3U6X422SYZXLV6HSBF' };
const QUESTION = {
  message: 'Zahlung 100,00 EUR',
  challenge: 'Zahlung10000EUR0000kIWpmj6du0PVBSvFOmJqWu0wq9AL9BKYxGjGkVgXch3tN',
  isWhole: true,
};
const OTHER = { ...QUESTION, message: 'Zahlung 900,00 EUR', isWhole: false };
const ANSWER = { ...QUESTION, account: '00112233445566aa', code: '28825369' };

/** `long`: names and messages as long as they may be. */
export function transferEnrolScenes(at: At, long: boolean): Record<string, { view: View }> {
  const issuer = long ? 'Rechenzentrum Mittelweserberglandtal '.repeat(5).trim() : 'Intranet Login';
  const message = long ? 'Zahlung an Straßenverkehrsgenossenschaft '.repeat(9) : QUESTION.message;
  const waiting = {
    account: '00112233445566aa',
    issuer,
    label: 'TOTP0001',
    text: 'RZQMZN2WKJMVGRKDKJKA',
  };
  const step = (state: Enrolment, scans = false): { view: View } => ({
    view: at(
      { at: 'transfer', purpose: 'enrol' },
      { transfer: { purpose: 'enrol', state, scans } },
    ),
  });
  const signing = (state: Signing): { view: View } => ({
    view: at(
      { at: 'transfer', purpose: 'sign' },
      { transfer: { purpose: 'sign', state, scans: false } },
    ),
  });
  const text = { step: 'enrol-text', waiting } as const;
  const scan = { step: 'enrol-scan', pending: PENDING } as const;
  return {
    'enrol-notice': step({ step: 'enrol-notice', notice: 'first', offer: 1 }),
    'enrol-replace': step({ step: 'enrol-replace', offer: 1 }),
    'enrol-text': step(text),
    'enrol-refused': step({ step: 'enrol-refused', from: text }),
    'enrol-stop': step({ step: 'enrol-stop', from: text }),
    'enrol-code': step({ step: 'enrol-code', pending: PENDING }),
    'enrol-scan': step(scan, true),
    'enrol-scan-mistyped': step({ ...scan, problem: 'mistyped' }, true),
    'enrol-scan-again': step({ step: 'enrol-scan', account: '00112233445566aa' }, true),
    'enrol-unhidden': step({ step: 'enrol-unhidden', offer: 1, pending: PENDING }),
    'enrol-answer': step({ step: 'enrol-answer', answer: { ...ANSWER, message } }),
    'enrol-failed': step({ step: 'enrol-failed', problem: 'WEAK_KEY' }),
    'enrol-failed-write': step({ step: 'enrol-failed', problem: 'STORAGE_FULL', back: text }),
    'sign-question': signing({
      step: 'sign-question',
      offer: 1,
      question: { ...QUESTION, message },
    }),
    'sign-question-differs': signing({ step: 'sign-question', offer: 1, question: OTHER }),
    'sign-code': signing({ step: 'sign-code', answer: { ...ANSWER, message } }),
    'sign-failed': signing({ step: 'sign-failed', problem: 'nobody' }),
  };
}
