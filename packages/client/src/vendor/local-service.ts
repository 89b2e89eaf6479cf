import { decodeUtf8, endpointNames, utf8 } from '@esp-prov/protocol';
import type { Transport } from '../transport/transport.ts';
import { wrapTransport } from '../transport/wrap-transport.ts';

/** Names under which a device on its network offers a session, apart from provisioning. */
export interface LocalService {
  readonly version: string;
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

/** Bytes of the longest version document that is looked at. */
const longestVersion = 4096;

/**
 * Returns a transport on which a session can be opened with a local service as with provisioning: requests for the
 * version and the handshake go to the endpoints of the service, all others where they belong.
 *
 * Its version document gets a member `prov` with what the service says of itself, so that the scheme is chosen by it.
 * Firmware that answers a plain `v1.0` does not tell its scheme: name it by `securityVersion`.
 *
 * @example
 * const open = () => localServiceTransport(httpTransport('http://my-device.local'), localServices.espLocalCtrl);
 * const session = await DeviceSession.connect(open, { pop: 'abcd1234' });
 */
export function localServiceTransport(inner: Transport, service: LocalService): Transport {
  const names = new Map([
    [endpointNames.version as string, service.version],
    [endpointNames.session as string, service.session],
  ]);
  return wrapTransport(inner, async (endpoint, request, options) => {
    const answer = await inner.exchange(names.get(endpoint) ?? endpoint, request, options);
    return endpoint === endpointNames.version ? asProvisioning(answer, service.member) : answer;
  });
}

function asProvisioning(answer: Uint8Array<ArrayBuffer>, member: string): Uint8Array<ArrayBuffer> {
  const document = answer.length > longestVersion ? undefined : parsed(decodeUtf8(answer));
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, member)) return answer;
  return utf8(JSON.stringify({ ...document, prov: (document as Record<string, unknown>)[member] }));
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
