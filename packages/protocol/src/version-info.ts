import { decodeUtf8 } from './bytes.ts';
import { ProvisioningError } from './errors/provisioning-error.ts';
import { isSecurityVersion, type SecurityVersion } from './security/security.ts';
import { withoutTrailingNuls } from './trailing-nuls.ts';

/** Bytes of the longest reply that is read; devices send some hundred. */
const longestReply = 4096;

/** Capabilities that devices list in `prov.cap`. */
export const capabilities = {
  noSecurity: 'no_sec',
  noPop: 'no_pop',
  wifiScan: 'wifi_scan',
  wifiProvisioning: 'wifi_prov',
  threadProvisioning: 'thread_prov',
  threadScan: 'thread_scan',
} as const;

/** What a component of the firmware says of itself in `proto-ver`. */
export interface ComponentVersion {
  readonly version: string;
  readonly capabilities: readonly string[];
}

/** What a device says of itself in `proto-ver`. */
export interface VersionInfo {
  /** `prov.ver` of a managed service, or the whole reply of firmware older than v3.3. */
  readonly version: string;
  /** False for replies that are plain text: such devices offer no scan and do not tell their scheme. */
  readonly managed: boolean;
  readonly capabilities: readonly string[];
  /** `prov.sec_ver`; absent before ESP-IDF v5.0. */
  readonly securityVersion?: SecurityVersion;
  /** `prov.sec_ver` where it names no scheme of this version, as JSON; `securityVersion` is absent then. */
  readonly unknownSecurity?: string;
  /** `prov.sec_patch_ver`; absent before the patch releases of 2025, where it means 0. */
  readonly securityPatchVersion?: number;
  /** Top-level objects with a version that the application added beside `prov`. */
  readonly applications: ReadonlyMap<string, ComponentVersion>;
  /** All that the device said, with what a vendor added to it; absent where nothing was read. It is not authenticated. */
  readonly reply?: VersionReply;
}

/** The reply of `proto-ver` as it came. */
export interface VersionReply {
  readonly text: string;
  /** The JSON of `text`; absent for plain text. */
  readonly document?: Readonly<Record<string, unknown>>;
}

/**
 * Decodes a reply of `proto-ver`, tolerantly: any JSON layout, unknown members, unknown schemes, plain text of old
 * firmware.
 *
 * @throws ProvisioningError `version/unreadable` for replies that are neither
 */
export function decodeVersionInfo(reply: Uint8Array): VersionInfo {
  if (reply.length > longestReply) throw unreadable(reply.length);
  const text = withoutTrailingNuls(decodeUtf8(reply) ?? '').trim();
  if (!text) throw unreadable(reply.length);
  if (!text.startsWith('{')) {
    // Plain versions are short words with a letter; anything else is some other service's page.
    if (text.length > 32 || !/^[A-Za-z][\x21-\x7e]*$/.test(text)) throw unreadable(reply.length);
    return { version: text, managed: false, capabilities: [], applications: new Map(), reply: { text } };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw unreadable(reply.length, cause);
  }
  if (!isRecord(json) || !isRecord(json['prov']) || typeof json['prov']['ver'] !== 'string')
    throw unreadable(reply.length);
  const { prov, ...rest } = json;
  return {
    version: prov['ver'] as string,
    managed: true,
    capabilities: strings(prov['cap']),
    ...security(prov['sec_ver']),
    ...optional('securityPatchVersion', patchVersion(prov['sec_patch_ver'])),
    applications: applications(rest),
    reply: { text, document: json },
  };
}

function applications(members: Record<string, unknown>): Map<string, ComponentVersion> {
  const found = new Map<string, ComponentVersion>();
  for (const [label, value] of Object.entries(members)) {
    if (isRecord(value) && typeof value['ver'] === 'string') {
      found.set(label, { version: value['ver'], capabilities: strings(value['cap']) });
    }
  }
  return found;
}

function security(value: unknown): Pick<VersionInfo, 'securityVersion' | 'unknownSecurity'> {
  if (value === undefined) return {};
  if (isSecurityVersion(value)) return { securityVersion: value };
  return { unknownSecurity: JSON.stringify(value) };
}

function patchVersion(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

function unreadable(length: number, cause?: unknown): ProvisioningError {
  return new ProvisioningError('version/unreadable', undefined, { cause, details: { length } });
}
