import { foreignText } from '@esp-prov/protocol';
import type { SerialPortInfo } from '../../reach/console/list-serial-ports.ts';
import type { NearbyAccessPoint } from '../../reach/wifi/nearby-access-point.ts';
import { displaySsid } from '../../report/network-table.ts';
import { columns } from '../../terminal/columns.ts';

/** Characters of the longest text of an adapter that is shown. */
const longestDescription = 80;

/** Returns a line for each serial port: its path, and what its adapter says of itself. */
export function portLines(ports: readonly SerialPortInfo[]): string[] {
  if (ports.length === 0) return ['No serial port was found.'];
  return columns(
    ports.map(({ path, description = '' }) => [
      foreignText(path, longestDescription),
      foreignText(description, longestDescription),
    ]),
  );
}

/** Returns a line for each access point: name, security, signal, channel. */
export function accessPointLines(accessPoints: readonly NearbyAccessPoint[]): string[] {
  if (accessPoints.length === 0) return ['No access point with the name of a device is heard.'];
  return columns(
    accessPoints.map(({ ssid, security, signal, channel }) => [
      displaySsid(ssid),
      security === '' ? 'open' : foreignText(security, longestDescription),
      signal === undefined ? '' : `${signal} %`,
      channel === undefined ? '' : `channel ${channel}`,
    ]),
  );
}
