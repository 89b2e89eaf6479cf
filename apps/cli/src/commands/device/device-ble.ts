import {
  type BleHost,
  bleDeviceTransport,
  type DeviceTransport,
  type Requests,
  type Service,
  wrapDeviceTransport,
} from '@esp-prov/device';
import { ProvisioningError } from '@esp-prov/protocol';
import { bleOptions, formatMac, interfaceMac, type ReleaseProfile } from '@esp-prov/virtual';
import type { VirtualBluez } from '@esp-prov/virtual-bluez';
import type { Output } from '../../report/output.ts';
import { deviceLog } from './bluetooth-log.ts';
import type { DeviceCommandOptions } from './device-options.ts';

/** A machine near a virtual device: what clients find by its bus. */
interface VirtualNeighbour extends AsyncDisposable {
  readonly address: string;
}

/** A virtual device's Bluetooth: on an adapter of this machine, or in a virtual BlueZ of its own. */
export class DeviceBle implements DeviceTransport {
  readonly ble: NonNullable<DeviceTransport['ble']>;
  /** The virtual BlueZ of whoever is near it, to be closed when the device is off. */
  readonly bluez: VirtualNeighbour | undefined;
  readonly endService: DeviceTransport['endService'];
  readonly #transport: DeviceTransport;
  #name = '';

  constructor(transport: DeviceTransport, bluez: VirtualNeighbour | undefined) {
    const onEnding = () => {
      this.#name = '';
    };
    this.#transport = wrapDeviceTransport(transport, (requests) => requests, { onEnding });
    this.endService = this.#transport.endService;
    this.ble = transport.ble ?? { staysOn: false };
    this.bluez = bluez;
  }

  /** Its name over Bluetooth; empty while it offers nothing. */
  get address(): string {
    return this.#name;
  }

  /** The command that provisions the device. */
  get hint(): string {
    const bus = this.bluez ? `DBUS_SYSTEM_BUS_ADDRESS=${this.bluez.address} ` : '';
    return `Provision it with: ${bus}esp-prov --transport ble --service-name ${this.#name}`;
  }

  async start(service: Service, requests: Requests): Promise<void> {
    await this.#transport.start(service, requests);
    this.#name = service.name;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport[Symbol.asyncDispose]();
  }
}

/**
 * The Bluetooth that the options ask for.
 *
 * @param mac - address of the chip, from which that of its Bluetooth follows
 * @throws ProvisioningError of the family `bluetooth`
 */
export async function openDeviceBle(
  { ble, bleHost, bleAdapter }: DeviceCommandOptions,
  { profile, output, mac }: { readonly profile: ReleaseProfile; readonly output: Output; readonly mac: Uint8Array },
): Promise<DeviceBle> {
  const log = deviceLog(output);
  const options = hostOptions(profile, bleHost);
  const { bluezPeripheral } = await import('@esp-prov/bluez');
  if (ble !== 'virtual') return new DeviceBle(bleDeviceTransport(peripheral, options), undefined);
  const { device, neighbour } = await startVirtualRoom(formatMac(interfaceMac(mac, 'bluetooth')).toUpperCase());
  const virtual = async () => bluezPeripheral({ busAddress: device.address, log });
  return new DeviceBle(bleDeviceTransport(virtual, options), neighbour);

  async function peripheral() {
    return bluezPeripheral({ adapter: bleAdapter, log });
  }
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
    return { device, neighbour: { address: clients.address, [Symbol.asyncDispose]: close } };
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
