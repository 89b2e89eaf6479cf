import { fromHex } from '@esp-prov/protocol';
import { mostAccessPoints, type NearbyAccessPoint, readBssid, readNumber } from './nearby-access-point.ts';

/** An access point as NetworkManager reports it. */
export interface NmcliAccessPoint extends NearbyAccessPoint {
  /** Interface that hears it. */
  readonly device: string;
  /** Whether this machine is joined to it. */
  readonly isJoined: boolean;
}

/** Arguments for the list that {@link parseNmcli} reads: names in hexadecimal digits, as a name may hold line ends. */
export const nmcliList = [
  '--terse',
  '--escape',
  'yes',
  '--fields',
  'IN-USE,SSID-HEX,BSSID,CHAN,SIGNAL,SECURITY,DEVICE',
  'device',
  'wifi',
  'list',
  '--rescan',
  'yes',
] as const;

/** Reads the list of nmcli; lines of another form are left out. */
export function parseNmcli(output: Uint8Array): NmcliAccessPoint[] {
  const lines = Buffer.from(output).toString('latin1').split('\n');
  return lines.slice(0, mostAccessPoints).flatMap((line) => {
    const fields = nmcliFields(line);
    const [inUse, hex = '', bssid, channel, signal, security = '', device = ''] = fields;
    if (fields.length !== 7 || !/^([0-9a-f]{2}){1,32}$/i.test(hex) || device === '') return [];
    return {
      ssid: fromHex(hex),
      bssid: readBssid(bssid),
      channel: readNumber(channel, 1, 233),
      signal: readNumber(signal, 0, 100),
      security: security === '--' ? '' : security.slice(0, 64),
      device,
      isJoined: inUse === '*',
    };
  });
}

/** Returns the fields of a terse line, in which a backslash stands before each colon and backslash of a value. */
export function nmcliFields(line: string): string[] {
  const fields = [''];
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === ':') fields.push('');
    else fields[fields.length - 1] += character === '\\' ? line.charAt(++i) : character;
  }
  return fields;
}
