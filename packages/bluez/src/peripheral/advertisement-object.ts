import type { ExportedInterface, ExportedProperty } from '@esp-prov/dbus';
import type { Advertisement } from '@esp-prov/device';

/** Interval in ms, as firmware has it: short enough for a fast connection; bluetoothd by itself takes 1280. */
const interval = { least: 100, most: 160 } as const;

/** Bytes of an advertisement. Bluetooth Core Specification, volume 6 part B, 2.3.1.1 */
const advertisementSize = 31;
/** Flags (3) and one list with a 128-bit UUID (18), which bluetoothd puts into the advertisement. */
const takenSize = 3 + 18;
/** Length and type of a field. */
const fieldHead = 2;

/**
 * Returns the properties that bluetoothd reads of an advertisement; without those that older daemons refuse if `plain`.
 */
export function advertisementInterface(
  { name, service, manufacturerData: data }: Advertisement,
  options: { plain(): boolean; released(): void },
): ExportedInterface {
  const always = (signature: string, value: unknown): ExportedProperty => ({ signature, get: () => value });
  const fancy = (signature: string, value: unknown): ExportedProperty => ({
    signature,
    get: () => (options.plain() ? undefined : value),
  });
  return {
    properties: {
      Type: always('s', 'peripheral'),
      ServiceUUIDs: always('as', [service]),
      // The name goes into the scan response, so it needs no room here.
      LocalName: always('s', name),
      // Without it the flags follow the adapter, and scanners that look for discoverable devices see nothing.
      Discoverable: always('b', true),
      MinInterval: fancy('u', interval.least),
      MaxInterval: fancy('u', interval.most),
      ...(data === undefined ? {} : { [manufacturerProperty(data)]: always('a{qv}', manufacturerEntry(data)) }),
    },
    methods: { Release: { in: '', out: '', call: () => options.released() } },
  };
}

/** Whether data of the manufacturer goes where every bluetoothd puts it, or only where one of 5.80 with --experimental does. */
export function fitsAdvertisement(data: Uint8Array): boolean {
  return takenSize + fieldHead + data.length <= advertisementSize;
}

function manufacturerProperty(data: Uint8Array): string {
  return fitsAdvertisement(data) ? 'ManufacturerData' : 'ScanResponseManufacturerData';
}

function manufacturerEntry(data: Uint8Array): Record<number, unknown> {
  const company = (data[0] ?? 0) | ((data[1] ?? 0) << 8);
  return { [company]: { signature: 'ay', value: data.subarray(2) } };
}
