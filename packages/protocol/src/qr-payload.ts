import { isCompactQr, parseCompactQr } from './compact-qr.ts';
import { ProvisioningError } from './errors/provisioning-error.ts';
import { type JsonMember, jsonMembers } from './json-members.ts';
import { otherCodeKind } from './other-code.ts';
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
  /** What else stands in the code, such as a vendor's own members: in its order, each value as it is written. */
  readonly members?: readonly JsonMember[];
  /** Whether it was ESP RainMaker's compact text, which cannot say more than name, secret and transport. */
  readonly compact?: boolean;
}

/** Page that shows the QR code of a payload; the payload stands behind it as it is, not URL-encoded. */
export const qrPayloadPage = 'https://espressif.github.io/esp-jumpstart/qrcode.html?data=';

/** Bytes that the firmware's buffer has for a payload. esp-idf: examples/provisioning/wifi_prov_mgr */
export const qrPayloadLimit = 150;

/** Characters of the longest text that is read: many times what a QR code holds, and read in no time. */
const longestText = 64 * 1024;

/**
 * Returns the payload as compact JSON: first the members that apps know, in the order of the firmware, then the others
 * as they are. The firmware would cut it behind 149 bytes.
 *
 * @throws TypeError for one of the `members` that is no JSON, or that stands there already
 */
export function formatQrPayload(payload: QrPayload): string {
  const { version, name, username, pop, password, transport, security, network, members = [] } = payload;
  const known = { ver: version, name, username, pop, password, transport, security, network };
  const others = members.map(({ name: member, json }) => {
    if (parseJson(json) === undefined) throw new TypeError(`the value of the member ${member} is not JSON`);
    if (Object.hasOwn(known, member) && known[member as keyof typeof known] !== undefined) {
      throw new TypeError(`the member ${member} stands in the payload already`);
    }
    return `,${JSON.stringify(member)}:${json}`;
  });
  return `${JSON.stringify(known).slice(0, -1)}${others.join('')}}`;
}

/** Returns the link to a page that shows the payload as a QR code. */
export function qrPayloadUrl(payload: QrPayload): string {
  return qrPayloadPage + formatQrPayload(payload);
}

/**
 * Reads a payload, as JSON or as the compact text `NP:name|pop|b`, or a link that carries one. Members may come in any
 * order, the transport in any case; those that no app knows are kept as they are.
 *
 * @throws ProvisioningError `qr/unreadable` that names what is missing, or the kind of a code that is another one
 */
export function parseQrPayload(text: string): QrPayload {
  if (text.length > longestText) throw unreadable(`it has ${text.length} characters, more than ${longestText}`);
  const data = /[?&]data=(.*)$/s.exec(text.trim())?.[1] ?? '';
  // The text itself comes first: a PoP may well look like the tail of a link.
  const readings = [text, data, decoded(data)];
  // Without a bar a compact one is still encoded, or cut off.
  const isWhole = (each: string) => isRecord(parseJson(each)) || (isCompactQr(each) && each.includes('|'));
  const json = readings.find(isWhole) ?? readings.find(isCompactQr);
  if (json === undefined) throw unreadable(otherKind(text) ?? 'it is not a JSON object');
  if (isCompactQr(json)) return { version: 'v1', ...parseCompactQr(json), compact: true };
  const members = parseJson(json) as Record<string, unknown>;
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
  const others = jsonMembers(json).filter((member) => isOther(member, result));
  return others.length > 0 ? { ...result, members: others } : result;
}

/** What the payload does not tell already; a member that apps know, with a value that they do not, is one of these. */
function isOther({ name, json }: JsonMember, payload: QrPayload): boolean {
  if (name === 'ver' || name === 'name' || name === 'transport') return false;
  if (!knownMembers.includes(name)) return true;
  return json !== 'null' && payload[name as 'pop'] === undefined;
}

const knownMembers: readonly string[] = ['username', 'pop', 'password', 'security', 'network'];

function otherKind(text: string): string | undefined {
  const kind = otherCodeKind(text);
  return kind && `this is ${kind}`;
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
