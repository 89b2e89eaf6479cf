import { extname } from 'node:path';
import type { SecurityVersion } from '@esp-prov/protocol';
import {
  foreignText,
  formatCompactQr,
  formatQrPayload,
  type JsonMember,
  ProvisioningError,
  type QrPayload,
  qrPayloadPage,
  rainmakerQrPage,
  utf8,
} from '@esp-prov/protocol';
import { generatePassword, generateSecret } from '../../options/generate-secret.ts';
import { readQrSource } from '../../options/qr/qr-source.ts';
import { makeOutput } from '../../report/output.ts';
import { type QrModules, qrModules, qrScreen } from '../../report/qr-screen.ts';

/** Options of `esp-prov qr`. */
export interface QrCommandOptions {
  readonly name?: string;
  readonly transport: 'ble' | 'softap';
  readonly pop?: string;
  /** Whether the proof of possession is made. */
  readonly generate?: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly security?: SecurityVersion;
  readonly network?: 'wifi' | 'thread';
  /** Members of the vendor's own. */
  readonly member?: readonly JsonMember[];
  readonly compact?: boolean;
  readonly url?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** Squares of light around the code. ISO/IEC 18004, 9.1 */
const border = 4;

/** Bytes that the largest code holds. */
const mostBytes = 2953;

/** Characters of one member of a payload that are shown, and of a payload with a file name or a link in front. */
const [longestMember, longestShown] = [mostBytes, 2 * mostBytes];

/** Characters of the name of a vendor's member that are shown. */
const longestLabel = 64;

const pictures: Readonly<Record<string, (modules: QrModules) => Promise<string | Buffer>>> = {
  '.svg': async (modules) => (await import('./qr-svg.ts')).qrSvg(modules, border),
  '.png': async (modules) => (await import('./qr-png.ts')).qrPng(modules, border),
};

/** Prints the QR code of a device, or writes a picture of it. */
export async function writeQr(options: QrCommandOptions): Promise<void> {
  refuseInvisible(options.name);
  const payload = payloadOf(options);
  const text = options.compact ? compactText(payload, options) : formatQrPayload(payload);
  const url = (options.compact ? rainmakerQrPage : qrPayloadPage) + text;
  if (utf8(text).length > mostBytes) {
    throw new ProvisioningError('usage/invalid-option', `a QR code holds ${mostBytes} bytes, fewer than these`);
  }
  const { out, json = false } = options;
  if (out !== undefined) await writePicture(out, text);
  const code = out !== undefined || options.url ? '' : `${qrScreen(qrModules(text))}\n`;
  const shown = options.url ? url : out !== undefined ? `${out}: ${text}` : text;
  makeOutput({ json }).result(
    { result: 'qr', payload: text, url, file: out ?? null },
    code + foreignText(shown, longestShown),
    {
      raw: true,
    },
  );
}

/** A list from a spreadsheet ends its lines with two characters, and no device has the second one in its name. */
function refuseInvisible(name = ''): void {
  if (!/\p{Cc}/u.test(name)) return;
  const expected = 'Expected a name without control characters, for example PROV_261FCC';
  throw new ProvisioningError('usage/invalid-option', `--name ${foreignText(name)}: ${expected}`);
}

/** Prints what a QR code holds. */
export async function readQr(source: string, { json = false }: { readonly json?: boolean }): Promise<void> {
  const payload = await readQrSource(source, 'qr read');
  const { version, name, transport, security, username, pop, password, network, members = [] } = payload;
  const { compact = false } = payload;
  const rows = [
    ['Name', name],
    ['Transport', transport],
    ['Security', security],
    ['User name', username],
    ['PoP', pop],
    ['Wi-Fi password', password],
    ['Network', network],
  ].filter(([, value]) => value !== undefined);
  const told = { version, name, transport, security, username, pop, password, network };
  const entries = Object.entries(told).map(([key, value]) => [key, value ?? null]);
  makeOutput({ json }).result(
    { result: 'qr-payload', ...Object.fromEntries(entries), compact, members, text: formatQrPayload(payload) },
    [...rows, ...members.map((member) => [memberLabel(member), member.json])].map(
      ([label, value]) => `${String(label).padEnd(14)}  ${foreignText(String(value), longestMember)}`,
    ),
  );
}

/** Named as one of the vendor's: it could be called as the rows above it. */
function memberLabel({ name }: JsonMember): string {
  return `Member ${foreignText(name, longestLabel)}`;
}

function payloadOf(options: QrCommandOptions): QrPayload {
  const { name, transport, username, password, security, network, member } = options;
  if (!name) throw new ProvisioningError('usage/invalid-option', '--name is missing: the name that the device goes by');
  const pop = options.generate ? generatedPop(options) : options.pop;
  return {
    version: 'v1',
    name,
    transport,
    ...(username === undefined ? {} : { username }),
    ...(pop === undefined ? {} : { pop }),
    ...(password === undefined ? {} : { password }),
    ...(security === undefined ? {} : { security }),
    ...(network === undefined ? {} : { network }),
    ...(member === undefined ? {} : { members: member }),
  };
}

/** Returns the compact text; what it has no room for is refused, and not left out in silence. */
function compactText(payload: QrPayload, options: QrCommandOptions): string {
  const { username, password, security, network, member } = options;
  const given = Object.entries({ username, password, security, network, member });
  const [flag] = given.find(([, value]) => value !== undefined) ?? [];
  if (flag !== undefined) {
    const why = `--compact has no room for --${flag}: its text is a name, a proof of possession, and b or s`;
    throw new ProvisioningError('usage/invalid-option', why);
  }
  try {
    return formatCompactQr(payload);
  } catch (cause) {
    throw new ProvisioningError('usage/invalid-option', `--compact: ${(cause as Error).message}`, { cause });
  }
}

/** Makes a secret for the label; with a user name it is the password of security 2. */
function generatedPop({ pop, username }: QrCommandOptions): string {
  if (pop !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--generate makes a proof of possession, and --pop gives one');
  }
  return username ? generatePassword(username) : generateSecret();
}

async function writePicture(file: string, text: string): Promise<void> {
  const draw = pictures[extname(file).toLowerCase()];
  if (!draw) throw new ProvisioningError('usage/invalid-option', '--out ends in .svg or .png');
  const [{ writeWholeFile }, picture] = await Promise.all([import('@esp-prov/virtual/node'), draw(qrModules(text))]);
  writeWholeFile(file, picture);
}
