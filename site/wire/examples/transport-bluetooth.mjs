// What a device of ours hands to its Bluetooth adapter: advertisement and attributes.
import { bleDeviceTransport } from '@esp-prov/device';
import { builtInEndpoints, fromHex, utf8 } from '@esp-prov/protocol';

const name = 'PROV_261FCC';
const none = 'No recording has Bluetooth: these are the values that our device hands to its adapter.';

/** Returns what the device serves and advertises. */
async function served() {
  const seen = {};
  const peripheral = {
    serve: async (service) => Object.assign(seen, { service }),
    advertise: async (advertisement) => Object.assign(seen, { advertisement }),
    stopAdvertising: async () => undefined,
    disconnect: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  // The company identifier of Espressif, and two bytes of an application.
  const transport = bleDeviceTransport(peripheral, { manufacturerData: fromHex('e5020102') });
  const refuse = () => Promise.reject(new Error('no client comes'));
  await transport.start({ name, endpoints: builtInEndpoints }, { open() {}, close() {}, handle: refuse });
  await transport[Symbol.asyncDispose]();
  return seen;
}

/** Returns the examples of Bluetooth. */
export async function bluetoothExamples() {
  const { advertisement } = await served();
  const { service, manufacturerData } = advertisement;
  const advertising = [
    { type: 0x01, name: 'Flags', value: Uint8Array.of(0x06), meaning: 'general discoverable, no classic Bluetooth' },
    {
      type: 0x07,
      name: 'Services',
      value: uuidBytes(service).toReversed(),
      meaning: `\`${service}\`, last byte first`,
    },
  ];
  const response = [
    { type: 0x09, name: 'Name', value: utf8(advertisement.name), meaning: `“${advertisement.name}”, at most 29 bytes` },
    {
      type: 0xff,
      name: 'Manufacturer data',
      value: manufacturerData,
      meaning: 'two bytes of company, then of the application',
    },
  ];
  return [
    { name: 'ble-advertising', says: 'Advertising data, at most 31 bytes', parts: advertising },
    { name: 'ble-scan-response', says: 'Scan response, at most 31 bytes', parts: response },
  ].map(({ parts, ...example }) => ({
    ...example,
    bytes: Uint8Array.from(parts.flatMap(({ type, value }) => [value.length + 1, type, ...value])),
    fields: parts.map(({ type, name, value, meaning }) => ({
      length: value.length + 2,
      parts: [1, 1, value.length],
      name,
      meaning,
      kind: `length, type 0x${type.toString(16).padStart(2, '0')}, value`,
    })),
    vector: { none },
  }));
}

/** Returns the UUIDs of the characteristics. */
export async function bluetoothValues() {
  const { service } = await served();
  const slotOf = new Map(builtInEndpoints.map(({ name, slot }) => [name, slot.toString(16)]));
  return [
    {
      name: 'ble-characteristics',
      says: `The characteristics of the service \`${service.uuid}\`, in their order`,
      values: service.characteristics.map(({ uuid, description }) => ({
        name: `\`${description}\``,
        says: `\`${uuid}\`: slot \`${slotOf.get(description)}\` in bytes 2 and 3`,
        bytes: uuidBytes(uuid),
        vector: { none: 'no recording has Bluetooth.' },
      })),
    },
  ];
}

function uuidBytes(uuid) {
  return fromHex(uuid.replaceAll('-', ''));
}
