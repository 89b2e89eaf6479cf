import { type Bytes, expandUuid, userDescriptionUuid } from '@esp-prov/protocol';
import type { ManualClock, MemoryRadio } from '@esp-prov/testing';
import type { PhoneLink } from './phone-handshake.ts';

type Central = MemoryRadio['central'];
type GattConnection = Awaited<ReturnType<Central['connect']>>;
type Characteristic = GattConnection['services'][number]['characteristics'][number];

/** How a client finds a device and its endpoints; each does it in a way of its own. */
export interface GattTraits {
  /** What it looks for; whether an advertised name is that of the device. */
  readonly finds: (name: string, wanted: string) => boolean;
  /** Whether a device that advertises no service is ignored. */
  readonly needsAdvertisedService: boolean;
  /** The service, of those that the device has. */
  readonly service: (uuids: readonly string[], advertised: readonly string[]) => string | undefined;
  /** What it makes of the text of a description. */
  readonly endpointName: (text: string) => string;
  /** Endpoints that it insists on. */
  readonly needs: readonly string[];
  /** UUID of the characteristic that it takes for one that it does not find. */
  readonly fallback: string | undefined;
}

/** Espressif's Android library: the service of the advertisement, names as they are, a fallback for lost ones. */
export const androidGatt: GattTraits = {
  finds: (name, wanted) => name.startsWith(wanted),
  needsAdvertisedService: false,
  service: (_, [advertised]) => advertised,
  endpointName: (text) => text,
  needs: [],
  fallback: expandUuid(0xff52),
};

/** Espressif's iOS library: any case of the name, the first service that there is. */
export const iosGatt: GattTraits = {
  finds: (name, wanted) => name.toLowerCase().startsWith(wanted.toLowerCase()),
  needsAdvertisedService: true,
  service: ([first]) => first,
  endpointName: (text) => text,
  needs: ['prov-session'],
  fallback: undefined,
};

/** esp_prov with bleak: the whole name, the one advertised service or that of the examples, names in lower case. */
export const bleakGatt: GattTraits = {
  finds: (name, wanted) => name === wanted,
  needsAdvertisedService: false,
  service: (_, advertised) => (advertised.length === 1 ? advertised[0] : '021a9004-0382-4aea-bff4-6b3f1c5adfb4'),
  endpointName: (text) => text.toLowerCase(),
  needs: ['prov-session', 'prov-config', 'proto-ver'],
  fallback: undefined,
};

/** Returns the link of a client that found a device by name, connected, and read its descriptions one after another. */
export async function connectGatt(
  traits: GattTraits,
  { central, clock, name }: { readonly central: Central; readonly clock: ManualClock; readonly name: string },
): Promise<PhoneLink & { readonly connection: GattConnection }> {
  const { id, services } = await find(traits, central, name);
  const connection = await central.connect(id);
  const uuid = traits.service(
    connection.services.map((each) => each.uuid),
    services,
  );
  const service = connection.services.find((each) => each.uuid === uuid);
  if (!service) throw new Error(`the device has no service ${uuid}`);
  const endpoints = new Map<string, Characteristic>();
  for (const characteristic of service.characteristics) {
    const descriptor = characteristic.descriptors.find((each) => each.uuid === userDescriptionUuid);
    if (!descriptor) continue;
    endpoints.set(traits.endpointName(Buffer.from(await descriptor.read()).toString()), characteristic);
  }
  const missing = traits.needs.filter((each) => !endpoints.has(each));
  if (missing.length > 0) throw new Error(`the device has no ${missing.join()}`);
  return {
    connection,
    async exchange(endpoint, request): Promise<Bytes> {
      const characteristic =
        endpoints.get(endpoint) ?? service.characteristics.find((each) => each.uuid === traits.fallback);
      if (!characteristic) throw new Error(`the device has no ${endpoint}`);
      await characteristic.write(request);
      return await characteristic.read();
    },
    wait: (ms) => clock.sleep(ms),
  };
}

async function find(
  { finds, needsAdvertisedService }: GattTraits,
  central: Central,
  wanted: string,
): Promise<{ id: string; services: readonly string[] }> {
  for await (const device of central.scan({})) {
    if (device.name === undefined || !finds(device.name, wanted)) continue;
    if (!needsAdvertisedService || device.services.length > 0) return device;
  }
  throw new Error('nobody is there');
}
