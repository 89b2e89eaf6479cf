import type { CallOptions, GattConnection, RemoteCharacteristic, RemoteService } from '@esp-prov/client';
import { AttError, attErrorCodes, type LocalCharacteristic, type LocalService } from '@esp-prov/device';
import {
  expandUuid,
  maxAttributeValue,
  ProvisioningError,
  untilAborted,
  userDescriptionUuid,
  utf8,
} from '@esp-prov/protocol';
import type { TabPeripheral } from './tab-peripheral.ts';

/** Client Characteristic Configuration, which comes with the property Notify. */
const configurationUuid = expandUuid(0x2902);

/** What a connection needs of its radio. */
interface ConnectionParts {
  /** Waits as long as an operation takes. */
  readonly operate: (end: AbortSignal) => Promise<void>;
  /** Called when the link is over. */
  readonly ended: (over: TabConnection) => void;
}

/** A link over the radio in the page: attributes as the device has them, values of at most 512 bytes. */
export class TabConnection implements GattConnection {
  services: readonly RemoteService[] = [];
  readonly #peripheral: TabPeripheral;
  readonly #parts: ConnectionParts;
  readonly #lost = new AbortController();
  /** Aborted by whatever ends the link. */
  readonly #over = new AbortController();
  #peer = 0;
  #busy = false;

  constructor(peripheral: TabPeripheral, parts: ConnectionParts) {
    this.#peripheral = peripheral;
    this.#parts = parts;
  }

  /** Returns whether the device lets the client in. */
  begin(): boolean {
    const admitted = this.#peripheral.admit(this);
    if (!admitted) return false;
    this.#peer = admitted.peer;
    this.discover(admitted.service);
    return !this.#over.signal.aborted;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  discover({ uuid, characteristics }: LocalService): void {
    this.services = [{ uuid, characteristics: characteristics.map((each) => this.#characteristic(each)) }];
  }

  async rediscover(options?: CallOptions): Promise<void> {
    await this.#operate(() => {
      const { service } = this.#peripheral;
      if (service) this.discover(service);
    }, options);
  }

  lose(): void {
    const reason = new ProvisioningError('link/lost');
    if (this.#end(reason)) this.#lost.abort(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new ProvisioningError('link/closed'));
  }

  #end(reason: ProvisioningError): boolean {
    if (this.#over.signal.aborted) return false;
    this.#over.abort(reason);
    this.#peripheral.ended(this.#peer);
    this.#parts.ended(this);
    return true;
  }

  #characteristic(local: LocalCharacteristic): RemoteCharacteristic {
    const { uuid, description, notify } = local;
    const descriptor = (type: string, value: Uint8Array<ArrayBuffer>) => ({
      uuid: type,
      read: (options?: CallOptions) => this.#operate(() => this.#requireThere(local, () => value), options),
    });
    return {
      uuid,
      descriptors: [
        ...(description === undefined ? [] : [descriptor(userDescriptionUuid, utf8(description))]),
        ...(notify ? [descriptor(configurationUuid, Uint8Array.of(0, 0))] : []),
      ],
      read: (options) =>
        this.#operate(
          () => this.#requireThere(local, () => local.read(this.#peer).slice(0, maxAttributeValue)),
          options,
        ),
      write: (value, options) => {
        const copy = Uint8Array.from(value);
        return this.#operate(() => this.#requireThere(local, () => this.#write(local, copy)), options);
      },
    };
  }

  async #write(local: LocalCharacteristic, value: Uint8Array<ArrayBuffer>): Promise<void> {
    if (value.length > maxAttributeValue) throw new AttError(attErrorCodes.invalidLength, 'too long for any attribute');
    await local.write(this.#peer, value);
  }

  /** Refuses an attribute that the client remembers and the device has no more. */
  #requireThere<T>(local: LocalCharacteristic, access: () => T): T {
    if (this.#peripheral.has(local)) return access();
    throw new AttError(attErrorCodes.invalidHandle, 'there is no such attribute any more');
  }

  async #operate<T>(perform: () => T | Promise<T>, { signal }: CallOptions = {}): Promise<T> {
    signal?.throwIfAborted();
    this.#over.signal.throwIfAborted();
    if (this.#busy) throw new TypeError('an operation overlaps another one');
    this.#busy = true;
    const end = signal ? AbortSignal.any([signal, this.#over.signal]) : this.#over.signal;
    try {
      await this.#parts.operate(end);
      end.throwIfAborted();
      return await untilAborted(performed(perform), end);
    } finally {
      this.#busy = false;
    }
  }
}

/** Returns the result, or refuses as the attribute protocol does: by a number. */
async function performed<T>(perform: () => T | Promise<T>): Promise<T> {
  try {
    return await perform();
  } catch (error) {
    const attError = error instanceof AttError ? error.code : attErrorCodes.unlikely;
    throw new ProvisioningError('gatt/refused', undefined, { details: { attError } });
  }
}
