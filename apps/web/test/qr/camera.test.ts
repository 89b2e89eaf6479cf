import { manualClock } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { type CameraPort, startCamera } from '../../src/qr/camera.ts';
import { boundedSize } from '../../src/qr/still-pixels.ts';

/** A camera whose picture holds the text `label`, in a browser of which only what is used is there. */
function bench(given: { error?: string; plays?: boolean; sees?: (look: number) => string | undefined } = {}) {
  const clock = manualClock();
  const end = new AbortController();
  const streams: (MediaStream | undefined)[] = [];
  const texts: string[] = [];
  let stopped = 0;
  let looks = 0;
  const stream = { getTracks: () => [{ stop: () => void stopped++ }] } as unknown as MediaStream;
  const { error, plays = true, sees = () => 'label' } = given;
  const context = {
    drawImage: () => undefined,
    getImageData: () => ({ width: 1, height: 1, data: new Uint8ClampedArray(4) }),
  };
  const port: CameraPort = {
    mediaDevices: {
      getUserMedia: async () => {
        if (error) throw new DOMException('no', error);
        return stream;
      },
    },
    clock,
    finder: async () => async () => sees(looks++),
    createCanvas: () => ({ width: 0, height: 0, getContext: () => context }) as unknown as HTMLCanvasElement,
    createVideo: () =>
      ({
        videoWidth: 640,
        videoHeight: 480,
        play: async () => {
          if (!plays) throw new DOMException('no', 'NotSupportedError');
        },
      }) as unknown as HTMLVideoElement,
  };
  const start = (more: Partial<CameraPort> = {}) =>
    clock.run(
      startCamera(
        { ...port, ...more },
        { signal: end.signal, onText: (text) => texts.push(text), onStream: (each) => streams.push(each) },
      ),
    );
  return { clock, end, streams, texts, start, stopped: () => stopped, looks: () => looks };
}

test('a code is seen, and the light goes out when nobody looks any more', async () => {
  const at = bench({ sees: (look) => (look < 2 ? undefined : 'label') });
  expect(await at.start()).toBe('on');
  expect(at.stopped()).toBe(0);
  await at.clock.advance(1000);
  expect(at.texts[0]).toBe('label');
  at.end.abort();
  expect(at.stopped()).toBe(1);
  expect(at.streams).toEqual([expect.anything(), undefined]);
  const looks = at.looks();
  await at.clock.advance(5000);
  expect(at.looks()).toBe(looks);
});

test('a camera that comes after all is switched off again', async () => {
  const at = bench();
  at.end.abort();
  await at.start();
  expect(at.stopped()).toBe(1);
  expect(at.texts).toEqual([]);
});

test.each([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'none'],
  ['NotReadableError', 'none'],
] as const)('%s is a camera that is %s', async (error, result) => {
  expect(await bench({ error }).start()).toBe(result);
});

test('a page without cameras, and a picture that does not play, are no camera', async () => {
  expect(await bench().start({ mediaDevices: undefined })).toBe('none');
  const at = bench({ plays: false });
  expect(await at.start()).toBe('none');
  expect(at.stopped()).toBe(1);
});

test('a picture is drawn no larger than codes need', () => {
  expect(boundedSize(640, 480)).toEqual({ width: 640, height: 480 });
  expect(boundedSize(16_000, 100)).toEqual({ width: 1600, height: 10 });
  expect(boundedSize(100_000, 1)).toEqual({ width: 1600, height: 1 });
  expect(boundedSize(0, 0)).toEqual({ width: 1, height: 1 });
});
