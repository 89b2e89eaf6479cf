import { readFile, stat } from 'node:fs/promises';
import { decodeUtf8, ProvisioningError, parseQrPayload, type QrPayload } from '@esp-prov/protocol';
import { readStandardInput } from './standard-input.ts';

/** Octets of the largest file that is read; photos of phones have a tenth. */
const largestFile = 64 * 1024 * 1024;

/** Octets of a picture that takes longer than a moment. */
const slowFile = 1024 * 1024;

/** Beginnings of pictures that people have, and that are not read here. */
const otherPictures: readonly (readonly [string, RegExp])[] = [
  ['GIF', /^GIF8/],
  ['WebP', /^RIFF.{4}WEBP/s],
  ['HEIC or AVIF', /^.{4}ftyp/s],
  ['TIFF', /^(II\*\0|MM\0\*)/],
  ['PDF', /^%PDF/],
];

/**
 * The payload that a text, a link, a file (text, PNG or JPEG) or, for `-`, standard input holds.
 *
 * @param wantedBy - the option or argument, as the user knows it
 * @throws ProvisioningError `qr/unreadable` when there is none, `host/file-unusable` for a file that cannot be read
 */
export async function readQrSource(source: string, wantedBy: string): Promise<QrPayload> {
  if (/^\s*(\{|https?:)/.test(source)) return parseQrPayload(source);
  return parseQrPayload(await textOf(source === '-' ? await readStandardInput(wantedBy) : await contentOf(source)));
}

async function textOf(content: Uint8Array): Promise<string> {
  const head = Buffer.from(content.subarray(0, 16)).toString('latin1');
  const kind = head.startsWith('\x89PNG\r\n') ? 'png' : head.startsWith('\xff\xd8\xff') ? 'jpeg' : undefined;
  if (kind) {
    if (content.length > slowFile && process.stderr.isTTY)
      process.stderr.write('Looking for the code in the picture …\n');
    return (await import('./qr-picture.ts')).readQrPicture(content, kind);
  }
  const other = otherPictures.find(([, begin]) => begin.test(head))?.[0];
  const text = other === undefined ? decodeUtf8(content) : undefined;
  if (text !== undefined) return text;
  throw new ProvisioningError('qr/unreadable', `pictures are read as PNG or JPEG, and this is ${other ?? 'neither'}`);
}

async function contentOf(file: string): Promise<Uint8Array> {
  try {
    if ((await stat(file)).size <= largestFile) return await readFile(file);
  } catch (cause) {
    // The name is left out: it may be half of a payload, with the secret in it.
    const why = (cause as NodeJS.ErrnoException).code ?? 'it is not known why';
    throw new ProvisioningError(
      'host/file-unusable',
      `what was given as QR code is no text that begins with { or https:, and no file that can be read (${why})`,
      { cause },
    );
  }
  throw new ProvisioningError('qr/unreadable', 'the file is larger than any picture of a label');
}
