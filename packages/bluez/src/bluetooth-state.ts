import { isProvisioningError, type ProvisioningError } from '@esp-prov/protocol';
import { adapterProblem, type BluetoothAdapter, chooseAdapter, listAdapters } from './service/adapters.ts';
import type { Bluetoothd } from './service/bluetoothd.ts';
import { BluezHost, type BluezOptions } from './service/bluez-host.ts';
import { bluezInterfaces } from './service/bluez-names.ts';
import { rfkillSwitches } from './service/radio-switches.ts';

/** What Bluetooth on this machine is able to do now. */
export interface BluetoothState {
  /** The first problem, an error of the family `bluetooth`; undefined if the adapter can be used. */
  readonly problem: ProvisioningError | undefined;
  readonly adapters: readonly BluetoothAdapter[];
  /** Version of bluetoothd such as `5.66`, known only if there is an adapter. */
  readonly bluetoothdVersion: string | undefined;
}

/**
 * Looks at the bus, bluetoothd, the adapters and the switches of the radio; what is missing is returned, not thrown.
 */
export async function bluetoothState(
  options: BluezOptions & { signal?: AbortSignal | undefined } = {},
): Promise<BluetoothState> {
  await using host = new BluezHost(options);
  try {
    const bluetoothd = await host.bluetoothd({ signal: options.signal });
    return await readState(bluetoothd, options);
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    return { problem: error, adapters: [], bluetoothdVersion: undefined };
  }
}

async function readState(bluetoothd: Bluetoothd, options: BluezOptions): Promise<BluetoothState> {
  const switches = await (options.radioSwitches ?? rfkillSwitches())();
  const adapters = listAdapters(bluetoothd, switches);
  const state = { adapters, bluetoothdVersion: versionOf(bluetoothd) };
  try {
    const chosen = chooseAdapter(adapters, { wanted: options.adapter, switches });
    return { ...state, problem: adapterProblem(chosen) };
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    return { ...state, problem: error };
  }
}

/**
 * Returns the version of bluetoothd, with which the identity that it gives adapters ends. bluez: src/main.c,
 * did_version
 */
function versionOf(bluetoothd: Bluetoothd): string | undefined {
  for (const [, { Modalias: modalias }] of bluetoothd.having(bluezInterfaces.adapter)) {
    const found = /^usb:v1D6Bp0246d([0-9A-F]{2})([0-9A-F]{2})$/.exec(String(modalias));
    if (found) return `${Number.parseInt(found[1] as string, 16)}.${Number.parseInt(found[2] as string, 16)}`;
  }
  return undefined;
}
