import { utf8 } from '@esp-prov/protocol';
import { mostAccessPoints, type NearbyAccessPoint, percentOf, readBssid, readNumber } from './nearby-access-point.ts';

/** Arguments of `airport` for the list that {@link parseAirport} reads. */
export const airportList = ['-s'] as const;

/** Arguments of `system_profiler` for what {@link parseSystemProfiler} reads. */
export const profilerList = ['-json', 'SPAirPortDataType'] as const;

/** Characters of the longest line that is read: a name has 32 bytes. */
const longestLine = 400;

/** Reads the table of airport, in which names are set to the right and may hold spaces. */
export function parseAirport(output: Uint8Array): NearbyAccessPoint[] {
  const lines = Buffer.from(output).toString('utf8').split('\n').slice(0, mostAccessPoints);
  return lines.flatMap((line) => {
    if (line.length > longestLine) return [];
    const found = / ((?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}) +(-\d{1,3}) +(\d{1,3})\S* +\S+ +\S+ +(\S.*)$/i.exec(line);
    const ssid = utf8(line.slice(0, found?.index ?? 0).trimStart());
    if (!found || ssid.length === 0 || ssid.length > 32) return [];
    const [, bssid, rssi, channel, security = ''] = found;
    return {
      ssid,
      bssid: readBssid(bssid),
      channel: readNumber(channel, 1, 233),
      signal: percentOf(readNumber(rssi, -128, 0)),
      security: security.trim() === 'NONE' ? '' : security.trim().slice(0, 64),
    };
  });
}

/** Reads what system_profiler says of Wi-Fi; since macOS 14.4 there is nothing else. It reports no addresses. */
export function parseSystemProfiler(output: Uint8Array): NearbyAccessPoint[] {
  const found: NearbyAccessPoint[] = [];
  // Of a parsed document only the one list is looked at, however deep the rest is.
  for (const report of list(parsed(output), 'SPAirPortDataType')) {
    for (const port of list(report, 'spairport_airport_interfaces')) {
      for (const network of list(port, 'spairport_airport_other_local_wireless_networks')) {
        const accessPoint = asAccessPoint(network);
        if (accessPoint && found.length < mostAccessPoints) found.push(accessPoint);
      }
    }
  }
  return found;
}

function asAccessPoint(network: unknown): NearbyAccessPoint | undefined {
  const text = (key: string): string => {
    const value = isRecord(network) ? network[key] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const ssid = utf8(text('_name').slice(0, 64));
  if (ssid.length === 0 || ssid.length > 32) return undefined;
  const security = text('spairport_security_mode').replace(/^spairport_security_mode_/, '');
  return {
    ssid,
    bssid: undefined,
    channel: readNumber(text('spairport_network_channel'), 1, 233),
    signal: percentOf(readNumber(text('spairport_signal_noise'), -128, 0)),
    security: security === 'none' ? '' : security.slice(0, 64),
  };
}

function parsed(output: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(output).toString('utf8'));
  } catch {
    return undefined;
  }
}

function list(value: unknown, key: string): readonly unknown[] {
  const member = isRecord(value) ? value[key] : undefined;
  return Array.isArray(member) ? member : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
