/** Scenes of moving to a new phone: each step of the old phone, then of the new one. */
import type { OathAccount } from '../core/account.ts';
import type { CameraView } from '../core/camera-view.ts';
import { isMovable } from '../core/transfer/movable.ts';
import { moveName } from '../core/transfer/move-name.ts';
import type { ReceiveShown } from '../core/transfer/receive-types.ts';
import type { ColourPicture, Packed, SendShown } from '../core/transfer/send-types.ts';
import type { BitMatrix, View } from '../core/view.ts';

interface Names {
  readonly issuer: string;
  readonly label: string;
}

type Purpose = 'send' | 'receive';
type At = (
  route: { readonly at: 'transfer'; readonly purpose: Purpose },
  more?: Partial<View>,
) => View;

interface MoveScene {
  readonly view: View;
  readonly camera?: CameraView<true>;
}

/** Modules a side of the largest colour cryptogram, and of a request's QR code. */
const COLOUR_SIZE = 65;
const QR_SIZE = 29;
/** Modules from the edge to the frame's outer and inner edge, and to the grid. */
const FRAME_FROM = 2;
const FRAME_TO = 4;
const GRID_FROM = 5;
const BLACK = 4;
const PACKED: Packed = {
  pictures: 5,
  accounts: 4,
  counting: 1,
  countingNames: [['Fabrikam Works', 'gate']],
  unread: [],
};
const ASKED = { request: 'TESM:', number: '45756132' };

export function moveScenes(at: At, names: Names): Record<string, MoveScene> {
  const accounts = others(names);
  const send = (state: SendShown, more: Partial<View> = {}): MoveScene => ({
    view: at(
      { at: 'transfer', purpose: 'send' },
      { accounts, transfer: { purpose: 'send', state, scans: false }, ...more },
    ),
  });
  const receive = (state: ReceiveShown, more: Partial<View> = {}): MoveScene => ({
    view: at(
      { at: 'transfer', purpose: 'receive' },
      { accounts: [], transfer: { purpose: 'receive', state, scans: false }, ...more },
    ),
  });
  const without: readonly string[] = [];
  const list = { step: 'send-list', without: ['o2'] } as const;
  const number = { step: 'send-number', without, request: 1, triesLeft: 3 } as const;
  const showing = {
    step: 'send-showing',
    without,
    packed: PACKED,
    pace: 'fast',
    triesLeft: 5,
    picture: colourPicture(),
  } as const;
  const receipt = { ...showing, step: 'send-receipt' } as const;
  const collecting = { step: 'receive-collecting', asked: ASKED, rank: 3, of: 5 } as const;
  const telling = {
    step: 'receive-telling',
    arrived: {
      accounts: 4,
      names: accounts.filter(isMovable).map(moveName),
      here: 1,
      unhidden: [[names.issuer], ['Contoso']],
      notice: 'first',
    },
  } as const;
  const camera: CameraView<true> = { stream: true };
  return {
    'send-list': send(list),
    'send-list-bound': send({ ...list, problem: 'MOVE_EXPIRED' }, {}),
    'send-list-hidden': send({ ...list, problem: 'hidden' }),
    'send-list-none': send({ step: 'send-list', without }, { accounts: [] }),
    'send-scanning': { ...send({ step: 'send-scanning', without }), camera },
    'send-scanning-other': {
      ...send({ step: 'send-scanning', without, problem: 'NOT_OURS' }),
      camera,
    },
    'send-number': send(number),
    'send-number-wrong': send({ ...number, triesLeft: 2, wrong: true }),
    'send-showing': send(showing),
    'send-showing-by-hand': send({ ...showing, pace: 'by-hand' }),
    'send-receipt': send(receipt),
    'send-receipt-wrong': send({ ...receipt, triesLeft: 1, wrong: true }),
    'send-moved': send({ step: 'send-moved', packed: PACKED }),
    'send-moved-unread': send({ step: 'send-moved', packed: { ...PACKED, unread: [['Contoso']] } }),
    'send-counting': send({ step: 'send-counting', packed: PACKED }),
    'send-delete': send({ step: 'send-delete', packed: PACKED, deletion: 'all' }),
    'send-deleted': send({ step: 'send-done', deleted: 4, kept: 0, staying: false }),
    'send-kept': send({
      step: 'send-done',
      deleted: 0,
      kept: 4,
      staying: true,
      countingNames: PACKED.countingNames,
    }),
    'receive-asking': receive({ step: 'receive-asking', asked: ASKED, modules: code() }),
    'receive-collecting': { ...receive(collecting), camera },
    'receive-collecting-none': {
      ...receive({ ...collecting, rank: 0, of: 0, problem: 'NOT_OURS' }),
      camera,
    },
    'receive-telling': receive(telling),
    'receive-telling-erased': receive({
      step: 'receive-telling',
      arrived: { ...telling.arrived, notice: 'erased' },
    }),
    'receive-done': receive({
      step: 'receive-done',
      accounts: 23,
      here: 3,
      receipt: '33658235',
    }),
    'receive-incomplete': receive({
      step: 'receive-incomplete',
      kept: 22,
      missing: [[names.issuer, names.label]],
    }),
    'receive-over': receive({ step: 'receive-over', code: 'MOVE_OTHER_PHONE' }),
  };
}

function others({ issuer, label }: Names): OathAccount[] {
  const one = {
    kind: 'oath',
    type: 'totp',
    issuerHue: 200,
    state: 'active',
    clockOffset: 0,
    addedAt: 1_790_000_000,
    otp: { algorithm: 'SHA1', digits: 6, period: 30 },
  } as const;
  return [
    { ...one, id: 'o1', issuerName: issuer, label, position: 1 },
    { ...one, id: 'o2', issuerName: 'Contoso', label: 'jo@contoso.example', position: 2 },
    { ...one, id: 'o3', issuerName: '', label: 'door', position: 3 },
    {
      ...one,
      id: 'o4',
      type: 'hotp',
      issuerName: 'Fabrikam Works',
      label: 'gate',
      position: 4,
      counter: 7,
      otp: { algorithm: 'SHA1', digits: 6 },
    },
    { ...one, id: 'o5', type: 'ocra2', issuerName: 'Adventure Works', label: 'jo', position: 5 },
  ];
}

/** A picture of the right form that means nothing. */
function colourPicture(): ColourPicture {
  const modules = Uint8Array.from({ length: COLOUR_SIZE ** 2 }, (_, i) => {
    const [x, y] = [i % COLOUR_SIZE, Math.floor(i / COLOUR_SIZE)];
    const inside = Math.min(x, y, COLOUR_SIZE - 1 - x, COLOUR_SIZE - 1 - y);
    if (inside >= GRID_FROM) return (x * x + 7 * y * x + 3 * y * y + (x ^ y)) % BLACK;
    return inside >= FRAME_FROM && inside < FRAME_TO ? BLACK : 0;
  });
  return { size: COLOUR_SIZE, modules };
}

function code(): BitMatrix {
  const modules = Uint8Array.from({ length: QR_SIZE ** 2 }, (_, i) => (i * i + (i >> 3)) % 2);
  return { size: QR_SIZE, modules };
}
