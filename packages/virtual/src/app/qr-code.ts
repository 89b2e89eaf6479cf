import {
  concatBytes,
  decodeUtf8,
  formatQrPayload,
  halfBlockLines,
  isProvisioningError,
  parseQrPayload,
  type QrPayload,
  qrPayloadLimit,
  type SecurityVersion,
  utf8,
} from '@esp-prov/protocol';
import { encode } from 'uqr';
import type { ReleaseProfile } from '../profiles/release-profile.ts';
import type { VendorQr } from '../vendor/vendor-application.ts';

/** What a QR code of a device contains. */
export interface QrFacts {
  readonly serviceName: string;
  readonly transport: 'ble' | 'softap';
  readonly securityVersion: SecurityVersion;
  /** User name of security 2. */
  readonly username?: string | undefined;
  /** Proof of possession, or password of security 2; undefined if there is none. */
  readonly pop?: string | undefined;
}

/** The text of a QR code. */
export interface QrText {
  readonly text: string;
  /** Why no app can use it, where that is so. */
  readonly flaw?: string;
}

/** Least correction and border of the firmware's QR code. esp-idf: qrcode/include/qrcode.h, qrcode/esp_qrcode_main.c */
const encoding = { ecc: 'L', boostEcc: true, border: 0 } as const;
const border = 2;

/** Bytes that the largest QR code holds at that correction. */
const mostBytes = 2953;

/**
 * Returns what the example of a release encodes, undefined where it prints no QR code. Exact releases print members as
 * they are, in a buffer of 150 bytes: long ones are cut, and a quote within one breaks the payload. esp-idf:
 * examples/provisioning/wifi_prov_mgr/main/app_main.c
 */
export function qrText({ example, exact }: ReleaseProfile, facts: QrFacts, vendor?: VendorQr): QrText | undefined {
  if (vendor?.compact) return compactText(facts);
  if (example.qrCode === 'none') return undefined;
  const payload = payloadOf(facts, example.qrCode === 'network');
  // Phones take security 2 for granted, so a device without any has to say so; the firmware does not.
  if (!exact) return { text: formatQrPayload(facts.securityVersion === 0 ? { ...payload, security: 0 } : payload) };
  const whole = Object.entries(JSON.parse(formatQrPayload(payload))).map(([name, value]) => `"${name}":"${value}"`);
  const bytes = utf8(`{${whole.join(',')}}`);
  const text = cutText(bytes.subarray(0, qrPayloadLimit - 1));
  if (bytes.length >= qrPayloadLimit) {
    return { text, flaw: `the QR payload has ${bytes.length} bytes, and this release cuts it at 149` };
  }
  return isReadAs(text, payload) ? { text } : { text, flaw: 'this release does not escape the QR payload' };
}

/** Returns the compact text as RainMaker writes it: nothing escaped, in the same buffer. app_network.c */
function compactText(facts: QrFacts): QrText {
  const { name, pop = '', transport } = payloadOf(facts, false);
  const bytes = utf8(`NP:${name}|${pop}|${transport === 'ble' ? 'b' : 's'}`);
  const text = cutText(bytes.subarray(0, qrPayloadLimit - 1));
  if (bytes.length >= qrPayloadLimit) {
    return { text, flaw: `the QR payload has ${bytes.length} bytes, and this release cuts it at 149` };
  }
  const { name: read, pop: readPop = '' } = readOrNothing(text);
  return read === name && readPop === pop ? { text } : { text, flaw: 'this release does not escape the QR payload' };
}

/** Returns the code as the firmware prints it, with an empty line below; nothing for a text that fits into no code. */
export function qrLines(text: string): string[] {
  if (utf8(text).length > mostBytes) return [];
  return [...halfBlockLines(encode(text, encoding).data, border), ''];
}

function payloadOf(facts: QrFacts, tellsNetwork: boolean): QrPayload {
  const { serviceName: name, transport, securityVersion, username, pop } = facts;
  const common = { version: 'v1', name, transport } as const;
  if (securityVersion === 0 || pop === undefined) return tellsNetwork ? { ...common, network: 'wifi' } : common;
  return securityVersion === 2 && username !== undefined ? { ...common, username, pop } : { ...common, pop };
}

/** Cuts the text; a character that the cut falls into is left out. */
function cutText(bytes: Uint8Array): string {
  for (let length = bytes.length; ; length--) {
    const text = decodeUtf8(concatBytes(bytes.subarray(0, length)));
    if (text !== undefined) return text;
  }
}

function isReadAs(text: string, payload: QrPayload): boolean {
  const read = readOrNothing(text);
  return read.name !== undefined && formatQrPayload(read as QrPayload) === formatQrPayload(payload);
}

function readOrNothing(text: string): Partial<QrPayload> {
  try {
    return parseQrPayload(text);
  } catch (error) {
    if (isProvisioningError(error, 'qr/unreadable')) return {};
    throw error;
  }
}
