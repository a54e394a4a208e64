/** Taking codes in: each leads to the wizard's step that it belongs to, and waits where it must. */
import { expect, test } from 'vitest';

import type { WaitingCodes } from '../../src/app/code-intake.ts';
import { createCodeIntake } from '../../src/app/code-intake.ts';
import type { Offered } from '../../src/app/transfer/offered-accounts.ts';
import type { Activation, ActivationEvent } from '../../src/core/activation/types.ts';
import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { toPastedText } from '../../src/core/codec/message-text.ts';
import type { MessageOf } from '../../src/core/codec/parse-message.ts';
import { parseText } from '../../src/core/codec/parse-message.ts';
import type { Route } from '../../src/core/navigation/route-types.ts';
import type { NavigationEvent } from '../../src/core/navigation/types.ts';
import { OTPAUTH_URIS } from '../core/codec/otpauth-uris.ts';
import vectors from '../vectors/activation.json' with { type: 'json' };

const [{ first, second, request }] = vectors as unknown as [
  {
    first: { text: string; cborHex: string; issuer: string; label: string };
    second: { text: string; cborHex: string };
    request: { text: string; cborHex: string };
  },
];
const qr = (text: string) => ({ kind: 'qr', text }) as const;

const requested = parseText(request.text);
/** The activation that the request is for. */
const owned = requested.kind === 'channel' ? toHex(requested.envelope.activationId) : '';

function scene(at: Route['at'] = 'home', step: Activation['step'] = 'idle', otherAccounts = true) {
  const sent: (ActivationEvent | NavigationEvent)[] = [];
  const offers: Offered[] = [];
  let state: WaitingCodes = { incoming: undefined, choices: [] };
  let route = at;
  let now = step;
  let takesFile = true;
  const intake = createCodeIntake({
    route: () => ({ at: route }) as Route,
    step: () => now,
    isOpenScan: () => now === 'scan-first',
    sendNavigation(event) {
      sent.push(event);
      route = 'wizard';
    },
    sendActivation(event) {
      sent.push(event);
      if (event.type === 'started') now = 'scan-first';
    },
    openRequest: async () => ({ type: 'deactivation-opened', account: 'a', name: 'Northwind' }),
    otherAccounts,
    takesFile: () => takesFile,
    enrolmentProblem: () => undefined,
    offer: (offered) => offers.push(offered),
    ownerOf: (id) => (id === owned ? { issuer: 'Example Bank', label: 'anna' } : undefined),
    waiting: () => state,
    show(change) {
      state = { ...state, ...change };
    },
  });
  return {
    intake,
    sent,
    offers,
    waiting: () => state,
    wait: (change: WaitingCodes) => (state = change),
    setTakesFile: (takes: boolean) => (takesFile = takes),
  };
}

const opened = [
  { type: 'wizard-opened' },
  { type: 'started', purpose: { kind: 'activate' } },
] as const;

test.each(['home', 'otp'] as const)('a message pasted on %s opens the wizard, parsed', (at) => {
  const { intake, sent } = scene(at);
  intake.pasted(first.text);
  expect(sent).toMatchObject([
    ...opened,
    { type: 'message-read', message: { kind: 'first', envelope: {} } },
  ]);
});

test('of a pasted text the one message is read, once however often it is there', () => {
  const { intake, sent, waiting } = scene('wizard', 'scan-second');
  const quoted = second.text.replace(/^/gm, '> ');
  intake.pasted(`Dear customer,\n${second.text}\nOn Monday you wrote:\n${quoted}`);
  expect(sent).toMatchObject([{ type: 'message-read', message: { kind: 'second' } }]);
  expect(waiting().choices).toEqual([]);
});

test('two different messages in a pasted text are offered, and the one that is chosen is read', () => {
  const { intake, sent, waiting } = scene('wizard', 'scan-second');
  intake.pasted(`The first: ${first.text}\nand the second: ${second.text}`);
  expect(sent).toEqual([]);
  expect(waiting().choices.map(({ choice }) => choice)).toEqual([
    { is: 'first' },
    { is: 'second' },
  ]);
  intake.chosen(1);
  expect(sent).toMatchObject([{ type: 'message-read', message: { kind: 'second' } }]);
});

