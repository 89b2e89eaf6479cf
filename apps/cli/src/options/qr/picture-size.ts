import { inflateSync } from 'node:zlib';

/** Squares of the largest picture that is opened, in millions: twice what phones take unless they are told otherwise. */
export const mostMegapixels = 25;

/** Bytes of its colours: as many squares with four bytes, or half of them with eight. */
const mostRaw = mostMegapixels * 4_000_000;

/** Squares that a byte of JPEG can hold at most, by its coding: far more than any real picture has. */
const squaresAByte = 1024;

/** Colours a square of the kinds of PNG: grey, true colour, palette, grey with alpha, true colour with alpha. */
const pngChannels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Passes for a PNG of bounded size, by its header alone: a decoder takes the room that this asks for. @throws RangeError */
export function requirePngSize(content: Uint8Array): void {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const [width, height, depth, colour, interlace] = [
    file.readUInt32BE(16),
    file.readUInt32BE(20),
    file.readUInt8(24),
    file.readUInt8(25),
    file.readUInt8(28),
  ];
  requireSquares(width, height);
  const raw = height * (Math.ceil((width * depth * (pngChannels[colour] ?? 4)) / 8) + 1);
  if (raw > mostRaw)
    throw new RangeError(`${width} × ${height} squares of ${depth} bits are more than ${mostRaw} bytes`);
  // The decoder unpacks the rows of an interlaced one without a limit.
  if (interlace !== 0) inflateSync(pngData(file), { maxOutputLength: 2 * raw + 1024 });
}

/** Passes for a JPEG of bounded size, whose length can hold so many squares. @throws RangeError */
export function requireJpegSize(content: Uint8Array): void {
  let frames = 0;
  for (const { marker, at } of jpegSegments(content)) {
    // Frames are C0 to CF but for tables and reserved ones. ITU-T T.81, table B.1
    if (marker < 0xc0 || marker > 0xcf || [0xc4, 0xc8, 0xcc].includes(marker)) continue;
    const [height, width] = [word(content, at + 5), word(content, at + 7)];
    requireSquares(width, height);
    if (width * height > content.length * squaresAByte) {
      throw new RangeError(`${content.length} bytes cannot hold ${width} × ${height} squares`);
    }
    if (++frames > 1) throw new RangeError('there is more than one picture in it');
  }
}

function requireSquares(width: number, height: number): void {
  if (width * height <= mostMegapixels * 1e6) return;
  throw new RangeError(
    `${width} × ${height} squares are more than ${mostMegapixels} million; make it smaller or cut it`,
  );
}

/** Returns the packed rows of a PNG. */
function pngData(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return Buffer.concat(parts);
}

/**
 * Yields the segments of a JPEG with the places of their markers; what is packed behind the head of a scan is passed
 * over.
 */
function* jpegSegments(content: Uint8Array): Iterable<{ readonly marker: number; readonly at: number }> {
  let at = 2;
  while (at + 4 <= content.length) {
    const marker = content[at + 1] ?? 0;
    // 00 is a byte FF of the packed data, FF fills, D0 to D7 stand between its parts; none of them has a length.
    const isMarker = content[at] === 0xff && marker !== 0 && marker !== 0xff && (marker & 0xf8) !== 0xd0;
    if (!isMarker) at++;
    else {
      yield { marker, at };
      at += 2 + word(content, at + 2);
    }
  }
}

function word(content: Uint8Array, at: number): number {
  return ((content[at] ?? 0) << 8) | (content[at + 1] ?? 0);
}
