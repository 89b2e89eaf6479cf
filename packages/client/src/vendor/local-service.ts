import {
  type Bytes,
  decodeUtf8,
  endpointNames,
  isProvisioningError,
  type SecurityVersion,
  utf8,
} from '@esp-prov/protocol';
import type { Transport } from '../transport/transport.ts';
import { wrapTransport } from '../transport/wrap-transport.ts';
import { jsonOf } from './json-text.ts';

/** Names under which a device on its network offers a session, apart from provisioning. */
export interface LocalService {
  /** Endpoint of the version document. */
  readonly version: string;
  /** Endpoint of the handshake. */
  readonly session: string;
  /** Member of the version document that holds its version and scheme. */
  readonly member: string;
}

/** The services that are known: ESP-IDF's local control, which RainMaker has too, and that of RainMaker Neo. */
export const localServices: Readonly<Record<'espLocalCtrl' | 'rmakerLocalCtrl', LocalService>> = {
  espLocalCtrl: { version: 'esp_local_ctrl/version', session: 'esp_local_ctrl/session', member: 'local_ctrl' },
  rmakerLocalCtrl: {
    version: 'rmaker_local_ctrl/version',
    session: 'rmaker_local_ctrl/session',
    member: 'rmaker_local_ctrl',
  },
};

/** What is known of a local service besides its names. */
export interface LocalServiceOptions {
  /**
   * Scheme of a device that does not tell it: old firmware answers a plain `v1.0`, or has no endpoint for its version.
   * Default: unknown, and the failure or the plain text is passed on.
   */
  readonly securityVersion?: SecurityVersion | undefined;
}

/** Bytes of the longest version document that is looked at: with `prov` added, it still is none that is too long. */
const longestVersion = 2048;

/**
 * Returns a transport on which a session can be opened with a local service as with provisioning: requests for the
 * version and the handshake go to the endpoints of the service, all others where they belong.
 *
 * Its version document gets a member `prov` with what the service says of itself, so that the scheme is chosen by it.
 * A device that tells no scheme is answered for by `securityVersion`.
 *
 * @example
 * const open = () => localServiceTransport(httpTransport('http://my-device.local'), localServices.espLocalCtrl);
 * const session = await DeviceSession.connect(open, { pop: 'abcd1234' });
 */
export function localServiceTransport(
  inner: Transport,
  service: LocalService,
  { securityVersion }: LocalServiceOptions = {},
): Transport {
  const names: ReadonlyMap<string, string> = new Map([
    [endpointNames.version, service.version],
    [endpointNames.session, service.session],
  ]);
  return wrapTransport(inner, async (endpoint, request, options) => {
    const answering = inner.exchange(names.get(endpoint) ?? endpoint, request, options);
    if (endpoint !== endpointNames.version) return await answering;
    return asProvisioning(await answering.catch(unlessKnown(securityVersion)), service.member, securityVersion);
  });
}

/** Returns what stands for a version that cannot be read: nothing, where the scheme is known without it. */
function unlessKnown(securityVersion: SecurityVersion | undefined): (error: unknown) => undefined {
  return (error) => {
    if (securityVersion === undefined || !isProvisioningError(error, 'endpoint/not-found')) throw error;
    return undefined;
  };
}

/** Returns a version document in which what the service says of itself is what provisioning would say. */
function asProvisioning(
  answer: Bytes | undefined,
  member: string,
  securityVersion: SecurityVersion | undefined,
): Bytes {
  const read = answer && answer.length <= longestVersion ? jsonOf(decodeUtf8(answer) ?? '') : undefined;
  const document = isRecord(read) && Object.hasOwn(read, member) ? read : undefined;
  const said = document?.[member];
  if (securityVersion === undefined) return answer && !document ? answer : written({ ...document, prov: said });
  const known = { ver: '', sec_ver: securityVersion };
  if (!isRecord(said) || typeof said['ver'] !== 'string') return written({ prov: known });
  return written({ ...document, prov: { ...known, ...said } });
}

function written(document: object): Bytes {
  return utf8(JSON.stringify(document));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
