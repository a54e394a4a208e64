/**
 * The computer's camera (W3C Media Capture and Streams): a video of it, and the middle of each
 * frame as pixels.
 */
import { cameraErrorCode, TesseraError } from '../core/errors.ts';
import type { PixelImage } from '../symbology/image.ts';

/** Pixels that are asked for, and the side of the square in the middle that is read. */
const WANTED_SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };
const MOST_SIDE = 720;
/** Milliseconds to wait for a new frame. */
const IDLE_MS = 250;
/** Milliseconds between frames where the browser does not tell of new ones. */
const FRAME_MS = 33;

export interface Webcam {
  /** Plays what the camera sees. */
  readonly video: HTMLVideoElement;
  /** The middle of the next frame; `undefined` where none came for a while. */
  readonly nextFrame: () => Promise<PixelImage | undefined>;
  readonly stop: () => void;
}

/**
 * Asks for the camera; a prompt of the browser waits as long as the person does. `onLost` is called
 * when the camera is unplugged or taken away.
 * @throws TesseraError NO_SECURE_CONTEXT, CAMERA_REFUSED, CAMERA_MISSING, CAMERA_BUSY
 */
export async function openWebcam(onLost: () => void): Promise<Webcam> {
  if (!isSecureContext) throw new TesseraError('NO_SECURE_CONTEXT');
  // Absent in old browsers although lib.dom.d.ts promises it.
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) throw new TesseraError('CAMERA_MISSING');
  const stream = await media
    .getUserMedia({ audio: false, video: WANTED_SIZE })
    .catch((cause: unknown) => {
      throw new TesseraError(cameraErrorCode(cause instanceof DOMException ? cause.name : ''), {
        cause,
      });
    });
  const tracks = stream.getTracks();
  for (const track of tracks) track.addEventListener('ended', onLost);
  const video = play(stream);
  return {
    video,
    async nextFrame() {
      await newFrame(video);
      return video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0
        ? undefined
        : middleOf(video);
    },
    stop() {
      for (const track of tracks) {
        track.removeEventListener('ended', onLost);
        track.stop();
      }
      video.srcObject = null;
    },
  };
}

function play(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.setAttribute('playsinline', '');
  video.autoplay = true;
  video.srcObject = stream;
  // A browser that does not play it shows no frame, and the reading ends by its own limit.
  video.play().catch(() => undefined);
  return video;
}

/** Waits until the video shows another frame, at most IDLE_MS. */
function newFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if (!('requestVideoFrameCallback' in video)) {
      setTimeout(resolve, FRAME_MS);
      return;
    }
    const timer = setTimeout(() => {
      video.cancelVideoFrameCallback(handle);
      resolve();
    }, IDLE_MS);
    const handle = video.requestVideoFrameCallback(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The square in the middle of a frame, made smaller where the camera gives a larger one. */
function middleOf(video: HTMLVideoElement): PixelImage {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  const [left, top] = [(videoWidth - side) / 2, (videoHeight - side) / 2];
  const size = Math.min(side, MOST_SIDE);
  const context = contextOf(size, size);
  context.drawImage(video, left, top, side, side, 0, 0, size, size);
  return context.getImageData(0, 0, size, size);
}

let canvas: HTMLCanvasElement | undefined;

/** Gives the one canvas at a size, in pixels. */
export function contextOf(width: number, height: number): CanvasRenderingContext2D {
  canvas ??= document.createElement('canvas');
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new TesseraError('UNEXPECTED');
  return context;
}