test('a text that is not ours is refused with what it seems to be', () => {
  const { intake, sent } = scene('wizard', 'scan-first');
  intake.pasted('WIFI:S:home;;');
  expect(sent).toEqual([{ type: 'code-refused', problem: { code: 'NOT_OURS', seen: 'wifi' } }]);
});

test('a text pasted where no code is expected means nothing', () => {
  const { intake, sent } = scene('menu');
  intake.pasted(first.text);
  expect(sent).toEqual([]);
});

test('a picture without a code, or one that cannot be read, is said', () => {
  const { intake, sent } = scene('wizard', 'scan-first');
  intake.seen([]);
  intake.seen('UNEXPECTED');
  expect(sent).toMatchObject([
    { problem: { code: 'NO_CODE_IN_PICTURE' } },
    { problem: { code: 'UNEXPECTED' } },
  ]);
});

test('of several codes the one of ours is read; several of ours are offered', () => {
  const { intake, sent, waiting } = scene('wizard', 'scan-second');
  intake.seen([qr('https://shop.example'), qr(second.text)]);
  expect(sent).toMatchObject([{ type: 'message-read', message: { kind: 'second' } }]);
  intake.seen([qr(first.text), qr(request.text), qr('https://shop.example')]);
  expect(sent).toHaveLength(1);
  expect(waiting().choices.map(({ choice }) => choice)).toEqual([
    { is: 'first' },
    { is: 'channel' },
    { is: 'other', seen: 'web' },
  ]);
  intake.chosen(1);
  expect(sent[1]).toMatchObject({ type: 'message-read', message: { kind: 'channel' } });
  expect(waiting().choices).toEqual([]);
});

test('a link’s code is copied alone, whatever stands around it', () => {
  const { intake, wait } = scene();
  const text = toPastedText(fromHex(first.cborHex));
  for (const address of [
    `https://auth.example/#${text}`,
    `https://auth.example/#/${text}.`,
    `https://auth.example/#!${text.replace('.', '%2E')}&x=1`,
  ]) {
    wait({ incoming: { by: 'link', address }, choices: [] });
    expect(intake.incomingText()).toBe(text);
  }
});

test('codes of ours are told apart by whose they are', () => {
  const { intake, waiting } = scene('wizard', 'scan-second');
  intake.seen([qr(first.text), qr(request.text), qr(second.text), qr('https://shop.example')]);
  const owners = waiting().choices.map((code) => ('of' in code ? code.of : undefined));
  expect(owners).toEqual([
    { issuer: first.issuer, label: first.label },
    { issuer: 'Example Bank', label: 'anna' },
    { issuer: 'Example Bank', label: 'anna' },
    undefined,
  ]);
});

test('what shows twice is one code, whatever carries it', () => {
  const { intake, sent, waiting } = scene('wizard', 'scan-first');
  const { bytes } = parseText(first.text);
  const corners = [0, 1, 2, 3].map((x) => ({ x, y: x })) as unknown as never;
  intake.seen([qr(first.text), { kind: 'cryptogram', bytes, corners }]);
  expect(sent).toMatchObject([{ type: 'message-read', message: { kind: 'first' } }]);
  intake.seen([qr('https://one.example'), qr('https://two.example')]);
  expect(sent[1]).toEqual({ type: 'code-refused', problem: { code: 'NOT_OURS', seen: 'web' } });
  intake.seen([qr('https://one.example'), qr('WIFI:S:x;;'), qr('https://two.example')]);
  expect(waiting().choices.map(({ choice }) => choice)).toEqual([
    { is: 'other', seen: 'web' },
    { is: 'other', seen: 'wifi' },
  ]);
});

test('a code that comes in ends the reading of a picture', () => {
  for (const takes of ['seen', 'pasted'] as const) {
    let cancelled = 0;
    const cancel = () => void cancelled++;
    const { intake, wait, waiting } = scene('wizard', 'scan-first');
    wait({ incoming: { by: 'reading', cancel }, choices: [] });
    if (takes === 'seen') intake.seen([qr(first.text)]);
    else intake.pasted(first.text);
    expect(cancelled).toBe(1);
    expect(waiting().incoming).toBeUndefined();
  }
});

