/**
 * Shows screens without the app: `#scene`, with `,long` for long names, a language's tag or
 * `,pseudo` for a longer one, and `,concealed` as while the page is hidden. In a frame it shows
 * nothing until it is told to. Collects actions in `window.asked`.
 */
// Loaded as the groups are: a scene's cards would come after it was looked at.
import '../ui/requests/waiting-cards.ts';
import '../ui/scan/collected-codes.ts';
import '../ui/scan/other-code.ts';

import type { Action } from '../core/action.ts';
import { brandWords, withBrandHelp, withBrandWords } from '../i18n/brand-words.ts';
import type { LanguageTag } from '../i18n/languages.ts';
import { isLanguageTag, languageOf, REFERENCE_LANGUAGE } from '../i18n/languages.ts';
import { loadLaterWords, loadStrings } from '../i18n/load-strings.ts';
import { m, setMenuStrings } from '../i18n/menu-strings.ts';
import { pseudo } from '../i18n/pseudo.ts';
import { locale, setStrings, t } from '../i18n/strings.ts';
import { setTransferStrings, w } from '../i18n/transfer-strings.ts';
import { followLanguage, languageChanged } from '../ui/follow-language.ts';
import type { ScreenGroup } from '../ui/lazy-screens.ts';
import { loaded } from '../ui/lazy-screens.ts';
import { TesseraApp } from '../ui/tessera-app.ts';
import { behaveInFrame } from './frame.ts';
import type { Look } from './look.ts';
import { configured, namesFor, wear } from './look.ts';
import type { Names } from './scene-accounts.ts';
import { LONG_NAMES, SHORT_NAMES } from './scene-accounts.ts';
import { scenes, SUPPORT_FACTS } from './scenes.ts';

declare global {
  interface Window {
    asked: unknown[];
    show(scene: string): Promise<void>;
    /** Shows a scene in a brand's look, and each scene after it. */
    showIn(scene: string, look: Look): Promise<void>;
  }
}

window.asked = [];
followLanguage();
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

async function show(scene: string): Promise<void> {
  const [name = '', ...options] = scene.split(',');
  const tag = options.find(isLanguageTag) ?? look?.language ?? REFERENCE_LANGUAGE;
  await speak(tag, options.includes('pseudo'));
  const all = scenes(options.includes('long') ? LONG_NAMES : usualNames(), Date.now());
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
  const view = look ? configured(found.view, look) : found.view;
  app.view = options.includes('concealed') ? { ...view, concealed: true } : view;
  document.title = name;
}

let look: Look | undefined;

async function showIn(scene: string, wanted: Look): Promise<void> {
  look = wanted;
  wear(wanted, document.documentElement, app);
  await show(scene);
}

function usualNames(): Names {
  return look ? namesFor(look) : SHORT_NAMES;
}

/** What is spoken, unless it has a brand's words. */
let spoken: string | undefined;

/** Puts a language in use, or English made longer. */
async function speak(tag: LanguageTag, isPseudo: boolean): Promise<void> {
  const wanted = look ? undefined : `${tag} ${isPseudo}`;
  // Without a change every element on the screen would be rendered once more.
  if (wanted !== undefined && wanted === spoken) return;
  await loadStrings(tag, [tag]);
  await Promise.all([loadLaterWords('transfer'), loadLaterWords('menu')]);
  if (look) {
    const brand = brandWords(look.config, tag);
    setStrings(withBrandWords(t, brand), tag, locale);
    setMenuStrings(withBrandHelp(m, brand));
  }
  if (isPseudo) {
    setStrings(pseudo(t), tag);
    setTransferStrings(pseudo(w));
    setMenuStrings(pseudo(m));
  }
  document.documentElement.lang = tag;
  document.documentElement.dir = languageOf(tag).dir;
  languageChanged();
  spoken = wanted;
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
window.showIn = showIn;
if (location.hash) void show(location.hash.slice(1));
else if (window !== parent) behaveInFrame();
else
  void speak(REFERENCE_LANGUAGE, false)
    .then(groupsHere)
    .then(() => show(''));
