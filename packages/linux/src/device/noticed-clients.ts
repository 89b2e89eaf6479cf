import { type DeviceTransport, wrapDeviceTransport, wrapRequests } from '@esp-prov/device';
import { builtInEndpoints } from '@esp-prov/protocol';

/** Endpoints that answer whoever is in range; of a client is a sign only what needs its proof. */
const open: readonly string[] = builtInEndpoints.filter(({ kind }) => kind !== 'request').map(({ name }) => name);

/** Returns a transport that calls `onClient` at each request of a client that has proven itself. */
export function noticedClients(transport: DeviceTransport, onClient: () => void): DeviceTransport {
  return wrapDeviceTransport(transport, (requests) =>
    wrapRequests(requests, {
      async handle(peer, endpoint, request, options) {
        const answer = await requests.handle(peer, endpoint, request, options);
        if (!open.includes(endpoint)) onClient();
        return answer;
      },
    }),
  );
}
