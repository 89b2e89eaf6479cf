import { EventEmitter } from 'node:events';
import { isProvisioningError } from '@esp-prov/protocol';
import type { BleCentral, FoundDevice, GattConnection } from '../../src/index.ts';
import type { HostWires } from '../../src/noble/host-link.ts';
import type { FromHost } from '../../src/noble/host-message.ts';
import { NobleHost } from '../../src/noble/noble-host.ts';
import type { NobleLibrary, NoblePeripheral } from '../../src/noble/noble-library.ts';

const short = (uuid: string) => uuid.replaceAll('-', '');

/** noble as its documentation has it, with another central as its radio. */
export class FakeNoble extends EventEmitter implements NobleLibrary {
  state = 'poweredOn';
  readonly #radio: BleCentral;
  readonly #peripherals = new Map<string, NoblePeripheral>();
  #scan: AbortController | undefined;

  constructor(radio: BleCentral) {
    super();
    this.#radio = radio;
  }

  /** The adapter changes its state. */
  turn(state: string): void {
    this.state = state;
    this.emit('stateChange', state);
  }

  async startScanningAsync(): Promise<void> {
    const scan = new AbortController();
    this.#scan = scan;
    const listen = async () => {
      for await (const device of this.#radio.scan({}, { signal: scan.signal })) {
        const known = this.#peripherals.get(device.id);
        const peripheral = Object.assign(known ?? new FakePeripheral(this.#radio, device.id), tell(device));
        this.#peripherals.set(device.id, peripheral as NoblePeripheral);
        this.emit('discover', peripheral);
      }
    };
    listen().catch(() => undefined);
  }

  async stopScanningAsync(): Promise<void> {
    this.#scan?.abort();
  }

  async connectAsync(id: string): Promise<NoblePeripheral> {
    throw new Error(`Invalid peripheral ID or Address ${id}`);
  }
}

function tell({ name, rssi, services, manufacturerData }: FoundDevice) {
  return { rssi, advertisement: { localName: name, serviceUuids: services.map(short), manufacturerData } };
}

class FakePeripheral extends EventEmitter {
  readonly id: string;
  readonly address: string;
  readonly #radio: BleCentral;
  #connection: GattConnection | undefined;

  constructor(radio: BleCentral, id: string) {
    super();
    this.#radio = radio;
    this.id = id;
    this.address = id.toLowerCase();
  }

  async connectAsync(): Promise<void> {
    const connection = await this.#radio.connect(this.id);
    this.#connection = connection;
    connection.lost.addEventListener('abort', () => this.emit('disconnect', 'gone'), { once: true });
  }

  cancelConnect(): void {}

  async disconnectAsync(): Promise<void> {
    await this.#connection?.[Symbol.asyncDispose]();
    this.emit('disconnect', '');
  }

  async discoverServicesAsync() {
    await this.#connection?.rediscover?.();
    return (this.#connection?.services ?? []).map(({ uuid, characteristics }) => ({
      uuid: short(uuid),
      discoverCharacteristicsAsync: async () =>
        characteristics.map((characteristic) => ({
          uuid: short(characteristic.uuid),
          readAsync: () => asNoble(characteristic.read()),
          writeAsync: (value: Buffer) => {
            // As the library does: anything else is an exception, and a view has once gone out as its whole memory.
            if (!Buffer.isBuffer(value) || value.buffer.byteLength !== value.length)
              throw new Error('data must be a Buffer');
            return asNoble(characteristic.write(Uint8Array.from(value)));
          },
          discoverDescriptorsAsync: async () =>
            characteristic.descriptors.map((descriptor) => ({
              uuid: short(descriptor.uuid).slice(4, 8),
              readValueAsync: () => asNoble(descriptor.read()),
            })),
        })),
    }));
  }
}

/** A failure in the words of noble. */
async function asNoble<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    if (!isProvisioningError(error, 'gatt/refused')) throw new Error('Disconnected gone');
    throw new Error(
      `Operation failed with ATT error: 0x${Number(error.details.attError).toString(16).padStart(2, '0')}`,
    );
  }
}

/** The wires to a host in this very process. */
export function hostInProcess(noble: NobleLibrary): HostWires & { end(reason: string): void } {
  let listener: (message: FromHost) => void = () => undefined;
  let onEnd: (reason: string) => void = () => undefined;
  const host = new NobleHost(noble, (event) => listener({ event }));
  return {
    send({ id, request }) {
      void host.answer(structuredClone(request)).then((answer) => listener(structuredClone({ id, ...answer })));
    },
    onMessage(handler) {
      listener = handler;
    },
    onEnd(handler) {
      onEnd = handler;
    },
    end: (reason) => onEnd(reason),
    async [Symbol.asyncDispose]() {
      listener = () => undefined;
    },
  };
}
