import type { BleCentral, FoundDevice, GattConnection, RemoteCharacteristic } from '@esp-prov/client';
import { type ConnectedBus, connectBus } from '@esp-prov/dbus';
import type { BlePeripheral } from '@esp-prov/device';
import type { Log } from '@esp-prov/protocol';
import { startVirtualBluez, type VirtualBluez, type VirtualBluezOptions } from '@esp-prov/virtual-bluez';
import { afterEach } from 'vitest';
import {
  type BluezCentralOptions,
  type BluezPeripheralOptions,
  bluezCentral,
  bluezPeripheral,
} from '../../src/index.ts';
import { linkEvents, type SampleOptions, sampleService, serviceUuid, slotUuid } from './sample-service.ts';

/** A virtual BlueZ with two adapters: our central on hci0, our peripheral on hci1. */
export interface Room {
  readonly bluez: VirtualBluez;
  readonly central: BleCentral;
  readonly peripheral: BlePeripheral;
  /** Connections of the two to the bus. */
  readonly centralBus: ConnectedBus;
  readonly peripheralBus: ConnectedBus;
  /** What the two logged, such as `warn: …`. */
  readonly log: string[];
  /** Returns another central, on its own connection to the bus. */
  anotherCentral(options?: BluezCentralOptions): BleCentral;
  /** Returns another peripheral, on its own connection to the bus. */
  anotherPeripheral(options?: BluezPeripheralOptions): BlePeripheral;
  /** Has the peripheral serve and advertise a sample service. */
  offer(options?: SampleOptions): Promise<Offer>;
  /** Returns a connection of the central to the peripheral, and its characteristic `prov-session`. */
  connect(): Promise<Connected>;
}

/** A sample service that is advertised. */
export type Offer = ReturnType<typeof sampleService> & { readonly events: string[] };

/** A connection to a sample service. */
export interface Connected {
  readonly connection: GattConnection;
  readonly session: RemoteCharacteristic;
  readonly config: RemoteCharacteristic;
}

/** Address of the adapter hci1, which is that of the peripheral. */
export const peripheralAddress = '02:00:00:00:00:01';

/** Name that the sample service is advertised with. */
export const sampleName = 'PROV_261FCC';

/** Reports no radio switches, whatever the machine of the tests has. */
const noSwitches = async () => [];

const quick = {
  connectMs: 2,
  resolveMs: 2,
  advertisingMs: 5,
  pairMs: 2,
  disconnectMs: 2,
  connectTimeoutMs: 200,
};

/** Returns a function that opens rooms for the tests of a file; they are cleared up after each test. */
export function testRooms(): (
  options?: VirtualBluezOptions,
  central?: Omit<BluezCentralOptions, 'bus'>,
) => Promise<Room> {
  const open: AsyncDisposable[] = [];
  const keep = <T extends AsyncDisposable>(each: T): T => {
    open.push(each);
    return each;
  };
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
  });
  return async (options = {}, centralOptions = {}) => {
    const bluez = keep(await startVirtualBluez({ ...options, delays: { ...quick, ...options.delays } }));
    const lines: string[] = [];
    const log: Log = (level, _, text) => void lines.push(`${level}: ${text}`);
    const common = { log, radioSwitches: noSwitches };
    const centralBus = keep(await connectBus({ address: bluez.address }));
    const peripheralBus = keep(await connectBus({ address: bluez.address }));
    const central = keep(bluezCentral({ bus: centralBus, adapter: 'hci0', ...common, ...centralOptions }));
    const peripheral = keep(bluezPeripheral({ bus: peripheralBus, adapter: 'hci1', ...common }));
    return {
      bluez,
      central,
      peripheral,
      centralBus,
      peripheralBus,
      log: lines,
      anotherCentral: (other = {}) =>
        keep(bluezCentral({ busAddress: bluez.address, adapter: 'hci0', ...common, ...other })),
      anotherPeripheral: (other = {}) => keep(bluezPeripheral({ busAddress: bluez.address, ...common, ...other })),
      async offer(sample = {}) {
        const service = sampleService(sample);
        const listener = linkEvents();
        await peripheral.serve(service.local, listener);
        await peripheral.advertise({ name: sampleName, service: serviceUuid });
        return { ...service, events: listener.events };
      },
      async connect() {
        const { id } = await firstSeen(central);
        const connection = await central.connect(id);
        return { connection, session: characteristic(connection, 0xff51), config: characteristic(connection, 0xff52) };
      },
    };
  };
}

/** Returns the first device of the sample service that a central sees. */
export async function firstSeen(central: BleCentral, ms = 60_000): Promise<FoundDevice> {
  for await (const device of central.scan({ service: serviceUuid }, { signal: AbortSignal.timeout(ms) })) return device;
  throw new Error('the scan ended by itself');
}

/** Returns the characteristic of the sample service with that slot. */
export function characteristic(connection: GattConnection, slot: number): RemoteCharacteristic {
  const service = connection.services.find(({ uuid }) => uuid === serviceUuid);
  const found = service?.characteristics.find(({ uuid }) => uuid === slotUuid(slot));
  if (found === undefined) throw new Error(`the connection has no characteristic ${slot.toString(16)}`);
  return found;
}

/** Waits until `check` is true, looking again and again. */
export async function until(check: () => unknown, ms = 60_000): Promise<void> {
  const end = performance.now() + ms;
  while (!check()) {
    if (performance.now() > end) throw new Error(`this did not come true: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
