import { type BleHost, bleDeviceTransport, type DeviceTransport, type Requests, type Service } from '@esp-prov/device';
import { ProvisioningError } from '@esp-prov/protocol';
import { bleOptions, type ReleaseProfile } from '@esp-prov/virtual';
import type { VirtualBluez } from '@esp-prov/virtual/node';
import type { DeviceCommandOptions } from './commands/device.ts';

/** Adapter of the virtual BlueZ that is the device's; the other one is left to clients. */
const deviceAdapter = 'hci1';

/** A virtual device's Bluetooth: on an adapter of this machine, or in a virtual BlueZ of its own. */
export class DeviceBle implements DeviceTransport {
  readonly ble: NonNullable<DeviceTransport['ble']>;
  /** The bus of its virtual BlueZ, to be closed when the device is off. */
  readonly bluez: VirtualBluez | undefined;
  readonly #transport: DeviceTransport;
  #name = '';

  constructor(transport: DeviceTransport, bluez: VirtualBluez | undefined) {
    this.#transport = transport;
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
    this.#name = '';
    await this.#transport[Symbol.asyncDispose]();
  }
}

/** The Bluetooth that the options ask for. @throws ProvisioningError of the family `bluetooth` */
export async function openDeviceBle(
  { ble, bleHost, bleAdapter }: DeviceCommandOptions,
  profile: ReleaseProfile,
): Promise<DeviceBle> {
  const options = hostOptions(profile, bleHost);
  const { bluezPeripheral } = await import('@esp-prov/bluez');
  if (ble !== 'virtual') return new DeviceBle(bleDeviceTransport(peripheral, options), undefined);
  const { startVirtualBluez } = await import('@esp-prov/virtual/node');
  const bluez = await startVirtualBluez();
  const virtual = async () => bluezPeripheral({ busAddress: bluez.address, adapter: deviceAdapter });
  return new DeviceBle(bleDeviceTransport(virtual, options), bluez);

  async function peripheral() {
    return bluezPeripheral({ adapter: bleAdapter });
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
