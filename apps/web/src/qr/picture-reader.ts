import type { FindCode } from './code-finder.ts';
import { drawPixels } from './still-pixels.ts';

/** Most bytes of a picture that is opened. */
const mostBytes = 20 * 1024 * 1024;

/** What reading a picture needs of the browser. */
export interface PicturePort {
  finder(): Promise<FindCode>;
  createCanvas(): HTMLCanvasElement;
  createImageBitmap(picture: Blob): Promise<ImageBitmap>;
}

/** Returns the text of the QR code in a picture; undefined where it has none, or is none. */
export async function readPicture(picture: Blob, port: PicturePort): Promise<string | undefined> {
  if (picture.size > mostBytes) return undefined;
  let bitmap: ImageBitmap;
  try {
    bitmap = await port.createImageBitmap(picture);
  } catch {
    return undefined;
  }
  try {
    const pixels = drawPixels(bitmap, bitmap, port.createCanvas());
    return pixels && (await (await port.finder())(pixels));
  } finally {
    bitmap.close();
  }
}
