import { endpointNames, ProvisioningError, provisioningServices } from '@esp-prov/protocol';
import type { RemoteCharacteristic, RemoteService } from './ble-central.ts';
import { type EndpointHints, endpointMap } from './endpoint-map.ts';

/** What is known of where a device offers provisioning. */
export interface ServiceHints extends Omit<EndpointHints, 'slots'> {
  /** UUID of the service; nothing else is looked at then. */
  readonly service: string | undefined;
  /** UUIDs that the device advertises. */
  readonly advertised: readonly string[];
}

/**
 * Finds the endpoints of the service that offers provisioning: the given one, else an advertised one, else one of a
 * known UUID, else whichever names a `prov-session`.
 *
 * @throws ProvisioningError `bluetooth/no-provisioning`
 */
export async function findEndpoints(
  services: readonly RemoteService[],
  { service, advertised, names, read }: ServiceHints,
): Promise<ReadonlyMap<string, RemoteCharacteristic>> {
  if (service !== undefined) {
    const found = services.find(({ uuid }) => uuid === service.toLowerCase());
    const endpoints = found && (await endpointMap(found, { names, read, slots: true }));
    if (endpoints && endpoints.size > 0) return endpoints;
    throw noProvisioning(
      services,
      found ? `the service ${service} has no endpoints` : `the device has no service ${service}`,
    );
  }
  const likely = [...advertised.map((uuid) => uuid.toLowerCase()), ...provisioningServices];
  const rank = ({ uuid }: RemoteService) => (likely.includes(uuid) ? likely.indexOf(uuid) : likely.length);
  for (const candidate of [...services].sort((one, other) => rank(one) - rank(other))) {
    const slots = rank(candidate) < likely.length;
    const endpoints = await endpointMap(candidate, { names, read, slots });
    if (endpoints.has(endpointNames.session)) return endpoints;
  }
  throw noProvisioning(services, 'no service of the device has the endpoint prov-session');
}

function noProvisioning(services: readonly RemoteService[], what: string): ProvisioningError {
  const uuids = services.map(({ uuid }) => uuid).join(', ');
  return new ProvisioningError('bluetooth/no-provisioning', `${what}; it has ${uuids || 'none at all'}`, {
    details: { services: uuids },
  });
}
