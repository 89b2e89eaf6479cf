import type { CallOptions, GattConnection, RemoteCharacteristic, RemoteService } from '@esp-prov/client';
import { AttError, attErrorCodes, type LocalCharacteristic, type LocalService } from '@esp-prov/device';
import {
  type Bytes,
  expandUuid,
  isProvisioningError,
  maxAttributeValue,
  ProvisioningError,
  untilAborted,
  userDescriptionUuid,
  utf8,
} from '@esp-prov/protocol';
import type { MemoryPeripheral } from './memory-peripheral.ts';
import { never, type RadioAir } from './radio-air.ts';
import type { RadioOperation } from './radio-fault.ts';

/** Client Characteristic Configuration, which comes with the property Notify. */
const configurationUuid = expandUuid(0x2902);

/** A link between two ends of the memory radio. */
export class MemoryConnection implements GattConnection {
  services: readonly RemoteService[] = [];
  readonly #air: RadioAir;
  readonly #peripheral: MemoryPeripheral;
  readonly #lost = new AbortController();
  /** Aborted by whatever ends the link. */
  readonly #ended = new AbortController();
  #peer = 0;
  #busy = false;

  constructor(air: RadioAir, peripheral: MemoryPeripheral) {
    this.#air = air;
    this.#peripheral = peripheral;
  }

  /** Whether the peripheral lets the central in. */
  begin(): boolean {
    const admitted = this.#peripheral.admit(this);
    if (!admitted) return false;
    this.#peer = admitted.peer;
    this.discover(admitted.service);
    return !this.#ended.signal.aborted;
  }

  /** Asks for the attributes anew, whether or not the device has told that they changed. */
  async rediscover(options?: CallOptions): Promise<void> {
    await this.#operate('discover', '', async () => this.discover(this.#peripheral.service), options);
  }

  /** Learns the attributes anew, as a central does at Service Changed. */
  discover(service: LocalService): void {
    this.services = [this.#remote(service)];
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Breaks the link, as seen from the central. */
  lose(): void {
    if (this.#ended.signal.aborted) return;
    const reason = new ProvisioningError('link/lost');
    this.#ended.abort(reason);
    this.#peripheral.ended(this.#peer);
    this.#lost.abort(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(new ProvisioningError('link/closed'));
    this.#peripheral.ended(this.#peer);
  }

  #remote({ uuid, characteristics }: LocalService): RemoteService {
    return { uuid, characteristics: characteristics.map((each) => this.#characteristic(each)) };
  }

  #characteristic(local: LocalCharacteristic): RemoteCharacteristic {
    const { uuid, description, notify } = local;
    const descriptor = (type: string, value: () => Bytes) => ({
      uuid: type,
      read: (options?: CallOptions) =>
        this.#operate('read-descriptor', type, async () => this.#requireThere(local, value), options),
    });
    return {
      uuid,
      descriptors: [
        ...(description === undefined ? [] : [descriptor(userDescriptionUuid, () => utf8(description))]),
        ...(notify ? [descriptor(configurationUuid, () => Uint8Array.of(0, 0))] : []),
      ],
      read: (options) => this.#operate('read', uuid, async () => await this.#read(local), options),
      write: (value, options) => {
        const copy = Uint8Array.from(value);
        return this.#operate('write', uuid, () => this.#write(local, copy), options);
      },
    };
  }

  async #read(local: LocalCharacteristic): Promise<Bytes> {
    this.#requireEncryption(local);
    return this.#requireThere(local, () => local.read(this.#peer).slice(0, maxAttributeValue));
  }

  async #write(local: LocalCharacteristic, value: Bytes): Promise<void> {
    this.#requireEncryption(local);
    if (value.length > maxAttributeValue) throw new AttError(attErrorCodes.invalidLength, 'too long for any attribute');
    await this.#requireThere(local, () => local.write(this.#peer, value));
  }

  /** Refuses an attribute that the central remembers and the device has no more. */
  #requireThere<T>(local: LocalCharacteristic, access: () => T): T {
    if (this.#peripheral.has(local)) return access();
    throw new AttError(attErrorCodes.invalidHandle, 'there is no such attribute any more');
  }

  #requireEncryption({ encrypted }: LocalCharacteristic): void {
    if (encrypted && !this.#air.pairs) throw new ProvisioningError('bluetooth/pairing-failed');
  }

  async #operate<T>(
    kind: RadioOperation['kind'],
    target: string,
    perform: () => Promise<T>,
    { signal }: CallOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    this.#ended.signal.throwIfAborted();
    if (this.#busy) throw new TypeError(`${kind} of ${target} overlaps another operation`);
    this.#busy = true;
    const end = signal ? AbortSignal.any([signal, this.#ended.signal]) : this.#ended.signal;
    try {
      const fault = await this.#air.next({ kind, target }, end);
      if (fault === 'drop-before') this.lose();
      if (typeof fault === 'object') throw this.#air.refusal(fault.attError);
      if (fault === 'hang' || fault === 'drop-before') return await never(end);
      // What was given up or cut off before it was on the air does not reach the device.
      end.throwIfAborted();
      const done = this.#performed(perform);
      if (fault !== 'drop-after') return await untilAborted(done, end);
      await done.catch(() => undefined);
      this.lose();
      return await never(end);
    } finally {
      this.#busy = false;
    }
  }

  async #performed<T>(perform: () => Promise<T>): Promise<T> {
    try {
      return await perform();
    } catch (error) {
      if (isProvisioningError(error, 'bluetooth/pairing-failed')) throw error;
      throw this.#air.refusal(error instanceof AttError ? error.code : attErrorCodes.unlikely);
    }
  }
}
