import { ProvisioningError } from '@esp-prov/protocol';

/** Squares of the largest picture in millions: what a phone takes, with room to spare. */
const mostMegapixels = 100;

/** Milliseconds that the search for a code may take beyond its first try. */
const patienceMs = 3000;

/** Decoded colours, four octets for each square. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The text of the QR code in a picture. @throws ProvisioningError `qr/unreadable` */
export async function readQrPicture(content: Uint8Array, kind: 'png' | 'jpeg'): Promise<string> {
  const picture = await opened(content, kind);
  const { default: decodeQr } = await import('qr/decode.js');
  const textDecoder = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  for (const each of [picture, inverted(picture)]) {
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

async function opened(content: Uint8Array, kind: 'png' | 'jpeg'): Promise<Picture> {
  try {
    return kind === 'png' ? await openPng(content) : await openJpeg(content);
  } catch (cause) {
    throw new ProvisioningError('qr/unreadable', `the picture cannot be opened as ${kind.toUpperCase()}`, { cause });
  }
}

async function openPng(content: Uint8Array): Promise<Picture> {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  // The decoder takes the room that the header asks for, however little follows.
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  if (width * height > mostMegapixels * 1e6) throw new RangeError(`${width} × ${height} is too large`);
  const { PNG } = await import('pngjs');
  return onWhite(PNG.sync.read(file));
}

async function openJpeg(content: Uint8Array): Promise<Picture> {
  const { decode } = await import('jpeg-js');
  return decode(content, { useTArray: true, maxResolutionInMP: mostMegapixels, maxMemoryUsageInMB: 2048 });
}

/** Squares that are seen through show the paper that the picture lies on. */
function onWhite({ width, height, data }: Picture): Picture {
  const opaque = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] ?? 255) / 255;
    for (let c = i; c < i + 3; c++) opaque[c] = Math.round((data[c] ?? 0) * alpha + 255 * (1 - alpha));
    opaque[i + 3] = 255;
  }
  return { width, height, data: opaque };
}

/** Light for dark: how a code looks in a dark terminal. */
function inverted({ width, height, data }: Picture): Picture {
  return { width, height, data: data.map((value, i) => (i % 4 === 3 ? value : 255 - value)) };
}
