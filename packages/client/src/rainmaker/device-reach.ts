import { type Bytes, type Clock, offersProvisioning, ProvisioningError } from '@esp-prov/protocol';
import type { BleCentral } from '../ble/ble-central.ts';
import { connectBle } from '../ble/connect-ble.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** A device that a search has heard. */
export interface Sighting {
  /** What distinguishes it from others of the same name. */
  readonly id: string;
  readonly name: string;
  /** Signal strength in dBm; undefined when it is not known. */
  readonly rssi?: number | undefined;
  /** UUIDs of services that it advertises. */
  readonly services?: readonly string[] | undefined;
  /** Manufacturer data as in the air: two bytes of company identifier, then the data. */
  readonly manufacturerData?: Bytes | undefined;
}

/** A device that is to be reached. */
export interface WantedReach {
  readonly name: string;
  /** Which one of this name, where a search has heard it. */
  readonly sighting?: Sighting | undefined;
  /** Password of its access point, where the application knows one. */
  readonly softApPassword?: string | undefined;
}

/** The way to devices over one kind of transport. */
export interface DeviceReach {
  /** Yields every sighting of a device whose name begins with `namePrefix`, until aborted. */
  search(namePrefix: string, options: CallOptions): AsyncIterable<Sighting>;
  /** Opens a link to a device; each call connects anew. */
  open(device: WantedReach, options: CallOptions): Promise<Transport>;
}

/** How devices are reached over Bluetooth. */
export interface BluetoothReachOptions {
  /** Longest time to look for a device of which only the name is known, in ms; default 10 000. */
  readonly findTimeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Returns the way to devices over Bluetooth Low Energy, by any central. */
export function bluetoothReach(central: BleCentral, options: BluetoothReachOptions = {}): DeviceReach {
  return {
    async *search(namePrefix, { signal }) {
      const filter = namePrefix === '' ? {} : { namePrefix };
      for await (const { name, services, ...device } of central.scan(filter, { signal })) {
        // Without a prefix, everything in range would be offered: headphones too.
        if (name && (namePrefix !== '' || offersProvisioning(services))) yield { ...device, name, services };
      }
    },
    async open({ name, sighting }, { signal }) {
      const wanted = sighting ? { id: sighting.id, advertised: sighting.services } : { name };
      return await connectBle(central, { ...options, ...wanted, signal });
    },
  };
}

/** What reaches devices over their access points. */
export interface SoftApReachOptions {
  /**
   * Returns a transport to the device whose access point this machine has joined; it may join first. In Node
   * `() => httpTransport('192.168.4.1')`, in a browser `() => fetchTransport('192.168.4.1')`.
   */
  open(device: WantedReach, options: CallOptions): Transport | Promise<Transport>;
  /** Yields the access points that this machine hears; default: a search fails with `host/transport-unavailable`. */
  readonly search?: DeviceReach['search'] | undefined;
}

/** Returns the way to devices over HTTP, by the access points that they open. */
export function softApReach({ open, search }: SoftApReachOptions): DeviceReach {
  return {
    search(namePrefix, options) {
      if (search) return search(namePrefix, options);
      const why = 'this application has no way to search for access points; name the device instead';
      throw new ProvisioningError('host/transport-unavailable', why);
    },
    open: async (device, options) => await open(device, options),
  };
}
