import { bluezErrors, failed } from '../bluez-error.ts';
import { AttFailure, attErrorReply } from '../radio/att.ts';
import type { GattClient, RemoteAttributeId } from './gatt-client.ts';

/** The value of an attribute of the other side, as bluetoothd knows it. */
export class RemoteValue {
  readonly #id: RemoteAttributeId;
  readonly #client: () => GattClient | undefined;
  readonly #changed: () => void;
  #known: Uint8Array = new Uint8Array(0);
  #reading: { readonly offset: number; readonly value: Promise<Uint8Array> } | undefined;
  #writing = false;

  /** `client` is there while the device is connected; `changed` announces the property `Value`. */
  constructor(id: RemoteAttributeId, client: () => GattClient | undefined, changed: () => void) {
    this.#id = id;
    this.#client = client;
    this.#changed = changed;
  }

  /** The value that was read last. */
  get known(): Uint8Array {
    return this.#known;
  }

  /** Remembers a value that the other side has sent by itself, and announces it. */
  receive(value: Uint8Array): void {
    this.#known = value;
    this.#changed();
  }

  /** Reads the value from `offset` on; an equal request meanwhile gets the same answer. */
  async read(offset: number): Promise<Uint8Array> {
    const client = this.connected();
    if (this.#reading !== undefined) {
      if (this.#reading.offset !== offset) throw bluezErrors.inProgress();
      return await this.#reading.value;
    }
    const value = translated(client.read(this.#id, offset));
    this.#reading = { offset, value };
    try {
      const read = await value;
      this.receive(new Uint8Array(Buffer.concat([this.#known.subarray(0, offset), read])));
      return read;
    } finally {
      this.#reading = undefined;
    }
  }

  /** Writes with an answer; one write at a time. */
  async write(value: Uint8Array, offset: number): Promise<void> {
    const client = this.connected();
    if (this.#writing) throw bluezErrors.inProgress();
    this.#writing = true;
    try {
      await translated(client.write(this.#id, value, offset));
    } finally {
      this.#writing = false;
    }
  }

  /** Returns the client, while the device is connected. @throws DBusError */
  connected(): GattClient {
    const client = this.#client();
    if (client === undefined) throw failed('Not connected');
    return client;
  }
}

/** Returns `outcome` with failures of the Attribute Protocol in the words of bluetoothd. */
export async function translated<T>(outcome: Promise<T>): Promise<T> {
  try {
    return await outcome;
  } catch (error) {
    throw error instanceof AttFailure ? attErrorReply(error.code) : error;
  }
}
