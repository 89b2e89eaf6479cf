import { decodeUtf8, otherCodeKind, ProvisioningError, parseQrPayload, type QrPayload } from '@esp-prov/protocol';
import { readFileOrPipe, sizeText } from '../../input/bounded-file.ts';
import { readStandardInput } from '../../input/standard-input.ts';
import { tellPeople } from '../../terminal/printable.ts';

/** Bytes of the largest file that is read: twice what photos of phones have. */
const largestFile = 32 * 1024 * 1024;

/** Bytes of the longest text that is read; the largest code holds 2953. */
const longestText = 64 * 1024;

/** Bytes of a picture that takes longer than a moment. */
const slowFile = 1024 * 1024;

/** Beginnings of pictures that people have, and that are not read here. */
const otherPictures: readonly (readonly [string, RegExp])[] = [
  ['GIF', /^GIF8/],
  ['WebP', /^RIFF.{4}WEBP/s],
  ['HEIC or AVIF', /^.{4}ftyp/s],
  ['TIFF', /^(II\*\0|MM\0\*)/],
  ['PDF', /^%PDF/],
  ['SVG', /^(\xef\xbb\xbf)?\s*(<[?!][^<]*)*<svg[\s>]/i],
];

/** Bytes at the begin of a file that tell its kind: an SVG may say much of itself before it is one. */
const headLength = 2048;

/**
 * Reads the payload that a text, a link, a file (text, PNG or JPEG) or, for `-`, standard input holds.
 *
 * @param wantedBy - the option or argument, as the user knows it
 * @throws ProvisioningError `qr/unreadable` when there is none, `host/file-unusable` for a file that cannot be read
 */
export async function readQrSource(source: string, wantedBy: string): Promise<QrPayload> {
  if (/^(\{|https?:|NP:)/.test(source.trimStart()) || otherCodeKind(source) !== undefined)
    return parseQrPayload(source);
  return parseQrPayload(await textOf(source === '-' ? await readStandardInput(wantedBy) : await contentOf(source)));
}

async function textOf(content: Uint8Array): Promise<string> {
  const head = Buffer.from(content.subarray(0, headLength)).toString('latin1');
  const kind = head.startsWith('\x89PNG\r\n') ? 'png' : head.startsWith('\xff\xd8\xff') ? 'jpeg' : undefined;
  if (kind) {
    if (content.length > slowFile && process.stderr.isTTY) tellPeople('Looking for the code in the picture …');
    return (await import('./qr-picture.ts')).readQrPicture(content, kind);
  }
  const other = otherPictures.find(([, begin]) => begin.test(head))?.[0];
  if (other === undefined && content.length > longestText) {
    const why = `a text of ${content.length} bytes is no payload: ${sizeText(longestText)} is the most`;
    throw new ProvisioningError('qr/unreadable', why);
  }
  const text = other === undefined ? decodeUtf8(content) : undefined;
  if (text !== undefined) return text;
  const wayOut = other === 'SVG' ? ': qr --out label.png makes one that is read' : '';
  const why = `pictures are read as PNG or JPEG, and this is ${other ?? 'neither'}${wayOut}`;
  throw new ProvisioningError('qr/unreadable', why);
}

async function contentOf(file: string): Promise<Uint8Array> {
  // The name is not printed, since it may be half of a payload, with the secret in it.
  const called = 'what was given as QR code is no text that begins with {, NP: or https:, and its file';
  return await readFileOrPipe(file, { limit: largestFile, called });
}
