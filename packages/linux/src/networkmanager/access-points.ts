import type { HeardNetwork } from '@esp-prov/device';
import { authModeOf } from '../wifi/auth-mode.ts';
import { bytesOf, macOf, numberOf, pathOf, pathsOf, type Values } from '../wifi/daemon-values.ts';
import { channelOfFrequency } from '../wifi/wifi-channel.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { meansGone } from './nm-error.ts';
import { nmInterfaces } from './nm-names.ts';
import { dbmOfPercent } from './signal-strength.ts';

/** An access point that NetworkManager knows. */
export interface AccessPoint extends HeardNetwork {
  readonly path: string;
  /** When it was heard last, in seconds since the system started; undefined where NetworkManager does not say. */
  readonly lastSeen: number | undefined;
}

/** Most access points that are read: more are no neighbourhood but a mistake or an attack. */
const mostAccessPoints = 256;
/** How many are asked for at once. */
const atOnce = 8;
const longestSsid = 32;

/** Returns the access points that NetworkManager knows now, without hidden ones. */
export async function readAccessPoints(
  daemon: NmDaemon,
  device: string,
  signal?: AbortSignal,
): Promise<readonly AccessPoint[]> {
  const target = { path: device, interface: nmInterfaces.wireless, member: 'GetAllAccessPoints', signal };
  const [list] = await daemon.call(target);
  const paths = [...new Set(pathsOf(list, mostAccessPoints))];
  const found: AccessPoint[] = [];
  for (let i = 0; i < paths.length; i += atOnce) {
    const some = paths.slice(i, i + atOnce).map((path) => readAccessPoint(daemon, path, signal));
    for (const accessPoint of await Promise.all(some)) {
      if (accessPoint !== undefined && accessPoint.ssid.length > 0) found.push(accessPoint);
    }
  }
  return found;
}

/** Returns one access point; undefined when it has gone or is not described as one is. */
export async function readAccessPoint(
  daemon: NmDaemon,
  path: unknown,
  signal?: AbortSignal,
): Promise<AccessPoint | undefined> {
  const known = pathOf(path);
  if (known === undefined) return undefined;
  try {
    return accessPointOf(known, await daemon.properties(known, nmInterfaces.accessPoint, signal));
  } catch (error) {
    // One that is not heard any more may vanish between the list and the look at it.
    if (meansGone(error)) return undefined;
    throw error;
  }
}

function accessPointOf(path: string, values: Values): AccessPoint | undefined {
  const ssid = bytesOf(values['Ssid'], longestSsid);
  const bssid = macOf(values['HwAddress']);
  const channel = channelOfFrequency(numberOf(values['Frequency']));
  if (ssid === undefined || bssid === undefined || channel === 0) return undefined;
  const security = {
    flags: numberOf(values['Flags']),
    wpa: numberOf(values['WpaFlags']),
    rsn: numberOf(values['RsnFlags']),
  };
  const rssi = dbmOfPercent(numberOf(values['Strength']));
  const seen = numberOf(values['LastSeen'], -1);
  const lastSeen = seen < 0 ? undefined : seen;
  // A name of zeros is a hidden one, too.
  return ssid.every((byte) => byte === 0)
    ? undefined
    : { path, ssid, bssid, channel, rssi, authMode: authModeOf(security), lastSeen };
}
