import type { Bytes } from '@esp-prov/protocol';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { macOf, numberOf, pathsOf, textOf } from '../wifi/daemon-values.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { meansGone } from './nm-error.ts';
import { deviceStates, nmInterfaces, nmPaths, wifiDeviceType } from './nm-names.ts';

/** A Wi-Fi device of NetworkManager that can scan and join. */
export interface Radio {
  /** Its object. */
  readonly path: string;
  readonly interfaceName: string;
  /** Address that it was made with. */
  readonly mac: Bytes;
}

/** Whether there is a radio, and if not, what is missing, in words. */
export type RadioSight =
  | { readonly kind: 'ready'; readonly radio: Radio }
  | { readonly kind: RadioGap; readonly what: string };

/** What is missing: NetworkManager itself, a Wi-Fi interface, that it manages the interface, or that this can be used. */
export type RadioGap = 'no-service' | 'no-interface' | 'unmanaged' | 'unavailable';

/** NetworkManager does not run. */
const gone: RadioSight = { kind: 'no-service', what: 'NetworkManager' };

/** Most devices that are looked at; containers bring many. */
const mostDevices = 512;

/** Looks for the radio: the interface of that name, or the first one that is managed. @throws DBusError */
export async function lookForRadio(
  daemon: NmDaemon,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<RadioSight> {
  if (!daemon.present) return gone;
  const devices = pathsOf(await daemon.property(nmPaths.manager, nmInterfaces.manager, 'Devices', signal), mostDevices);
  let unmanaged: string | undefined;
  let unavailable: string | undefined;
  for (const path of devices) {
    const device = await lookAt(daemon, path, signal);
    if (device === undefined || (wanted !== undefined && device.interfaceName !== wanted)) continue;
    if (device.state > deviceStates.unavailable) return await readyRadio(daemon, path, device.interfaceName, signal);
    if (device.state === deviceStates.unavailable) unavailable ??= device.interfaceName;
    else unmanaged ??= device.interfaceName;
  }
  if (unavailable !== undefined) {
    return { kind: 'unavailable', what: await whyUnavailable(daemon, unavailable, signal) };
  }
  if (unmanaged !== undefined) {
    return { kind: 'unmanaged', what: `NetworkManager to manage the interface ${unmanaged}` };
  }
  return { kind: 'no-interface', what: wanted === undefined ? 'a Wi-Fi interface' : `the Wi-Fi interface ${wanted}` };
}

/**
 * Waits for the radio, and says once for each thing what is waited for. @throws the reason of the signal, DBusError when
 * NetworkManager refuses this user
 */
export async function waitForRadio(
  daemon: NmDaemon,
  wanted: string | undefined,
  options: { readonly signal?: AbortSignal | undefined; readonly onWaiting: (what: string) => void },
): Promise<Radio> {
  const { signal, onWaiting } = options;
  const told = new Set<string>();
  return await daemon.when(async () => {
    const sight = await lookAgain(daemon, wanted, signal);
    if (sight.kind === 'ready') return sight.radio;
    // The list of what can be missing is short, but for names of interfaces.
    if (!told.has(sight.what) && told.size < 32) {
      told.add(sight.what);
      onWaiting(sight.what);
    }
    return undefined;
  }, signal);
}

/** Looks for the radio, also while NetworkManager comes or goes. @throws DBusError when it refuses this user */
export async function lookAgain(
  daemon: NmDaemon,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<RadioSight> {
  try {
    return await lookForRadio(daemon, wanted, signal);
  } catch (error) {
    // It has just ended, or is not ready yet; its coming and going wakes the wait.
    if (meansAbsent(error) || meansGone(error)) return gone;
    throw error;
  }
}

interface Device {
  readonly interfaceName: string;
  readonly state: number;
}

async function lookAt(daemon: NmDaemon, path: string, signal?: AbortSignal): Promise<Device | undefined> {
  try {
    const values = await daemon.properties(path, nmInterfaces.device, signal);
    if (numberOf(values['DeviceType']) !== wifiDeviceType) return undefined;
    return { interfaceName: textOf(values['Interface']), state: numberOf(values['State']) };
  } catch (error) {
    if (meansGone(error)) return undefined;
    throw error;
  }
}

async function readyRadio(
  daemon: NmDaemon,
  path: string,
  interfaceName: string,
  signal?: AbortSignal,
): Promise<RadioSight> {
  const { PermHwAddress, HwAddress } = await daemon.properties(path, nmInterfaces.wireless, signal);
  const mac = macOf(PermHwAddress) ?? macOf(HwAddress);
  if (mac === undefined) return { kind: 'unavailable', what: `an address of the interface ${interfaceName}` };
  return { kind: 'ready', radio: { path, interfaceName, mac } };
}

async function whyUnavailable(daemon: NmDaemon, interfaceName: string, signal?: AbortSignal): Promise<string> {
  const { WirelessEnabled, WirelessHardwareEnabled } = await daemon.properties(
    nmPaths.manager,
    nmInterfaces.manager,
    signal,
  );
  if (WirelessHardwareEnabled === false) return 'the radio to be unblocked (rfkill)';
  if (WirelessEnabled === false) return 'the radio to be switched on (nmcli radio wifi on)';
  return `the interface ${interfaceName} to become available (wpa_supplicant)`;
}
