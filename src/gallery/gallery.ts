/**
 * Shows screens without the app: `#scene`, with `,long` for long names, `,pseudo` for a longer
 * language and `,concealed` as while the page is hidden. Collects their actions in `window.asked`.
 */
// Loaded as the groups are: a scene's cards would come after it was looked at.
import '../ui/requests/waiting-cards.ts';
import '../ui/scan/collected-codes.ts';
import '../ui/scan/other-code.ts';

import type { Action } from '../core/action.ts';
import { pseudo } from '../i18n/pseudo.ts';
import { ENGLISH, setStrings } from '../i18n/strings.ts';
import { setTransferStrings, TRANSFER_ENGLISH } from '../i18n/transfer-strings.ts';
import type { ScreenGroup } from '../ui/lazy-screens.ts';
import { loaded } from '../ui/lazy-screens.ts';
import { TesseraApp } from '../ui/tessera-app.ts';
import { LONG_NAMES, scenes, SHORT_NAMES, SUPPORT_FACTS } from './scenes.ts';

declare global {
  interface Window {
    asked: unknown[];
    show(scene: string): void;
  }
}

window.asked = [];
const app = new TesseraApp();
app.act = (action: Action) => window.asked.push(action);
app.onCamera = (command) => window.asked.push(command);
app.onPicture = (file) => window.asked.push({ type: 'picture', size: file.size });
app.support = {
  facts: () => Promise.resolve(SUPPORT_FACTS),
  copy(text) {
    window.asked.push({ type: 'details', text });
    return Promise.resolve(true);
  },
};
app.onVideo = (video) => window.asked.push({ type: 'video', plays: video !== undefined });
document.body.append(app);

function show(scene: string): void {
  const [name = '', ...options] = scene.split(',');
  const isPseudo = options.includes('pseudo');
  setStrings(isPseudo ? pseudo(ENGLISH) : ENGLISH);
  setTransferStrings(isPseudo ? pseudo(TRANSFER_ENGLISH) : TRANSFER_ENGLISH);
  const all = scenes(options.includes('long') ? LONG_NAMES : SHORT_NAMES, Date.now());
  const found = all[name];
  if (!found) {
    document.title = Object.keys(all).join(' ');
    return;
  }
  const { stream, ...camera } = found.camera ?? {};
  app.camera = found.camera && {
    ...camera,
    ...(stream && { stream: (painted ??= paintStream()) }),
  };
  app.view = options.includes('concealed') ? { ...found.view, concealed: true } : found.view;
  document.title = name;
}

/** One for all scenes, because each paints until the page is left. */
let painted: MediaStream | undefined;

/** Paints a camera's view of a code on a table. */
function paintStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  const draw = () => {
    const light = pen.createLinearGradient(0, 0, 1280, 720);
    light.addColorStop(0, '#8d8378');
    light.addColorStop(1, '#4f4a45');
    pen.fillStyle = light;
    pen.fillRect(0, 0, 1280, 720);
    pen.save();
    pen.translate(640, 360);
    pen.rotate(0.06);
    pen.fillStyle = '#f7f7f4';
    pen.fillRect(-190, -190, 380, 380);
    pen.fillStyle = '#1c1c1c';
    for (let y = 0; y < 25; y += 1)
      for (let x = 0; x < 25; x += 1)
        if ((x * 7 + y * 13 + x * y * 3) % 5 < 2) pen.fillRect(x * 13 - 163, y * 13 - 163, 13, 13);
    pen.restore();
  };
  draw();
  setInterval(draw, 500);
  return canvas.captureStream(5);
}

/**
 * All groups are loaded before the scenes are named: the screen that waits for one has a heading
 * too, which a test would take for the scene's.
 */
const GROUPS: Record<ScreenGroup, true> = {
  wizard: true,
  otp: true,
  'oath-code': true,
  error: true,
  requests: true,
  request: true,
  alarm: true,
  unlock: true,
  accounts: true,
  transfer: true,
  'code-picture': true,
  waiting: true,
  incoming: true,
  menu: true,
};

function groupsHere(): Promise<unknown> {
  const all = Object.keys(GROUPS) as ScreenGroup[];
  return Promise.all(all.map((group) => new Promise<void>((here) => loaded(group, here))));
}

window.show = show;
if (location.hash) show(location.hash.slice(1));
else void groupsHere().then(() => show(''));
