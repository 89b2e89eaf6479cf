import { isDBusError, startPrivateBus } from '@esp-prov/dbus';
import { ProvisioningError, silentLog, systemClock } from '@esp-prov/protocol';
import type { AdapterSettings } from './adapter/adapter.ts';
import { defaultDelays } from './delays.ts';
import { Air } from './radio/air.ts';
import { FaultPlan } from './radio/faults.ts';
import { RunningBluez, type VirtualBluez } from './virtual-bluez.ts';
import type { VirtualAdapter, VirtualBluezOptions } from './virtual-bluez-options.ts';

/** Starts what `startVirtualBluez` promises. */
export async function launchBluez(options: VirtualBluezOptions): Promise<VirtualBluez> {
  const { adapters = 2, bus, delays, release = '5.72', signal } = options;
  const settings = (typeof adapters === 'number' ? new Array(adapters).fill({}) : adapters).map(adapterSettings);
  const air = options.near === undefined ? new Air() : airOf(options.near);
  const own = bus === undefined ? await startBus(signal) : { address: bus, stop: async () => undefined };
  const world = {
    address: own.address,
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    delays: { ...defaultDelays, ...delays },
    air,
    faults: new FaultPlan(),
    fullWrites: release !== '5.66',
  };
  try {
    return await RunningBluez.start(world, settings, { end: () => own.stop(), signal });
  } catch (error) {
    await own.stop();
    throw asProvisioningError(error);
  }
}

function airOf(near: VirtualBluez): Air {
  if (near instanceof RunningBluez) return near.air;
  throw new TypeError('near has to be a result of startVirtualBluez');
}

async function startBus(signal: AbortSignal | undefined): Promise<{ readonly address: string; stop(): Promise<void> }> {
  try {
    return await startPrivateBus({ signal });
  } catch (error) {
    throw asProvisioningError(error);
  }
}

function adapterSettings(adapter: VirtualAdapter, index: number): AdapterSettings {
  const last = index.toString(16).padStart(2, '0').toUpperCase();
  return {
    name: adapter.name ?? `hci${index}`,
    address: adapter.address ?? `02:00:00:00:00:${last}`,
    addressType: adapter.addressType ?? 'public',
    mtu: adapter.mtu ?? 517,
    keepsAdvertising: adapter.keepsAdvertising ?? false,
    systemName: adapter.systemName ?? `virtual${index}`,
    alias: '',
    powered: adapter.powered ?? true,
    blocked: false,
    staleCache: false,
  };
}

function asProvisioningError(error: unknown): unknown {
  if (!isDBusError(error)) return error;
  const code = error.code === 'no-bus' ? 'bluetooth/no-bus' : 'bluetooth/refused';
  return new ProvisioningError(code, `the virtual BlueZ did not start: ${error.message}`, { cause: error });
}