test('a link waits until a step that expects a code', () => {
  const address = 'https://auth.example/#TES1.0oRD';
  const incoming = { by: 'link', address } as const;
  const early = scene('wizard', 'choose-pin');
  early.wait({ incoming, choices: [] });
  early.intake.useIncoming();
  expect(early.sent).toEqual([]);
  expect(early.waiting().incoming).toBe(incoming);
  expect(early.intake.incomingText()).toBe('TES1.0oRD');
  const late = scene();
  late.wait({ incoming, choices: [] });
  late.intake.useIncoming();
  expect(late.sent).toEqual([...opened, { type: 'code-refused', problem: { code: 'DAMAGED' } }]);
  expect(late.waiting().incoming).toBeUndefined();
});

test('lines of another kind beside accounts are named, and not dropped', () => {
  const { intake, offers } = scene();
  const twoStep = 'otpauth://totp/Intranet:anna?secret=GEZDGNBVGY3TQOJQ&2step_salt=8';
  const lines = ['My accounts:', OTPAUTH_URIS.deno[0], 'motp://Firm:anna?secret=e3', twoStep];
  intake.pasted(lines.join('\n'));
  const unreadable = [
    { issuer: '', label: '', why: 'kind' },
    { issuer: 'Intranet', label: 'anna', why: 'kind' },
  ];
  expect(offers).toMatchObject([{ is: 'accounts', source: { unreadable } }]);
  expect(offers[0]?.is === 'accounts' && offers[0].source.entries).toHaveLength(1);
});

test('a shared file waits until it can be read, and is read once', () => {
  let read = 0;
  const incoming = { by: 'export', read: () => (read += 1) } as const;
  const { intake, wait, waiting, setTakesFile } = scene('authenticate');
  wait({ incoming, choices: [] });
  setTakesFile(false);
  intake.useIncoming();
  expect(read).toBe(0);
  expect(waiting().incoming).toBe(incoming);
  setTakesFile(true);
  intake.useIncoming();
  intake.useIncoming();
  expect(read).toBe(1);
  expect(waiting().incoming).toBeUndefined();
});

test('a scanned request is shown, unless the scan was cancelled before it was open', async () => {
  const { intake, sent } = scene('wizard', 'scan-first');
  const message = parseText(request.text) as MessageOf<'channel'>;
  const cancelled = new AbortController();
  const opening = intake.openRequest(message, cancelled.signal);
  cancelled.abort();
  await opening;
  expect(sent).toEqual([]);
  await intake.openRequest(message, new AbortController().signal);
  expect(sent).toMatchObject([{ type: 'deactivation-opened' }]);
});

const [[deno], [spdx]] = [OTPAUTH_URIS.deno, OTPAUTH_URIS.spdx];
const EXPORT =
  'otpauth-migration://offline?data=' +
  'CiUKEOSScPDSHzZchAj4tHXFJnwSBU1hc29uGgREZW5vIAEoATACEAEYAiAAKE0%3D';

test('an account that the scanner reads ends the scan, and is offered', () => {
  const { intake, sent, offers } = scene('wizard', 'scan-first');
  intake.seen([qr(deno)]);
  expect(sent).toEqual([{ type: 'account-offered' }]);
  expect(offers).toMatchObject([{ is: 'accounts', source: { entries: [{ issuer: 'Deno' }] } }]);
});

test.each(['home', 'otp', 'requests'] as const)('one pasted on %s opens no scanner', (at) => {
  const { intake, sent, offers } = scene(at);
  intake.pasted(deno);
  expect(sent).toEqual([]);
  expect(offers).toHaveLength(1);
});

test('all accounts of a picture are offered together, whatever else is in it', () => {
  const { intake, offers, waiting } = scene('wizard', 'scan-first');
  intake.seen([qr(deno), qr('https://shop.example'), qr(spdx), qr(deno)]);
  expect(offers).toMatchObject([
    { source: { entries: [{ issuer: 'Deno' }, { issuer: 'SPDX' }], unreadable: [] } },
  ]);
  expect(waiting().choices).toEqual([]);
});

