import type { HeardNetwork } from '@esp-prov/device';
import type { Clock } from '@esp-prov/protocol';
import { authModes } from '../wifi/auth-mode.ts';
import { bytesOf, numberOf, pathOf, pathsOf, type Values, valuesOf } from '../wifi/daemon-values.ts';
import { channelOfFrequency } from '../wifi/wifi-channel.ts';
import type { WpaDaemon } from './wpa-daemon.ts';
import { meansGone } from './wpa-error.ts';
import { wpaInterfaces } from './wpa-names.ts';

/** An access point that wpa_supplicant knows. */
export interface Bss extends HeardNetwork {
  /** When it was heard last by the clock, at the latest. */
  readonly heardAt: number;
}

/** What access points are read with. */
interface BssReader {
  readonly daemon: WpaDaemon;
  readonly clock: Clock;
}

/** Most access points that are read: more are no neighbourhood but a mistake or an attack. */
const mostAccessPoints = 256;
/** How many are read at once. */
const atOnce = 8;
const longestSsid = 32;

/** Returns the access points that wpa_supplicant knows by name, strongest first. */
export async function readBssList(
  { daemon, clock }: BssReader,
  path: string,
  signal?: AbortSignal,
): Promise<readonly Bss[]> {
  const list = await daemon.property(path, wpaInterfaces.interface, 'BSSs', signal);
  const paths = [...new Set(pathsOf(list, mostAccessPoints))];
  const found: Bss[] = [];
  for (let i = 0; i < paths.length; i += atOnce) {
    const some = paths.slice(i, i + atOnce).map((each) => readBss({ daemon, clock }, each, signal));
    for (const bss of await Promise.all(some)) if (bss !== undefined) found.push(bss);
  }
  return found.sort((a, b) => b.rssi - a.rssi);
}

/** Returns one access point; undefined when it has gone, hides its name, or is not described as one is. */
export async function readBss(
  { daemon, clock }: BssReader,
  path: unknown,
  signal?: AbortSignal,
): Promise<Bss | undefined> {
  const known = pathOf(path);
  if (known === undefined) return undefined;
  try {
    return bssOf(await daemon.properties(known, wpaInterfaces.bss, signal), clock.now());
  } catch (error) {
    // One that is not heard any more may vanish between the list and the look at it.
    if (meansGone(error)) return undefined;
    throw error;
  }
}

/** Returns an access point as its properties describe it; undefined for a hidden one, and for what is none. */
function bssOf(values: Values, now: number): Bss | undefined {
  const ssid = bytesOf(values['SSID'], longestSsid);
  const bssid = bytesOf(values['BSSID'], 6);
  const channel = channelOfFrequency(numberOf(values['Frequency']));
  const rssi = Math.round(numberOf(values['Signal'], -100));
  if (ssid === undefined || bssid?.length !== 6 || channel === 0) return undefined;
  // A name of zeros is a hidden one, too.
  if (ssid.every((byte) => byte === 0)) return undefined;
  const authMode = authModeOf(values);
  return {
    ssid,
    bssid,
    channel,
    rssi: Math.min(-1, Math.max(-128, rssi)),
    authMode,
    // It takes whole seconds from each other: a second by its count may be a moment.
    heardAt: now - Math.max(0, numberOf(values['Age']) - 1) * 1000,
  };
}

/** Returns the auth mode of an access point as ESP-IDF numbers it. Of several ways in, the one with a passphrase counts. */
function authModeOf(values: Values): number {
  const wpa = keyManagement(values['WPA']);
  const rsn = keyManagement(values['RSN']);
  const psk = (names: readonly string[]) => names.some((name) => /^wpa(-ft)?-psk(-sha256)?$/.test(name));
  const enterprise = (names: readonly string[]) => names.some((name) => /^wpa(-ft)?-(eap|fils)/.test(name));
  if (rsn.some((name) => name === 'sae' || name === 'ft-sae')) {
    return psk(rsn) || psk(wpa) ? authModes.wpa2Wpa3 : authModes.wpa3;
  }
  if (psk(rsn)) return psk(wpa) ? authModes.wpaWpa2 : authModes.wpa2;
  if (psk(wpa)) return authModes.wpa;
  if (rsn.includes('wpa-eap-suite-b-192')) return authModes.wpa3Enterprise192;
  if (enterprise(rsn)) return authModes.wpa2Enterprise;
  if (enterprise(wpa)) return authModes.wpaEnterprise;
  if (rsn.includes('owe')) return authModes.owe;
  // A key of which it says nothing that is known here is one that cannot be given.
  if (rsn.length > 0 || wpa.length > 0) return authModes.wpa2Enterprise;
  return values['Privacy'] === true ? authModes.wep : authModes.open;
}

function keyManagement(element: unknown): readonly string[] {
  const names = valuesOf(element)['KeyMgmt'];
  return Array.isArray(names) ? names.slice(0, 32).filter((name) => typeof name === 'string') : [];
}
