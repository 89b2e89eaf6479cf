import type {
  BleCentral,
  GattConnection,
  RemoteCharacteristic,
  RemoteDescriptor,
  RemoteService,
} from '@esp-prov/client';
import type {
  BrowserGattCharacteristic,
  BrowserGattDescriptor,
  BrowserGattServer,
  BrowserGattService,
} from '@esp-prov/client/web';
import { type Bytes, isProvisioningError, maxAttributeValue, ProvisioningError } from '@esp-prov/protocol';
import { browserException } from './browser-exception.ts';

/** What a server needs to know of its device. */
export interface FakeServerHost {
  /** Whether the page may use a service. */
  allows(uuid: string): boolean;
  /** Called when the link is gone, on whichever side it ended. */
  onDisconnect(): void;
}

/** Bytes before and behind a value in its buffer, which are none of it. */
const strangeBytes = 3;

/**
 * `device.gatt` as Chromium has it: one operation at a time, every ATT error alike, objects of one connection only. A
 * value is written with all of its buffer, as the package webbluetooth does, and read as a view into a larger one.
 */
export class FakeGattServer implements BrowserGattServer {
  readonly #radio: BleCentral;
  readonly #id: string;
  readonly #host: FakeServerHost;
  #connection: GattConnection | undefined;
  #isBusy = false;

  constructor(radio: BleCentral, id: string, host: FakeServerHost) {
    this.#radio = radio;
    this.#id = id;
    this.#host = host;
  }

  get connected(): boolean {
    return this.#connection !== undefined;
  }

  async connect(): Promise<BrowserGattServer> {
    if (this.#connection) return this;
    let connection: GattConnection;
    try {
      connection = await this.#radio.connect(this.#id);
    } catch {
      throw browserException('NetworkError', 'Unknown error when connecting to the device.');
    }
    this.#connection = connection;
    const onLost = () => this.#gone(connection);
    if (connection.lost.aborted) onLost();
    else connection.lost.addEventListener('abort', onLost, { once: true });
    return this;
  }

  disconnect(): void {
    const connection = this.#connection;
    if (!connection) return;
    this.#gone(connection);
    void connection[Symbol.asyncDispose]();
  }

  async getPrimaryServices(): Promise<BrowserGattService[]> {
    const connection = this.#connection;
    if (!connection) throw disconnected();
    await this.#operate(connection, async () => await connection.rediscover?.());
    const services = connection.services.filter(({ uuid }) => this.#host.allows(uuid));
    if (services.length === 0) throw browserException('NotFoundError', 'No Services found in device.');
    return services.map((service) => this.#service(connection, service));
  }

  #gone(connection: GattConnection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#host.onDisconnect();
  }

  #service(connection: GattConnection, { uuid, characteristics }: RemoteService): BrowserGattService {
    return {
      uuid,
      getCharacteristics: () =>
        this.#operate(connection, async () => {
          if (characteristics.length === 0) throw browserException('NotFoundError', 'No Characteristics found.');
          return characteristics.map((each) => this.#characteristic(connection, each));
        }),
    };
  }

  #characteristic(connection: GattConnection, remote: RemoteCharacteristic): BrowserGattCharacteristic {
    return {
      uuid: remote.uuid,
      getDescriptors: () =>
        this.#operate(connection, async () => {
          if (remote.descriptors.length === 0) throw browserException('NotFoundError', 'No Descriptors found.');
          return remote.descriptors.map((each) => this.#descriptor(connection, each));
        }),
      readValue: () => this.#operate(connection, async () => viewOf(await remote.read())),
      writeValueWithResponse: (value) =>
        this.#operate(connection, async () => {
          const whole = new Uint8Array(value.buffer);
          if (whole.length > maxAttributeValue) {
            throw browserException('InvalidModificationError', "Value can't exceed 512 bytes.");
          }
          await remote.write(whole);
        }),
    };
  }

  #descriptor(connection: GattConnection, { uuid, read }: RemoteDescriptor): BrowserGattDescriptor {
    return { uuid, readValue: () => this.#operate(connection, async () => viewOf(await read())) };
  }

  async #operate<T>(connection: GattConnection, perform: () => Promise<T>): Promise<T> {
    if (!this.#connection) throw disconnected();
    if (this.#connection !== connection) {
      throw browserException('InvalidStateError', 'Characteristic is no longer valid. Retrieve it again.');
    }
    if (this.#isBusy) throw browserException('NetworkError', 'GATT operation already in progress.');
    this.#isBusy = true;
    try {
      return await perform();
    } catch (error) {
      if (!(error instanceof ProvisioningError)) throw error;
      if (isProvisioningError(error, 'bluetooth/pairing-failed')) {
        throw browserException('NetworkError', 'Authentication failed.');
      }
      if (!isProvisioningError(error, 'gatt/refused')) throw disconnected();
      throw browserException('NotSupportedError', 'GATT operation failed for unknown reason.');
    } finally {
      this.#isBusy = false;
    }
  }
}

function disconnected(): Error {
  return browserException('NetworkError', 'GATT Server is disconnected. Cannot perform GATT operations.');
}

function viewOf(value: Bytes): DataView {
  const buffer = new Uint8Array(value.length + 2 * strangeBytes).fill(0xee);
  buffer.set(value, strangeBytes);
  return new DataView(buffer.buffer, strangeBytes, value.length);
}
