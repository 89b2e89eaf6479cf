import { AttError, type LinkListener, type LocalCharacteristic, type LocalService } from '@esp-prov/device';
import { type Bytes, characteristicUuid } from '@esp-prov/protocol';

const service = '021a9004-0382-4aea-bff4-6b3f1c5adfb4';

/** UUIDs of the service on trial and of its characteristics, whose order is not that of their numbers. */
export const testUuids: Readonly<Record<'service' | TestCharacteristic, string>> = {
  service,
  store: characteristicUuid(service, 0xff52),
  slow: characteristicUuid(service, 0xff50),
  refusing: characteristicUuid(service, 0xff51),
  failing: characteristicUuid(service, 0xff53),
  nameless: characteristicUuid(service, 0xff4f),
  added: characteristicUuid(service, 0xff55),
};

/**
 * One that keeps what is written, one that answers on request, two that refuse, one without a description, and one that
 * comes later.
 */
type TestCharacteristic = 'store' | 'slow' | 'refusing' | 'failing' | 'nameless' | 'added';

/** Number by which `refusing` refuses a write: one of those that applications may choose. */
export const writeRefusal = 0x85;

/** Number by which `refusing` refuses a read. */
export const readRefusal = 0x81;

/** Name under which the service is advertised. */
export const testName = 'CONF_261FCC';

/** Manufacturer's data: Espressif's company identifier and five bytes, among them a zero and one with its sign set. */
export const testManufacturerData: Bytes = Uint8Array.of(0xe5, 0x02, 1, 0, 0xff, 0x80, 7);

/** A service that remembers what was done to it. */
export class TestService implements LinkListener {
  readonly local: LocalService;
  /** What it offers in the place of `local` later: two characteristics are gone, and one is new. */
  readonly later: LocalService;
  /** `connected 1`, `disconnected 1`, in order. */
  readonly events: string[] = [];
  readonly writes: { readonly peer: number; readonly uuid: string; readonly value: Bytes }[] = [];
  readonly readers: number[] = [];
  /** The central that is connected. */
  peer: number | undefined;
  /** Value of `store`. */
  value: Bytes = new Uint8Array(0);
  #release: () => void = () => undefined;

  constructor() {
    this.local = {
      uuid: testUuids.service,
      characteristics: [
        this.#characteristic('store', 'prov-config', (value) => {
          this.value = value;
        }),
        this.#characteristic('slow', 'prov-scan', () => this.#held()),
        this.#characteristic('refusing', 'prov-session', () => {
          throw new AttError(writeRefusal, 'refused on purpose');
        }),
        this.#characteristic('failing', 'proto-ver', () => {
          throw new Error('failed on purpose');
        }),
        this.#characteristic('nameless', undefined, () => undefined),
      ],
    };
    const gone: readonly string[] = [testUuids.slow, testUuids.nameless];
    const added = this.#characteristic('added', 'custom-data', (value) => {
      this.value = value;
    });
    const kept = this.local.characteristics.filter(({ uuid }) => !gone.includes(uuid));
    this.later = { ...this.local, characteristics: [...kept, added] };
  }

  connected(peer: number): void {
    this.peer = peer;
    this.events.push(`connected ${peer}`);
  }

  disconnected(peer: number): void {
    this.peer = undefined;
    this.events.push(`disconnected ${peer}`);
  }

  /** Lets the writes to `slow` be answered. */
  release(): void {
    this.#release();
  }

  #held(): Promise<void> {
    return new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  #characteristic(
    name: TestCharacteristic,
    description: string | undefined,
    take: (value: Bytes) => void | Promise<void>,
  ): LocalCharacteristic {
    return {
      uuid: testUuids[name],
      description,
      notify: false,
      encrypted: false,
      read: (peer) => {
        this.readers.push(peer);
        if (name === 'refusing') throw new AttError(readRefusal, 'refused on purpose');
        return this.value.slice();
      },
      write: async (peer, value) => {
        this.writes.push({ peer, uuid: testUuids[name], value });
        await take(value);
      },
    };
  }
}
