import type { FoundDevice } from '@esp-prov/client';
import { isProvisioningError, ProvisioningError, toHex } from '@esp-prov/protocol';
import { deviceTable } from '../../reach/ble/device-table.ts';
import { strongestFirst } from '../../reach/ble/found-devices.ts';
import { listSerialPorts, type SerialPortInfo } from '../../reach/console/list-serial-ports.ts';
import { devicesAmong, type HeardAccessPoints, listAccessPoints } from '../../reach/wifi/list-access-points.ts';
import type { NearbyAccessPoint } from '../../reach/wifi/nearby-access-point.ts';
import { displaySsid } from '../../report/network-table.ts';
import { makeOutput, type Output } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';
import type { DiscoverOptions } from './discover-options.ts';
import { accessPointLines, portLines } from './found-lines.ts';
import { deviceJson, lookOverBluetooth } from './look-over-bluetooth.ts';

/** Places in which devices are looked for. */
type Place = NonNullable<DiscoverOptions['transport']>;

/** What was found; a place that was not looked at, or cannot be, is undefined. */
interface Found {
  readonly devices: readonly FoundDevice[] | undefined;
  readonly ports: readonly SerialPortInfo[] | undefined;
  readonly heard: HeardAccessPoints | undefined;
  /** Those among what was heard that have the name of a device. */
  readonly accessPoints: readonly NearbyAccessPoint[] | undefined;
}

/** Lists devices that offer provisioning over Bluetooth, serial ports, and access points of devices. */
export async function discover(options: DiscoverOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  const places = placesOf(options);
  const found = await interruptible(async (signal) => await lookEverywhere(places, options, output, signal));
  output.result(
    {
      result: 'devices',
      devices: (found.devices ?? []).map(deviceJson),
      serialPorts: found.ports?.map(({ path, description = null }) => ({ path, description })) ?? null,
      accessPoints: found.accessPoints?.map(accessPointJson) ?? null,
    },
    asLines(found, options, places),
  );
}

/** What only Bluetooth has is looked for over Bluetooth alone. */
function placesOf({ transport, ble, bleAdapter, serviceUuid }: DiscoverOptions): ReadonlySet<Place> {
  if (transport !== undefined) return new Set([transport]);
  const isAboutBluetooth = (ble ?? bleAdapter ?? serviceUuid) !== undefined;
  return new Set(isAboutBluetooth ? ['ble'] : ['ble', 'console', 'softap']);
}

async function lookEverywhere(
  places: ReadonlySet<Place>,
  options: DiscoverOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Found> {
  const ports = places.has('console') ? listSerialPorts() : undefined;
  const heard = places.has('softap') ? listAccessPoints({ signal }) : undefined;
  // Looked at below; until then their failures are not lost ones.
  heard?.catch(() => undefined);
  let failure: unknown;
  const devices = places.has('ble')
    ? await lookOverBluetooth(options, output, signal).catch((error: unknown) => {
        if (!isProvisioningError(error)) throw error;
        failure = error;
        return undefined;
      })
    : undefined;
  const heardPoints = await heard;
  const found = {
    devices: devices && strongestFirst(devices.values()),
    ports: await ports,
    heard: heardPoints,
    accessPoints: heardPoints?.accessPoints && devicesAmong(heardPoints.accessPoints, options.prefix),
  };
  if (places.size === 1 && found.heard && !found.heard.accessPoints) {
    throw new ProvisioningError('host/wifi-unusable', found.heard.why);
  }
  const hasOthers = Boolean(found.ports?.length) || Boolean(found.accessPoints?.length);
  // With nothing to show, what is wrong is the result.
  if (failure !== undefined && !hasOthers) throw failure;
  if (isProvisioningError(failure)) {
    const text = `Bluetooth cannot be used here: ${failure.message}`;
    output.event({ event: 'warning', text }, `warning: ${text}`);
  }
  return found;
}

function accessPointJson({ ssid, bssid, channel, signal, security }: NearbyAccessPoint): Record<string, unknown> {
  return {
    ssid: displaySsid(ssid),
    ssidHex: toHex(ssid),
    bssid: bssid ?? null,
    channel: channel ?? null,
    signal: signal ?? null,
    security,
  };
}

function asLines(
  { devices, ports, heard, accessPoints }: Found,
  options: DiscoverOptions,
  places: ReadonlySet<Place>,
): string[] {
  const bluetooth = devices && (devices.length === 0 ? [nothing(options)] : deviceTable(devices));
  if (places.size === 1 && bluetooth) return bluetooth;
  const wifi = accessPoints
    ? accessPointLines(accessPoints)
    : [heard && 'why' in heard ? `Unknown: ${heard.why}.` : 'Unknown.'];
  const sections: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['Bluetooth', bluetooth],
    ['Serial ports', ports && portLines(ports)],
    ['Access points of devices', heard && wifi],
  ];
  return sections.flatMap(([title, lines]) => (lines ? [`${title}:`, ...lines.map((line) => `  ${line}`)] : []));
}

function nothing({ all, prefix, serviceUuid, ble }: DiscoverOptions): string {
  if (all || prefix !== undefined || serviceUuid !== undefined || ble !== undefined) return 'No device was seen.';
  return 'No device that offers provisioning was seen; --all lists every Bluetooth device.';
}
