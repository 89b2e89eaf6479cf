import { ProvisioningError } from './errors/provisioning-error.ts';
import { type SecurityVersion, securityVersions } from './security/security.ts';

/** What the QR code on a device says. */
export interface QrPayload {
  /** Version of the payload; the only one is `v1`. */
  readonly version: string;
  /** Name of the service: BLE name, or SSID of the device's access point. */
  readonly name: string;
  readonly transport: 'ble' | 'softap';
  /** User name of security 2. */
  readonly username?: string;
  /** Proof of possession, or password of security 2. */
  readonly pop?: string;
  /** Password of the device's access point. */
  readonly password?: string;
  readonly security?: SecurityVersion;
  /** Kind of network that the device joins. */
  readonly network?: 'wifi' | 'thread';
}

/** Page that shows the QR code of a payload; the payload stands behind it as it is, not URL-encoded. */
export const qrPayloadPage = 'https://espressif.github.io/esp-jumpstart/qrcode.html?data=';

/** Octets that the firmware's buffer has for a payload. esp-idf: examples/provisioning/wifi_prov_mgr */
export const qrPayloadLimit = 150;

/** Characters of the longest text that is read: many times what a QR code holds, and read in no time. */
const longestText = 64 * 1024;

/** The payload as compact JSON, its members in the order of the firmware. Longer ones than 149 octets it would cut. */
export function formatQrPayload(payload: QrPayload): string {
  const { version, name, username, pop, password, transport, security, network } = payload;
  return JSON.stringify({ ver: version, name, username, pop, password, transport, security, network });
}

/** Link to a page that shows the payload as a QR code. */
export function qrPayloadUrl(payload: QrPayload): string {
  return qrPayloadPage + formatQrPayload(payload);
}

/**
 * Reads a payload, or a link that carries one. Members may come in any order, the transport in any case; unknown
 * members are ignored.
 *
 * @throws ProvisioningError `qr/unreadable` that names what is missing
 */
export function parseQrPayload(text: string): QrPayload {
  if (text.length > longestText) throw unreadable(`it has ${text.length} characters, more than ${longestText}`);
  const data = /[?&]data=(.*)$/s.exec(text.trim())?.[1] ?? '';
  // The text itself comes first: a PoP may well look like the tail of a link.
  const members = [text, data, decoded(data)].map(parseJson).find(isRecord);
  if (!members) throw unreadable('it is not a JSON object');
  const { ver, name, transport } = members;
  const kind = typeof transport === 'string' ? transport.toLowerCase() : undefined;
  if (typeof name !== 'string' || name === '') throw unreadable('it has no name');
  if (kind !== 'ble' && kind !== 'softap') throw unreadable('expected its transport to be ble or softap');
  const result: { -readonly [K in keyof QrPayload]: QrPayload[K] } = {
    version: typeof ver === 'string' ? ver : 'v1',
    name,
    transport: kind,
  };
  const { username, pop, password, network } = members;
  for (const [member, value] of Object.entries({ name, username, pop, password })) {
    if (typeof value === 'string' && value.includes('\0')) {
      throw unreadable(`its ${member} holds a zero byte, where a device would cut it off`);
    }
  }
  for (const [member, value] of Object.entries({ username, pop, password })) {
    const given = textOf(member, value);
    if (given !== undefined) result[member as 'username' | 'pop' | 'password'] = given;
  }
  if (network === 'wifi' || network === 'thread') result.network = network;
  const security = securityVersion(members['security']);
  if (security !== undefined) result.security = security;
  return result;
}

/** Labels made by scripts have digits as a number: they are taken as text, as Espressif's apps do, while no digit is lost. */
function textOf(member: string, value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  throw unreadable(`its member ${member} is neither a text nor a whole number`);
}

/** Some labels have it as text. Whatever else could pass for a number is not a version, least of all 0. */
function securityVersion(value: unknown): SecurityVersion | undefined {
  return securityVersions.find((version) => value === version || value === String(version));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unreadable(why: string): ProvisioningError {
  return new ProvisioningError('qr/unreadable', `the QR payload cannot be used: ${why}`);
}
