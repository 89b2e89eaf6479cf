import { expect, test } from 'vitest';
import { type PicturePort, readPicture } from '../../src/qr/picture-reader.ts';

function portOf(createImageBitmap: PicturePort['createImageBitmap']): PicturePort {
  const context = {
    drawImage: () => undefined,
    getImageData: () => ({ width: 1, height: 1, data: new Uint8ClampedArray(4) }),
  };
  return {
    createImageBitmap,
    finder: async () => async () => 'label',
    createCanvas: () => ({ width: 0, height: 0, getContext: () => context }) as unknown as HTMLCanvasElement,
  };
}

test('the code of a picture is read, and the picture given back', async () => {
  let closed = 0;
  const bitmap = { width: 4000, height: 3000, close: () => void closed++ } as unknown as ImageBitmap;
  expect(
    await readPicture(
      new Blob(['x']),
      portOf(async () => bitmap),
    ),
  ).toBe('label');
  expect(closed).toBe(1);
});

test('what is no picture has no code', async () => {
  const port = portOf(async () => Promise.reject(new DOMException('no', 'InvalidStateError')));
  expect(await readPicture(new Blob(['x']), port)).toBeUndefined();
});

test('a file that is too large is not opened', async () => {
  let opened = 0;
  const port = portOf(async () => {
    opened++;
    throw new Error('opened');
  });
  const large = { size: 20 * 1024 * 1024 + 1 } as Blob;
  expect(await readPicture(large, port)).toBeUndefined();
  expect(opened).toBe(0);
});
