import {
  type Bytes,
  type Clock,
  decodeVersionInfo,
  endpointNames,
  isProvisioningError,
  ProvisioningError,
  systemClock,
  utf8,
  type VersionInfo,
} from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import { isWebPage, webPageError } from '../transport/web-page.ts';
import { type OpenTransport, type ReconnectPolicy, RenewableTransport } from './renewable-transport.ts';
import { whileHungUp } from './taken-session.ts';

/** Content of a version request: devices ignore it, but a request may not be empty. */
const versionRequest = utf8('---');

/** How the version is requested. */
export interface VersionOptions extends CallOptions {
  /** Version to send; only the betas of v3.2 compare it, and answer SUCCESS instead of their version. */
  readonly protocolVersion?: string | undefined;
  /** When a link that was opened here and is lost is opened again. */
  readonly reconnect?: ReconnectPolicy | undefined;
  /** Longest time in ms with all tries; default 90 000. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Answer of the betas of v3.2 to the version that they have. */
const versionConfirmed = 'SUCCESS';

/**
 * Reads what the device says of itself. It costs one exchange, and on HTTP ends another client's session. Where the
 * device hangs up instead, as it does over HTTP whenever another client connects, it is requested twice more.
 *
 * @param source - a transport, which stays yours, or the way to open one: then a link that is lost is opened again, and
 * what was opened is closed at the end
 * @throws ProvisioningError `link/protocol` from a server that has no `proto-ver`, `version/unreadable` from one whose
 * answer is no version
 */
export async function readVersion(
  source: Transport | OpenTransport,
  { signal, clock = systemClock, reconnect: policy = {}, timeoutMs: limitMs, protocolVersion }: VersionOptions = {},
): Promise<VersionInfo> {
  const link = await RenewableTransport.from(source, { clock, policy, limitMs, signal });
  try {
    return await requestVersion(link, { signal, protocolVersion });
  } finally {
    await link[Symbol.asyncDispose]().catch(() => undefined);
  }
}

/** Reads what the device at the other end of `link` says of itself, once more where the link is lost. */
export async function requestVersion(
  link: RenewableTransport,
  { signal, protocolVersion }: Pick<VersionOptions, 'signal' | 'protocolVersion'>,
): Promise<VersionInfo> {
  const request = protocolVersion ? utf8(protocolVersion) : versionRequest;
  return await link.within('its version', { signal }, (limited) =>
    link.repeat((transport) => exchangeVersion(transport, { ...limited, request, clock: link.clock }), limited),
  );
}

/** Reads over one transport what the device says of itself. */
export async function exchangeVersion(
  transport: Transport,
  { clock, signal, request = versionRequest }: CallOptions & { readonly clock: Clock; readonly request?: Bytes },
): Promise<VersionInfo> {
  const ask = () => transport.exchange(endpointNames.version, request, { signal });
  const reply = await whileHungUp(ask, { clock, kind: transport.kind, signal }).catch((error: unknown) => {
    throw explainFailure(error, transport.kind);
  });
  if (isWebPage(reply)) throw webPageError(endpointNames.version);
  return decodeVersionInfo(reply);
}

/** Every release has this endpoint and refuses no client there, so a server without it is no device. */
function explainFailure(cause: unknown, kind: Transport['kind']): unknown {
  if (!transportTraits[kind].refusalIsCertain && isProvisioningError(cause, 'endpoint/refused')) {
    const why = 'it hangs up when its version is requested: another client keeps connecting, or it is no device';
    return new ProvisioningError('endpoint/refused', why, { cause, details: cause.details });
  }
  if (!isProvisioningError(cause, 'endpoint/not-found')) return cause;
  return new ProvisioningError(
    'link/protocol',
    'something answers, but it has no proto-ver: it offers no provisioning',
    {
      cause,
      details: { endpoint: endpointNames.version },
    },
  );
}

/** @throws ProvisioningError `version/mismatch` when `wanted` is given and the device has another version */
export function requireVersion(info: VersionInfo, wanted: string | undefined): void {
  if (wanted === undefined || wanted.toLowerCase() === info.version.toLowerCase()) return;
  if (!info.managed && info.version === versionConfirmed) return;
  throw new ProvisioningError('version/mismatch', `the device has version ${info.version}, not ${wanted}`, {
    details: { version: info.version, wanted },
  });
}

/** network_provisioning 0.2 has the version text of 1.x and other messages, so only their failure shows it. */
export function explainDraft(error: unknown, info: VersionInfo): unknown {
  const garbled = isProvisioningError(error, 'message/malformed') || isProvisioningError(error, 'message/unexpected');
  const draft = info.version === 'netprov-v1.2' && info.securityPatchVersion === undefined;
  return garbled && draft ? new ProvisioningError('version/draft-unsupported', undefined, { cause: error }) : error;
}
