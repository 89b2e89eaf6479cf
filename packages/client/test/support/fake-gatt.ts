import { type Bytes, ProvisioningError, userDescriptionUuid, utf8 } from '@esp-prov/protocol';
import type { CallOptions, GattConnection, RemoteCharacteristic, RemoteService } from '../../src/index.ts';

/** An operation on a fake connection, as `write UUID` or `read UUID`. */
export type FakeOperation = (options: CallOptions) => Promise<Bytes | undefined>;

/** A connection whose operations a test answers; it fails the test when two of them overlap. */
export class FakeGatt implements GattConnection {
  readonly services: readonly RemoteService[];
  /** Operations in their order: `write UUID`, `read UUID`, `describe UUID`. */
  readonly seen: string[] = [];
  /** What the next operations do, instead of answering with the last value written. */
  readonly next: FakeOperation[] = [];
  closes = 0;
  readonly #lost = new AbortController();
  #busy = false;
  #value: Bytes = new Uint8Array(0);

  /** Services as `{ UUID: { UUID: description } }`; a description is text, bytes, an error code, or undefined: none. */
  constructor(services: Readonly<Record<string, Readonly<Record<string, FakeDescription>>>>) {
    this.services = Object.entries(services).map(([uuid, characteristics]) => ({
      uuid,
      characteristics: Object.entries(characteristics).map(([each, description]) =>
        this.#characteristic(each, description),
      ),
    }));
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Breaks the link without a word to what is under way, as some platforms do. */
  lose(): void {
    this.#lost.abort(new ProvisioningError('link/lost', 'out of range'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closes++;
  }

  #characteristic(uuid: string, description: FakeDescription): RemoteCharacteristic {
    const describe = async () => {
      if (description === 'refused')
        throw new ProvisioningError('gatt/refused', undefined, { details: { attError: 2 } });
      return typeof description === 'string' ? utf8(description) : (description as Bytes);
    };
    return {
      uuid,
      descriptors:
        description === undefined
          ? []
          : [{ uuid: userDescriptionUuid, read: (options) => this.#operate(`describe ${uuid}`, options, describe) }],
      read: (options) => this.#operate(`read ${uuid}`, options, async () => this.#value),
      write: async (value, options) => {
        const copy = Uint8Array.from(value);
        await this.#operate(`write ${uuid}`, options, async () => {
          this.#value = copy;
          return copy;
        });
      },
    };
  }

  async #operate(name: string, options: CallOptions = {}, otherwise: () => Promise<Bytes>): Promise<Bytes> {
    if (this.#busy) throw new TypeError(`${name} overlaps another operation`);
    this.seen.push(name);
    this.#busy = true;
    try {
      return (await this.next.shift()?.(options)) ?? (await otherwise());
    } finally {
      this.#busy = false;
    }
  }
}

/** What a descriptor holds. */
export type FakeDescription = string | Uint8Array | undefined;

/** An operation that never ends. */
export const hang: FakeOperation = () => new Promise(() => undefined);
