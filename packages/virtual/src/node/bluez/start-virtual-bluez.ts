import { isDBusError, startPrivateBus } from '@esp-prov/dbus';
import { type Clock, type Log, ProvisioningError, silentLog, systemClock } from '@esp-prov/protocol';
import type { AdapterSettings } from './adapter/adapter.ts';
import { type BluezDelays, defaultDelays } from './delays.ts';
import { Air } from './radio/air.ts';
import { FaultPlan } from './radio/faults.ts';
import { RunningBluez, type VirtualBluez } from './virtual-bluez.ts';

/** A virtual adapter; what is left out follows from its place in the list. */
export interface VirtualAdapter {
  /** Default `hci0`, `hci1`, … */
  readonly name?: string | undefined;
  /** Default `02:00:00:00:00:00`, `…:01`, … */
  readonly address?: string | undefined;
  /** Default `public`. */
  readonly addressType?: 'public' | 'random' | undefined;
  /** Name of the machine that it is in; default `virtual0`, `virtual1`, … */
  readonly systemName?: string | undefined;
  /** Longest packet of the Attribute Protocol that it agrees to, in octets; default 517. */
  readonly mtu?: number | undefined;
  /** Whether it goes on advertising while a central is connected, so that several can be; default false. */
  readonly keepsAdvertising?: boolean | undefined;
  /** Default true. */
  readonly powered?: boolean | undefined;
}

/** How to start a virtual BlueZ. */
export interface VirtualBluezOptions {
  /** The adapters, or how many; default two. */
  readonly adapters?: number | readonly VirtualAdapter[] | undefined;
  /** Address of a bus that is there; left out, one is started that ends with the virtual BlueZ. */
  readonly bus?: string | undefined;
  /** Another virtual BlueZ, for this one to be a second machine in its room: their adapters hear each other. */
  readonly near?: VirtualBluez | undefined;
  readonly delays?: Partial<BluezDelays> | undefined;
  /**
   * The BlueZ that is modelled. The only difference: up to 5.68 a program that offers a service is not given values of
   * more than 510 octets, or 508 that need several packets. Default `5.72`.
   */
  readonly release?: '5.66' | '5.72' | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** Ends the start. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a virtual BlueZ: adapters in one room, and a bluetoothd for them on a bus of its own.
 *
 * @throws ProvisioningError `bluetooth/no-bus` where dbus-daemon is not installed; `bluetooth/refused`
 */
export async function startVirtualBluez(options: VirtualBluezOptions = {}): Promise<VirtualBluez> {
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
  throw new TypeError('near is to be what startVirtualBluez has returned');
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
