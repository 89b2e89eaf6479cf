import {
  decodeUtf8,
  decodeVersionInfo,
  endpointNames,
  isProvisioningError,
  type SecurityVersion,
  utf8,
  type VersionInfo,
} from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { wrapTransport } from '../transport/wrap-transport.ts';
import type { RainmakerSessionPaths } from './sdk-types.ts';

/** Endpoints of esp_local_ctrl, which an SDK that passes no others means. */
const localControlPaths: RainmakerSessionPaths = {
  sessionPath: 'esp_local_ctrl/session',
  versionPath: 'esp_local_ctrl/version',
  versionKey: 'local_ctrl',
};

/** Bytes of the longest version reply that is read. */
const longestReply = 4096;

/** Returns the endpoints of a protocol; an empty name stands for the default, as none is empty. */
export function pathsOf(given: Partial<RainmakerSessionPaths> | null | undefined): RainmakerSessionPaths {
  const { sessionPath, versionPath, versionKey } = localControlPaths;
  return {
    sessionPath: given?.sessionPath || sessionPath,
    versionPath: given?.versionPath || versionPath,
    versionKey: given?.versionKey || versionKey,
  };
}

/** Returns a transport over which sessions of a client are those of a node in the local network. */
export function localTransport(inner: Transport, { sessionPath, versionPath }: RainmakerSessionPaths): Transport {
  const names: ReadonlyMap<string, string> = new Map([
    [endpointNames.session, sessionPath],
    [endpointNames.version, versionPath],
  ]);
  return wrapTransport(inner, (endpoint, request, options) =>
    inner.exchange(names.get(endpoint) ?? withoutSlash(endpoint), request, options),
  );
}

/**
 * Returns what a node says about its sessions. Older firmware answers with plain text, or has no such endpoint. Then the
 * scheme is the one that is known from elsewhere.
 */
export async function readLocalVersion(
  transport: Transport,
  { versionPath, versionKey }: RainmakerSessionPaths,
  options: CallOptions & { readonly security: SecurityVersion },
): Promise<VersionInfo> {
  const { security: securityVersion, signal } = options;
  const unsaid: VersionInfo = {
    version: '',
    managed: true,
    capabilities: [],
    securityVersion,
    applications: new Map(),
  };
  try {
    const section = sectionOf(await transport.exchange(versionPath, utf8('---'), { signal }), versionKey);
    if (section === undefined) return unsaid;
    const info = decodeVersionInfo(utf8(JSON.stringify({ prov: section })));
    return info.securityVersion === undefined && info.unknownSecurity === undefined
      ? { ...info, securityVersion }
      : info;
  } catch (error) {
    if (isProvisioningError(error, 'endpoint/not-found') || isProvisioningError(error, 'version/unreadable'))
      return unsaid;
    throw error;
  }
}

/** Returns a member of a reply that is JSON. */
function sectionOf(reply: Uint8Array, key: string): unknown {
  if (reply.length > longestReply) return undefined;
  try {
    const document: unknown = JSON.parse(decodeUtf8(reply) ?? '');
    return typeof document === 'object' && document !== null && Object.hasOwn(document, key)
      ? (document as Record<string, unknown>)[key]
      : undefined;
  } catch {
    return undefined;
  }
}

function withoutSlash(path: string): string {
  return path.startsWith('/') ? path.slice(1) : path;
}
