import {
  type BleHost,
  bleDeviceTransport,
  type DeviceTransport,
  type Requests,
  type Service,
  wrapDeviceTransport,
} from '@esp-prov/device';
import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { bleOptions, formatMac, interfaceMac, type ReleaseProfile } from '@esp-prov/virtual';
import type { VirtualBluez } from '@esp-prov/virtual-bluez';
import { type Neighbour, neighbours, noteNeighbour } from '../../reach/ble/virtual/neighbours.ts';
import type { Output } from '../../report/output.ts';
import { deviceLog } from './bluetooth-log.ts';
import type { DeviceOptions } from './device-options.ts';

/** A machine near a virtual device: what clients find by its bus. */
interface VirtualNeighbour extends AsyncDisposable {
  /** Of its bus. */
  readonly address: string;
  /** Bluetooth address of the device that is near it. */
  readonly deviceAddress: string;
}

/** A virtual device's Bluetooth: on an adapter of this machine, or in a virtual BlueZ of its own. */
export class DeviceBle implements DeviceTransport {
  readonly ble: NonNullable<DeviceTransport['ble']>;
  /** The virtual BlueZ of the clients near it, to be closed when the device is off. */
  readonly bluez: VirtualNeighbour | undefined;
  readonly endService: DeviceTransport['endService'];
  readonly change: DeviceTransport['change'];
  readonly advertise: DeviceTransport['advertise'];
  readonly #transport: DeviceTransport;
  readonly #note: (neighbour: Neighbour) => () => void;
  #name = '';
  #leave: () => void = () => undefined;

  /** @param note - says where clients find the device, until the returned function is called */
  constructor(
    transport: DeviceTransport,
    bluez: VirtualNeighbour | undefined,
    note: (neighbour: Neighbour) => () => void = noteNeighbour,
  ) {
    const onEnding = () => {
      this.#name = '';
      this.#leave();
    };
    this.#transport = wrapDeviceTransport(transport, (requests) => requests, { onEnding });
    this.endService = this.#transport.endService;
    this.change = this.#transport.change;
    this.advertise = this.#transport.advertise;
    this.#note = note;
    this.ble = transport.ble ?? { staysOn: false };
    this.bluez = bluez;
  }

  /** Its name over Bluetooth; empty while it offers nothing. */
  get address(): string {
    return this.#name;
  }

  /** Options by which a client reaches the device. */
  get way(): readonly string[] {
    return [...(this.bluez ? ['--ble', 'virtual'] : ['--transport', 'ble']), '--service-name', this.#name];
  }

  async start(service: Service, requests: Requests): Promise<void> {
    try {
      await this.#transport.start(service, requests);
    } catch (error) {
      throw this.bluez ? error : withOtherPlaces(error);
    }
    this.#name = service.name;
    if (this.bluez)
      this.#leave = this.#note({ name: service.name, bus: this.bluez.address, address: this.bluez.deviceAddress });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport[Symbol.asyncDispose]();
  }
}

/**
 * Opens the Bluetooth that the options name.
 *
 * @param mac - address of the chip, from which that of its Bluetooth follows
 * @throws ProvisioningError of the family `bluetooth`
 */
export async function openDeviceBle(
  { ble, bleHost, bleAdapter, serviceUuid }: DeviceOptions,
  { profile, output, mac }: { readonly profile: ReleaseProfile; readonly output: Output; readonly mac: Uint8Array },
): Promise<DeviceBle> {
  const log = deviceLog(output);
  const { service, ...host } = hostOptions(profile, bleHost);
  const options = { ...host, service: serviceUuid ?? service };
  const { bluezPeripheral } = await import('@esp-prov/bluez');
  if (ble !== 'virtual') return new DeviceBle(bleDeviceTransport(peripheral, options), undefined);
  // Before anything is started: what is wrong with the place where it is noted ends the run at once.
  neighbours();
  const { device, neighbour } = await startVirtualRoom(formatMac(interfaceMac(mac, 'bluetooth')).toUpperCase());
  const virtual = async () => bluezPeripheral({ busAddress: device.address, log });
  return new DeviceBle(bleDeviceTransport(virtual, options), neighbour, (own) => {
    warnOfNamesake(own, output);
    return noteNeighbour(own);
  });

  async function peripheral() {
    return bluezPeripheral({ adapter: bleAdapter, log });
  }
}

/** Warns of another device with this address, of which clients see one only, or with this name, of which they take any. */
function warnOfNamesake({ name, bus, address }: Neighbour, output: Output): void {
  const others = neighbours().filter((other) => other.bus !== bus);
  const hasAddress = others.some((other) => other.address === address);
  if (!hasAddress && !others.some((other) => other.name === name)) return;
  const text = hasAddress
    ? `another virtual device on this machine has the address ${address} too, so clients see one of them only; --mac gives this one another address`
    : `another virtual device on this machine is called ${name} too; --name gives this one another name`;
  output.event({ event: 'warning', text }, `warning: ${text}`);
}

/** Adds where the device can be had without the Bluetooth of this machine, which cannot be used. */
function withOtherPlaces(error: unknown): unknown {
  if (!isProvisioningError(error) || !/^(bluetooth|host)\//.test(error.code)) return error;
  const { code, message, details } = error;
  const ways = '--ble virtual runs it without an adapter, and --transport softap without Bluetooth';
  return new ProvisioningError(code, `${message.replace(/\.$/, '')}; ${ways}`, { cause: error, details });
}

/**
 * The machine of the device and the one of its clients, which have one adapter each: a client that sees the device's as
 * one of its own may take that one, as bleak does in half of its runs.
 */
async function startVirtualRoom(deviceAddress: string): Promise<{ device: VirtualBluez; neighbour: VirtualNeighbour }> {
  const { startVirtualBluez } = await import('@esp-prov/virtual-bluez');
  const device = await startVirtualBluez({ adapters: [{ address: deviceAddress }] });
  try {
    const clients = await startVirtualBluez({ adapters: 1, near: device });
    const close = async () => {
      await clients[Symbol.asyncDispose]();
      await device[Symbol.asyncDispose]();
    };
    return { device, neighbour: { address: clients.address, deviceAddress, [Symbol.asyncDispose]: close } };
  } catch (error) {
    await device[Symbol.asyncDispose]();
    throw error;
  }
}

function hostOptions(profile: ReleaseProfile, host: BleHost | undefined) {
  try {
    return bleOptions(profile, host);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ProvisioningError('usage/invalid-option', `--ble-host: ${cause.message}`, { cause });
  }
}
