import { ProvisioningError } from '@esp-prov/protocol';
import type { FoundDevice } from '../ble/ble-central.ts';
import { adapterFailures, hostFailure, operationFailure } from './host-failure.ts';
import type { HostConnection, HostEvent, HostFailure, HostRequest } from './host-message.ts';
import type { NobleCharacteristic, NobleDescriptor, NobleLibrary, NoblePeripheral } from './noble-library.ts';
import { fromNobleUuid, toNobleUuid } from './noble-uuid.ts';

/** Something with a value, of either kind. */
interface Attribute {
  read(): Promise<Uint8Array>;
  write?(value: Uint8Array): Promise<void>;
}

/** An attribute of a connection. */
type HostAttribute = Pick<Extract<HostRequest, { readonly kind: 'read' }>, 'connection' | 'attribute'>;

/** ATT error: Invalid Handle, of an attribute that is not there any more. */
const invalidHandle = 0x01;

/** Answers to requests: a result or a failure. */
export type HostAnswer = { readonly result: unknown } | { readonly failure: HostFailure };

/** Serves requests by noble; runs in a process of its own, since some of noble's failures cannot be caught. */
export class NobleHost {
  readonly #noble: NobleLibrary;
  readonly #tell: (event: HostEvent) => void;
  readonly #found = new Map<string, NoblePeripheral>();
  readonly #connections = new Map<number, { readonly peripheral: NoblePeripheral; readonly attributes: number[] }>();
  readonly #attributes = new Map<number, Attribute>();
  #numbers = 0;

  constructor(noble: NobleLibrary, tell: (event: HostEvent) => void) {
    this.#noble = noble;
    this.#tell = tell;
    noble.on('discover', (peripheral) => this.#discovered(peripheral));
    noble.on('stateChange', (state) => {
      const failure = adapterFailures[state];
      if (failure) tell({ kind: 'adapter-lost', failure });
    });
  }

  async answer(request: HostRequest): Promise<HostAnswer> {
    try {
      return { result: await this.#serve(request) };
    } catch (error) {
      if (request.kind === 'read' || request.kind === 'write' || request.kind === 'discover')
        return { failure: operationFailure(error) };
      return { failure: hostFailure(error, request.kind === 'connect' ? 'link/unreachable' : 'bluetooth/refused') };
    }
  }

  async #serve(request: HostRequest): Promise<unknown> {
    switch (request.kind) {
      case 'start-scan':
        await this.#poweredOn();
        return await this.#noble.startScanningAsync(request.services.map(toNobleUuid), true);
      case 'stop-scan':
        return await this.#noble.stopScanningAsync();
      case 'connect':
        await this.#poweredOn();
        return await this.#connect(request.id);
      case 'discover':
        return await this.#discoverAgain(request.connection);
      case 'read':
        return Uint8Array.from(await this.#attribute(request).read());
      case 'write':
        return await this.#attribute(request).write?.(request.value);
      case 'disconnect':
        return await this.#connections.get(request.connection)?.peripheral.disconnectAsync();
    }
  }

  /** Waits until noble knows the state of the adapter; the caller limits the time. */
  #poweredOn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (state: string) => {
        const failure = adapterFailures[state];
        if (state !== 'poweredOn' && !failure) return;
        this.#noble.removeListener('stateChange', look);
        if (failure) reject(new ProvisioningError(failure.code, failure.message));
        else resolve();
      };
      this.#noble.on('stateChange', look);
      look(this.#noble.state);
    });
  }

  #discovered(peripheral: NoblePeripheral): void {
    const device = describe(peripheral);
    this.#found.set(device.id, peripheral);
    this.#tell({ kind: 'found', device });
  }

  async #connect(id: string): Promise<HostConnection> {
    const known = this.#found.get(id);
    const peripheral = known ?? (await this.#noble.connectAsync(id));
    await known?.connectAsync();
    const connection = ++this.#numbers;
    const attributes: number[] = [];
    this.#connections.set(connection, { peripheral, attributes });
    peripheral.once('disconnect', (reason) => this.#disconnected(connection, String(reason ?? '')));
    try {
      return { connection, services: await this.#discover(peripheral, attributes) };
    } catch (error) {
      await peripheral.disconnectAsync().catch(() => undefined);
      throw error;
    }
  }

  /** Numbers the attributes anew; those of before are unknown from here on. */
  async #discoverAgain(connection: number): Promise<HostConnection> {
    const known = this.#connections.get(connection);
    if (!known) throw new ProvisioningError('link/lost');
    for (const number of known.attributes.splice(0)) this.#attributes.delete(number);
    return { connection, services: await this.#discover(known.peripheral, known.attributes) };
  }

  async #discover(peripheral: NoblePeripheral, attributes: number[]): Promise<HostConnection['services']> {
    const services = [];
    for (const service of await peripheral.discoverServicesAsync()) {
      const characteristics = [];
      for (const characteristic of await service.discoverCharacteristicsAsync()) {
        const descriptors = [];
        for (const descriptor of await characteristic.discoverDescriptorsAsync()) {
          const attribute = this.#keep(attributes, descriptorAttribute(descriptor));
          descriptors.push({ uuid: fromNobleUuid(descriptor.uuid), attribute });
        }
        const attribute = this.#keep(attributes, characteristicAttribute(characteristic));
        characteristics.push({ uuid: fromNobleUuid(characteristic.uuid), attribute, descriptors });
      }
      services.push({ uuid: fromNobleUuid(service.uuid), characteristics });
    }
    return services;
  }

  #keep(attributes: number[], attribute: Attribute): number {
    const number = ++this.#numbers;
    this.#attributes.set(number, attribute);
    attributes.push(number);
    return number;
  }

  #attribute({ connection, attribute: number }: HostAttribute): Attribute {
    const attribute = this.#attributes.get(number);
    if (attribute) return attribute;
    if (!this.#connections.has(connection)) throw new ProvisioningError('link/lost');
    const why = 'the device has been discovered again, and the attribute is known by another number, or gone';
    throw new ProvisioningError('gatt/refused', why, { details: { attError: invalidHandle } });
  }

  #disconnected(connection: number, reason: string): void {
    for (const number of this.#connections.get(connection)?.attributes ?? []) this.#attributes.delete(number);
    this.#connections.delete(connection);
    this.#tell({ kind: 'disconnected', connection, reason });
  }
}

function describe({ id, address, rssi, advertisement }: NoblePeripheral): FoundDevice {
  const { localName, serviceUuids, manufacturerData } = advertisement;
  return {
    id: address && address !== 'unknown' ? address.toUpperCase() : id,
    name: localName || undefined,
    rssi: Number.isFinite(rssi) && rssi < 127 ? rssi : undefined,
    services: (serviceUuids ?? []).map(fromNobleUuid),
    manufacturerData: manufacturerData?.length ? Uint8Array.from(manufacturerData) : undefined,
  };
}

function characteristicAttribute(characteristic: NobleCharacteristic): Attribute {
  return {
    read: () => characteristic.readAsync(),
    // noble takes nothing but a Buffer, and one that fills its memory: others have been sent whole.
    write: (value) => characteristic.writeAsync(Buffer.from(Uint8Array.from(value).buffer), false),
  };
}

function descriptorAttribute(descriptor: NobleDescriptor): Attribute {
  return { read: () => descriptor.readValueAsync() };
}
