import { foreignText, toHex, utf8 } from '@esp-prov/protocol';
import { street, type VirtualAccessPoint } from '@esp-prov/virtual';
import { displaySsid } from '../../report/network-table.ts';
import type { Output } from '../../report/output.ts';
import { columns } from '../../terminal/columns.ts';
import type { DeviceOptions } from './device-options.ts';
import { readAir } from './read-air.ts';

/** Prints the networks that a virtual device hears, with their passwords, which are made up or from the user's own file. */
export async function showAir({ air }: Pick<DeviceOptions, 'air'>, output: Output): Promise<void> {
  const networks = air === undefined ? street : await readAir(air);
  output.result({ result: 'air', accessPoints: networks.map(asJson) }, table(networks));
}

function asJson(network: VirtualAccessPoint): Record<string, unknown> {
  const { bssid, channel, rssi, auth, password = null, hidden = false, join = 'ok' } = network;
  const bytes = bytesOf(network);
  return { ssid: displaySsid(bytes), ssidHex: toHex(bytes), bssid, channel, rssi, auth, password, hidden, join };
}

const headings = ['SSID', 'PASSWORD', 'AUTH', 'NOTE'];

/** Characters of the longest name or password that is shown. */
const longest = 64;

function table(networks: readonly VirtualAccessPoint[]): string[] {
  if (networks.length === 0) return ['It hears no network.'];
  const rows = networks.map((network) => [
    foreignText(displaySsid(bytesOf(network)), longest),
    foreignText(network.password ?? '', longest),
    String(network.auth),
    [
      ...(network.hidden ? ['hidden'] : []),
      ...(network.join === undefined || network.join === 'ok' ? [] : [network.join]),
    ].join(', '),
  ]);
  return columns([headings, ...rows]);
}

function bytesOf({ ssid }: VirtualAccessPoint): Uint8Array<ArrayBuffer> {
  return typeof ssid === 'string' ? utf8(ssid) : Uint8Array.from(ssid);
}
