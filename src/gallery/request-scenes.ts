/**
 * Scenes of requests: the list in each state, one request as short and as long as the protocol
 * allows, and each outcome.
 */
import type { RequestRoute, Route } from '../core/navigation/route-types.ts';
import type { RequestsView, RequestView, View } from '../core/view.ts';
import { earlierScenes } from './earlier-scenes.ts';
import { joinScenes } from './join-scenes.ts';
import { waitingScenes } from './waiting-scenes.ts';

type At = (
  route:
    | RequestRoute
    | Extract<Route, { at: 'clone-suspected' }>
    | { readonly at: 'requests' | 'home' },
  more?: Partial<View>,
) => View;

const MINUTE_MS = 60_000;

/** `now` in milliseconds since 1970; `long` makes everything as long as may be. */
export function requestScenes(at: At, now: number, long: boolean): Record<string, { view: View }> {
  const transaction: RequestView = {
    account: '1',
    request: '00112233aabbccdd',
    kind: 'transaction',
    title: long
      ? 'Überweisung an die Wohnungsbaugenossenschaft Mittelweserland'
      : 'Transfer to Contoso Energy',
    issuedAt: now - MINUTE_MS,
    expiresAt: now + 4 * MINUTE_MS + 41_000,
    fields: [
      ['Account', 'DE89370400440532013000'],
      ['Reference', 'Invoice 2291'],
    ],
    pinRequired: false,
    activated: false,
    offline: false,
  };
  const payment: RequestView = {
    ...transaction,
    payment: {
      amount: long ? 'EUR\u00a0999,999,999,999,999.99' : 'EUR\u00a01,249.50',
      payee: long ? 'Wohnungsbaugenossenschaft Mittelweserberglandtal eG' : 'Contoso Energy',
    },
  };
  const login: RequestView = {
    ...transaction,
    account: '2',
    request: 'ffee000000000001',
    kind: 'login',
    title: 'Log in to Time sheets',
    expiresAt: now + 48_000,
    fields: [['Browser', 'Firefox on Linux']],
  };
  const sixteen: RequestView = {
    ...transaction,
    title: 'Standing order, with everything it takes',
    fields: Array.from({ length: 16 }, (_, i) => [
      `Label number ${i + 1}${long ? ' of a very long kind here' : ''}`,
      'A value of a hundred and twenty characters, which is all that fits in one of them, and here it goes on to its end. '.slice(
        0,
        i % 3 === 0 ? 120 : 24,
      ),
    ]),
  };
  const foreign: RequestView = {
    ...transaction,
    title: 'העברה לחשבון אחר',
    fields: [
      ['סכום', '₪ 1,200.00'],
      ['Account', 'הערה: 12345 לתשלום'],
      ['<b>Note</b>', '<img src=x onerror=alert(1)> &amp; "quoted"'],
      ['Marks', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞'],
      ['Spaces', '100      .00'],
      ['Nothing', ''],
    ],
  };
  const called = { reach: 'called', leftOut: 0 } as const;
  const list = (more: Partial<RequestsView> = {}): RequestsView => ({
    is: 'resting',
    items: [login, payment],
    services: {
      '1': { ...called, fetchedAt: now - 20_000 },
      '2': { ...called, fetchedAt: now - 20_000 },
    },
    ...more,
  });
  const shown = (
    request: RequestView,
    route: Partial<Extract<RequestRoute, { at: 'request' }>> = {},
  ): { view: View } => ({
    view: at(
      { at: 'request', request: 1, by: 'service', seen: false, back: 'requests', ...route },
      { request },
    ),
  });
  const flow = (route: RequestRoute, request = payment) => ({ view: at(route, { request }) });

  const own: Record<string, { view: View }> = {
    'home-count': { view: at({ at: 'home' }, { requests: list() }) },
    'requests-two': { view: at({ at: 'requests' }, { requests: list() }) },
    'requests-checking': {
      view: at({ at: 'requests' }, { requests: list({ is: 'checking', items: [] }) }),
    },
    'requests-offline': {
      view: at(
        { at: 'requests' },
        {
          requests: list({
            services: {
              '1': { ...called, fetchedAt: now - 9 * MINUTE_MS, problem: 'SERVICE_UNREACHABLE' },
              '2': { ...called, leftOut: 2, fetchedAt: now },
            },
          }),
        },
      ),
    },
    'requests-not-allowed': {
      view: at(
        { at: 'requests' },
        {
          requests: list({
            items: [],
            services: { '1': { reach: 'not-allowed', leftOut: 0 } },
          }),
        },
      ),
    },
    'requests-never': {
      view: at(
        { at: 'requests' },
        { requests: list({ items: [], services: { '1': called, '2': called } }) },
      ),
    },
    'requests-failed': {
      view: at(
        { at: 'requests' },
        {
          requests: list({
            items: [],
            services: {
              '1': {
                ...called,
                fetchedAt: now - 3 * MINUTE_MS,
                problem: 'SERVICE_UNREACHABLE',
                offline: true,
              },
              '2': { ...called, fetchedAt: now - MINUTE_MS },
            },
          }),
        },
      ),
    },
    'opening-request': flow({ at: 'opening-request', back: 'requests' }),
    request: shown(payment),
    'request-seen': shown(payment, { seen: true }),
    'request-by-code': shown({ ...login, pinRequired: true }, { by: 'code', seen: true }),
    'request-activated': shown({ ...login, activated: true }, { by: 'code', seen: true }),
    'request-long': shown(sixteen),
    'request-hostile': shown(foreign),
    'request-over': shown({ ...payment, expiresAt: now - 1000 }, { clock: 'right' }),
    'clone-suspected': {
      view: at({
        at: 'clone-suspected',
        account: '1',
        approvals: [{ id: '01020304', at: Math.floor(now / 1000) - 7200 }],
        back: { at: 'request', request: 1, by: 'service', seen: false, back: 'requests' },
      }),
    },
    'home-alarm': {
      view: at(
        { at: 'home' },
        {
          requests: list({
            services: { '1': { ...called, alarm: [{ id: '01020304', at: 1 }] } },
          }),
        },
      ),
    },
    'request-late': shown({ ...payment, expiresAt: now - 130 * MINUTE_MS }, { seen: true }),
    'request-early': shown(
      { ...payment, issuedAt: now + 3 * 60 * MINUTE_MS, expiresAt: now + 185 * MINUTE_MS },
      { seen: true },
    ),
    'request-approved': shown(payment, { by: 'code', seen: true, decision: 'approved' }),
    'request-denied': shown(payment, { by: 'code', decision: 'denied' }),
    'request-unheard': shown(payment, { seen: true, decision: 'approved', unheard: true }),
    'request-denying': shown(payment, { seen: true, denying: true }),
    number: flow({ at: 'number', request: 1, numberDigits: 2, back: 'requests' }),
    'number-six': flow({ at: 'number', request: 1, numberDigits: 6, back: 'requests' }),
    answering: flow({
      at: 'answering',
      request: 1,
      by: 'service',
      decision: 'approved',
      back: 'requests',
    }),
    'response-code': flow(
      { at: 'response-code', request: 1, back: 'home' },
      { ...payment, response: '40718265' },
    ),
    'response-unheard': flow(
      { at: 'response-code', request: 1, unheard: true, back: 'home' },
      { ...payment, response: '40718265' },
    ),
    'not-accepted': flow({
      at: 'not-accepted',
      request: 1,
      triesLeft: 1,
      numberDigits: 2,
      back: 'requests',
    }),
    'not-accepted-over': flow({ at: 'not-accepted', request: 1, triesLeft: 0, back: 'requests' }),
    'answered-approved': flow({
      at: 'answered',
      request: 1,
      by: 'service',
      decision: 'approved',
    }),
    'answered-denied': flow({ at: 'answered', request: 1, by: 'code', decision: 'denied' }),
    'answered-not-me': flow({
      at: 'answered',
      request: 1,
      by: 'service',
      decision: 'denied',
      reason: 'not-me',
    }),
    'not-sent': flow({
      at: 'not-sent',
      request: 1,
      decision: 'approved',
      error: 'SERVICE_REFUSED',
      back: 'requests',
    }),
    'not-sent-paused': flow({
      at: 'not-sent',
      request: 1,
      decision: 'approved',
      error: 'PAUSED',
      until: now + 14 * MINUTE_MS,
      back: 'requests',
    }),
    'not-sent-denied': flow({
      at: 'not-sent',
      request: 1,
      decision: 'denied',
      error: 'SERVICE_UNREACHABLE',
      back: 'requests',
    }),
    deactivation: flow({ at: 'deactivation', account: '1', name: 'Current account' }),
    deactivated: flow({ at: 'deactivated', name: 'Current account' }),
  };
  return joinScenes(own, waitingScenes(at, now, list()), earlierScenes(at, now, list()));
}
