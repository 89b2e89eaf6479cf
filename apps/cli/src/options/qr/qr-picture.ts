import { ProvisioningError } from '@esp-prov/protocol';
import { mostMegapixels, requireJpegSize, requirePngSize } from './picture-size.ts';

/** Milliseconds that the search for a code may take beyond its first try. */
const patienceMs = 3000;

/** Squares of a picture in which the search is quick; a code that fills a corner of a photo is still found. */
const quickSquares = 4_000_000;

/** Megabytes that the decoder of JPEG may take. */
const mostDecoderMegabytes = 512;

/** Decoded colours, four bytes for each square. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads the text of the QR code in a picture. @throws ProvisioningError `qr/unreadable` */
export async function readQrPicture(content: Uint8Array, kind: 'png' | 'jpeg'): Promise<string> {
  const picture = await opened(content, kind);
  const { default: decodeQr } = await import('qr/decode.js');
  const textDecoder = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  for (const each of views(picture)) {
    try {
      return decodeQr(each, { format: 'RGBA', textDecoder, timeLimit: patienceMs });
    } catch {
      // Whatever it complains of: no code was found in this one.
    }
  }
  throw new ProvisioningError(
    'qr/unreadable',
    'no QR code is found in the picture; take one that shows it large and flat',
  );
}

/**
 * Yields the picture and its inverse, of a large one first in a smaller copy; one at a time, since each takes much
 * room.
 */
function* views(picture: Picture): Iterable<Picture> {
  const factor = Math.ceil(Math.sqrt((picture.width * picture.height) / quickSquares));
  if (factor > 1) {
    const small = shrunk(picture, factor);
    yield small;
    yield invert(small);
  }
  yield picture;
  yield invert(picture);
}

async function opened(content: Uint8Array, kind: 'png' | 'jpeg'): Promise<Picture> {
  try {
    return kind === 'png' ? await openPng(content) : await openJpeg(content);
  } catch (cause) {
    // Of our own limits people get to know; what decoders say helps nobody.
    const why = cause instanceof RangeError && !('code' in cause) ? `: ${cause.message}` : '';
    const text = `the picture cannot be opened as ${kind.toUpperCase()}${why}`;
    throw new ProvisioningError('qr/unreadable', text, { cause });
  }
}

async function openPng(content: Uint8Array): Promise<Picture> {
  requirePngSize(content);
  const { PNG } = await import('pngjs');
  return onWhite(PNG.sync.read(Buffer.from(content.buffer, content.byteOffset, content.byteLength)));
}

async function openJpeg(content: Uint8Array): Promise<Picture> {
  requireJpegSize(content);
  const { decode } = await import('jpeg-js');
  const limits = { maxResolutionInMP: mostMegapixels, maxMemoryUsageInMB: mostDecoderMegabytes };
  return decode(content, { useTArray: true, ...limits });
}

/** Puts white behind squares that are seen through, in place. */
function onWhite(picture: Picture): Picture {
  const { data } = picture;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 255) continue;
    const alpha = (data[i + 3] ?? 255) / 255;
    for (let c = i; c < i + 3; c++) data[c] = Math.round((data[c] ?? 0) * alpha + 255 * (1 - alpha));
    data[i + 3] = 255;
  }
  return picture;
}

/** Swaps light and dark, in place: a code in a dark terminal looks so. */
function invert(picture: Picture): Picture {
  const { data } = picture;
  for (let i = 0; i < data.length; i++) if (i % 4 !== 3) data[i] = 255 - (data[i] ?? 0);
  return picture;
}

/** Returns a copy in which each square is the mean of `factor` × `factor`. */
function shrunk({ width, height, data }: Picture, factor: number): Picture {
  const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
  const small = new Uint8Array(columns * rows * 4).fill(255);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          const from = ((y * factor + dy) * width + x * factor) * 4 + c;
          for (let dx = 0; dx < factor; dx++) sum += data[from + 4 * dx] ?? 0;
        }
        small[(y * columns + x) * 4 + c] = sum / (factor * factor);
      }
    }
  }
  return { width: columns, height: rows, data: small };
}
