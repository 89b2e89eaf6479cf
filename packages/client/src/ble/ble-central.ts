import type { Bytes } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';

/** Which advertisements are wanted; what is left out matches everything. */
export interface ScanFilter {
  /** Beginning of the advertised name, case included. */
  readonly namePrefix?: string | undefined;
  /** 128-bit UUID of an advertised service. */
  readonly service?: string | undefined;
  /**
   * Whether devices are reported too to which another program of this machine is connected, where the platform knows
   * them.
   */
  readonly taken?: boolean | undefined;
}

/** A device as its advertisement describes it. */
export interface FoundDevice {
  /** What `connect` takes: the Bluetooth address where the platform reports it, else an identifier of the platform. */
  readonly id: string;
  readonly name: string | undefined;
  /** Signal strength in dBm; undefined when the platform does not tell. */
  readonly rssi: number | undefined;
  /** Advertised services as 128-bit UUIDs in lower case. */
  readonly services: readonly string[];
  /** Manufacturer data as in the air: two bytes of company identifier, little-endian, then the data. */
  readonly manufacturerData: Bytes | undefined;
  /**
   * Whether another program of this machine is connected to it, so that it does not advertise; only where asked for.
   */
  readonly isTaken?: boolean | undefined;
}

/**
 * The central role of Bluetooth Low Energy: finds devices and connects to them.
 *
 * Failures are `ProvisioningError`s: `bluetooth/no-bus`, `bluetooth/no-service`, `bluetooth/no-adapter`,
 * `bluetooth/powered-off`, `bluetooth/blocked`, `bluetooth/not-permitted` of the machine, and those of `link`.
 */
export interface BleCentral extends AsyncDisposable {
  /**
   * Yields every sighting of a device that fits, so one device comes again and again with its newest strength; until
   * aborted.
   */
  scan(filter: ScanFilter, options?: CallOptions): AsyncIterable<FoundDevice>;
  /**
   * Connects, and returns a connection with its services known.
   *
   * @throws ProvisioningError `link/unreachable`, `link/timeout`, `link/lost`
   */
  connect(id: string, options?: CallOptions): Promise<GattConnection>;
}

/** A connection to a device: its attributes. Operations must not overlap. */
export interface GattConnection extends AsyncDisposable {
  /**
   * The services as they are known now. A list never changes: where the platform learns that the device has added or
   * removed attributes (Service Changed), another list takes the place of this one.
   */
  readonly services: readonly RemoteService[];
  /** Aborted with a `ProvisioningError` when the link is gone without this side having closed it. */
  readonly lost: AbortSignal;
  /**
   * Discovers the services again, so that `services` is another list. It is called when the device has refused an
   * attribute as unknown. Missing on platforms that learn of changes by themselves.
   */
  rediscover?(options?: CallOptions): Promise<void>;
}

/** A GATT service of a device. */
export interface RemoteService {
  /** 128-bit UUID in lower case. */
  readonly uuid: string;
  readonly characteristics: readonly RemoteCharacteristic[];
}

/** A characteristic of a device. */
export interface RemoteCharacteristic {
  /** 128-bit UUID in lower case. */
  readonly uuid: string;
  readonly descriptors: readonly RemoteDescriptor[];
  /**
   * Reads its whole value.
   *
   * @throws ProvisioningError `link/lost`, `gatt/refused` with `details.attError` where it is known: 1 for an attribute
   *   that is not there any more, and then `details.pending` if it went while this was under way
   */
  read(options?: CallOptions): Promise<Bytes>;
  /** Writes with response: it resolves once the device has done its work. @throws as `read` */
  write(value: Uint8Array, options?: CallOptions): Promise<void>;
}

/** A descriptor of a characteristic. */
export interface RemoteDescriptor {
  /** 128-bit UUID in lower case. */
  readonly uuid: string;
  /** Reads its whole value. */
  read(options?: CallOptions): Promise<Bytes>;
}