test('a message of ours goes before an account in the same picture', () => {
  const { intake, sent, offers } = scene('wizard', 'scan-first');
  intake.seen([qr(deno), qr(first.text)]);
  expect(sent).toMatchObject([{ type: 'message-read', message: { kind: 'first' } }]);
  expect(offers).toEqual([]);
});

test('an account among several messages is named, and offered once it is chosen', () => {
  const { intake, offers, waiting } = scene('wizard', 'scan-first');
  intake.seen([qr(first.text), qr(request.text), qr(deno)]);
  expect(waiting().choices[2]).toMatchObject({
    choice: { is: 'account' },
    of: { issuer: 'Deno', label: 'Mason' },
  });
  expect(offers).toEqual([]);
  intake.chosen(2);
  expect(offers).toHaveLength(1);
});

test('accounts and an enrolment beside them are two things to choose from', () => {
  const { intake, offers, waiting } = scene('wizard', 'scan-first');
  intake.seen([qr(deno), qr('lseqr://init?sh=31&se=LSO1')]);
  expect(offers).toEqual([]);
  intake.chosen(waiting().choices.length - 1);
  expect(offers).toEqual([{ is: 'ocra2', text: 'lseqr://init?sh=31&se=LSO1' }]);
});

test('an export of two codes keeps the scanner open, and is forgotten when that is left', () => {
  const { intake, sent, offers, waiting } = scene();
  intake.pasted(EXPORT);
  expect(sent).toEqual(opened);
  expect(waiting().collecting).toEqual({ read: 1, wanted: 2 });
  intake.stepped('reading-first');
  expect(waiting().collecting).toBeDefined();
  intake.stepped('idle');
  expect(waiting().collecting).toBeUndefined();
  intake.useCollected();
  expect(offers).toEqual([]);
});

test('**Bring in these** offers what there is of an export', () => {
  const { intake, sent, offers, waiting } = scene('wizard', 'scan-first');
  intake.seen([qr(EXPORT)]);
  intake.useCollected();
  expect(sent).toEqual([{ type: 'account-offered' }]);
  expect(offers).toMatchObject([{ source: { entries: [{ issuer: 'Deno' }] } }]);
  expect(waiting().collecting).toBeUndefined();
});

test.each(['scan-second', 'device-code'] as const)('an account is not taken at %s', (step) => {
  const { intake, sent, offers } = scene('wizard', step);
  intake.pasted(deno);
  const problem = { code: 'NOT_OURS', seen: 'account-later' };
  expect(sent).toEqual([{ type: 'code-refused', problem }]);
  expect(offers).toEqual([]);
});

test('an account in a picture is not taken while something else is under way', () => {
  const { intake, offers } = scene('authenticate');
  intake.seen([qr(deno)]);
  expect(offers).toEqual([]);
});

test('no address brings an account: not as itself, and not behind the app’s own', () => {
  for (const address of [
    deno,
    EXPORT,
    'lseqr://init?sh=31&se=LSO1',
    `https://auth.example/#${deno}`,
    `https://auth.example/#TES1.0oRD\n${deno}`,
  ]) {
    const { intake, sent, offers, wait } = scene();
    wait({ incoming: { by: 'link', address }, choices: [] });
    intake.useIncoming();
    expect(offers).toEqual([]);
    expect(sent.at(-1)).toMatchObject({ type: 'code-refused' });
  }
});

test('an app that keeps its own organisation’s accounts alone takes no other’s code', () => {
  for (const text of [deno, EXPORT, 'lseqr://init?sh=31', 'phonefactor://activate_account?x=1']) {
    const { intake, sent, offers } = scene('wizard', 'scan-first', false);
    intake.seen([qr(text)]);
    const problem = { code: 'NOT_OURS', seen: 'own-only' };
    expect(sent).toEqual([{ type: 'code-refused', problem }]);
    expect(offers).toEqual([]);
  }
});

test('a code that only its own app reads is named', () => {
  const { intake, sent } = scene('wizard', 'scan-first');
  intake.seen([qr('phonefactor://activate_account?code=1&url=x')]);
  const problem = { code: 'NOT_OURS', seen: 'microsoft' };
  expect(sent).toEqual([{ type: 'code-refused', problem }]);
});
