/**
 * Cameras simulated in the page: several of them, with light and zoom, refused, missing, busy or
 * unplugged.
 */
import type { Page } from '@playwright/test';

interface FakeCamera {
  readonly id: string;
  readonly label: string;
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step: number };
}

export interface FakeCameras {
  /** What the browser says before it is asked for a camera; `unknown` where it cannot say. */
  readonly permission: 'granted' | 'prompt' | 'denied' | 'unknown';
  readonly cameras: readonly FakeCamera[];
  /** The name of the exception that every request for a camera meets. */
  readonly fails?: string;
}

/** What the page has asked for so far. */
export interface Asked {
  /** Ids of the cameras that were opened, in order. */
  readonly opened: readonly string[];
  /** How often a camera was asked for, in vain or not. */
  readonly requests: number;
  /** Tracks that still run. */
  readonly live: number;
  readonly settings: { readonly torch?: boolean; readonly zoom?: number };
  readonly buzzes: number;
}

interface Stage {
  fails: string | undefined;
  asked: { opened: string[]; requests: number; buzzes: number };
  tracks: MediaStreamTrack[];
  settings: Record<string, unknown>;
  /** What the camera sees. */
  held: HTMLImageElement | undefined;
}
type Staged = typeof globalThis & { cameraStage: Stage };

/** Before the page is opened. */
export async function playCameras(page: Page, options: FakeCameras): Promise<void> {
  await page.addInitScript(({ permission, cameras, fails }) => {
    const stage: Stage = {
      fails,
      asked: { opened: [], requests: 0, buzzes: 0 },
      tracks: [],
      settings: {},
      held: undefined,
    };
    (globalThis as Staged).cameraStage = stage;
    const { permissions, mediaDevices } = navigator;
    const query = permissions.query.bind(permissions);
    permissions.query = (wanted) => {
      if ((wanted.name as string) !== 'camera') return query(wanted);
      if (permission === 'unknown') return Promise.reject(new TypeError('No such permission'));
      return Promise.resolve({ state: permission } as PermissionStatus);
    };
    navigator.vibrate = () => (stage.asked.buzzes++, true);
    mediaDevices.enumerateDevices = async () =>
      cameras.map(({ id, label }) => ({ kind: 'videoinput', deviceId: id, label }) as MediaDeviceInfo); // oxfmt-ignore
    mediaDevices.getUserMedia = async (constraints) => {
      stage.asked.requests++;
      if (stage.fails) throw new DOMException('As played', stage.fails);
      const { deviceId } = (constraints?.video ?? {}) as { deviceId?: { exact: string } };
      const camera = deviceId ? cameras.find(({ id }) => id === deviceId.exact) : cameras[0];
      if (!camera) throw new DOMException('As played', deviceId ? 'OverconstrainedError' : 'NotFoundError'); // oxfmt-ignore
      stage.asked.opened.push(camera.id);
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      const context = canvas.getContext('2d')!;
      const draw = (): void => {
        context.fillRect(0, 0, 640, 480);
        const { held } = stage;
        if (!held) return;
        const scale = Math.min(640 / held.width, 480 / held.height);
        context.drawImage(held, 0, 0, held.width * scale, held.height * scale);
      };
      context.fillStyle = '#aaa';
      draw();
      const stream = canvas.captureStream(10);
      const track = stream.getVideoTracks()[0]!;
      const timer = setInterval(() => (track.readyState === 'live' ? draw() : clearInterval(timer)), 100); // oxfmt-ignore
      stage.settings = { deviceId: camera.id };
      track.getSettings = () => stage.settings;
      track.getCapabilities = () => camera as MediaTrackCapabilities;
      track.applyConstraints = async (change) =>
        void Object.assign(stage.settings, ...((change?.advanced ?? []) as object[]));
      stage.tracks.push(track);
      return stream;
    };
  }, options);
}

export function asked(page: Page): Promise<Asked> {
  return page.evaluate(() => {
    const { asked: counts, tracks, settings } = (globalThis as Staged).cameraStage;
    const live = tracks.filter(({ readyState }) => readyState === 'live').length;
    return { ...counts, live, settings };
  });
}

/** Rejects each further request for a camera with this exception; `undefined` grants them. */
export async function meet(page: Page, fails: string | undefined): Promise<void> {
  await page.evaluate((name) => void ((globalThis as Staged).cameraStage.fails = name), fails);
}

/** Takes away what was held before the cameras. */
export async function holdNothing(page: Page): Promise<void> {
  await page.evaluate(() => void ((globalThis as Staged).cameraStage.held = undefined));
}

/** Holds a picture before whichever camera runs. */
export async function hold(page: Page, png: Buffer): Promise<void> {
  await page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    (globalThis as Staged).cameraStage.held = image;
  }, png.toString('base64'));
}

/** The running camera is pulled out. */
export async function unplug(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const track of (globalThis as Staged).cameraStage.tracks) {
      track.stop();
      // A page that stops a track itself gets no `ended` event; one whose camera is lost does.
      track.dispatchEvent(new Event('ended'));
    }
  });
}
