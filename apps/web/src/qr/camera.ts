import { type Clock, untilAborted } from '@esp-prov/protocol';
import type { FindCode } from './code-finder.ts';
import { drawPixels } from './still-pixels.ts';

/** What a camera needs of the browser. */
export interface CameraPort {
  /** `navigator.mediaDevices`; undefined on pages that came over plain HTTP. */
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  readonly clock: Clock;
  finder(): Promise<FindCode>;
  createCanvas(): HTMLCanvasElement;
  createVideo(): HTMLVideoElement;
}

/** How a camera is used. */
export interface CameraOptions {
  readonly signal: AbortSignal;
  /** Called with every code that is seen, over and over as long as it is in the picture. */
  onText(text: string): void;
  /** Called with what the camera sees, and with undefined at its end. */
  onStream(stream: MediaStream | undefined): void;
}

/** Pause between two looks: fast for a hand, and leaves the processor most of its time. */
const paceMs = 200;

/** Longest side that is asked for; more pixels only take longer. */
const wanted: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
};

/**
 * Switches the camera on and looks for codes until aborted; then its light goes out.
 *
 * @returns `denied` without permission, `none` without a camera that can be used
 */
export async function startCamera(port: CameraPort, options: CameraOptions): Promise<'on' | 'denied' | 'none'> {
  const { signal, onStream } = options;
  let stream: MediaStream;
  try {
    if (!port.mediaDevices) return 'none';
    stream = await port.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : 'none';
  }
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    onStream(undefined);
  };
  if (signal.aborted) {
    stop();
    return 'none';
  }
  signal.addEventListener('abort', stop, { once: true });
  onStream(stream);
  const video = port.createVideo();
  try {
    video.muted = true;
    video.srcObject = stream;
    await untilAborted(video.play(), signal);
  } catch {
    stop();
    return 'none';
  }
  void look(port, video, options);
  return 'on';
}

async function look(port: CameraPort, video: HTMLVideoElement, { signal, onText }: CameraOptions): Promise<void> {
  try {
    const canvas = port.createCanvas();
    const find = await port.finder();
    while (!signal.aborted) {
      const { videoWidth: width, videoHeight: height } = video;
      const pixels = width > 0 ? drawPixels(video, { width, height }, canvas) : undefined;
      const text = pixels && (await find(pixels));
      if (text !== undefined && !signal.aborted) onText(text);
      await port.clock.sleep(paceMs, { signal });
    }
  } catch {
    // Aborted, or a reader that could not be loaded: pictures and typing are beside it.
  }
}
