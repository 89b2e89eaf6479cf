import type { ExportedInterface } from '@esp-prov/dbus';
import { bluezErrors, failed } from '../bluez-error.ts';
import type { LocalCharacteristic } from './attribute.ts';
import { attributeOptions } from './attribute-options.ts';
import type { GattClient } from './gatt-client.ts';
import { RemoteValue, translated } from './remote-value.ts';

/** What a characteristic of the other side hangs on. */
export interface RemoteCharacteristicOptions {
  readonly characteristic: LocalCharacteristic;
  readonly servicePath: string;
  /** Returns the client while the device is connected. */
  client(): GattClient | undefined;
  /** Announces properties. */
  changed(...names: string[]): void;
}

/** A characteristic of a device, as programs see it on the bus. */
export class RemoteCharacteristic {
  readonly #options: RemoteCharacteristicOptions;
  readonly #value: RemoteValue;
  /** How each program that is notified stops it. */
  readonly #sessions = new Map<string, () => Promise<void>>();

  constructor(options: RemoteCharacteristicOptions) {
    this.#options = options;
    this.#value = new RemoteValue(options.characteristic, options.client, () => options.changed('Value'));
  }

  /** Returns the interface `org.bluez.GattCharacteristic1`. */
  exported(): ExportedInterface {
    const { characteristic, servicePath, client } = this.#options;
    const { uuid, properties } = characteristic;
    const notifies = properties.includes('notify') || properties.includes('indicate');
    const notSupported = () => {
      throw bluezErrors.notSupported();
    };
    return {
      properties: {
        UUID: { signature: 's', get: () => uuid },
        Service: { signature: 'o', get: () => servicePath },
        Value: { signature: 'ay', get: () => this.#value.known },
        Notifying: { signature: 'b', get: () => (notifies ? this.#sessions.size > 0 : undefined) },
        Flags: { signature: 'as', get: () => properties },
        MTU: { signature: 'q', get: () => client()?.mtu },
      },
      methods: {
        ReadValue: {
          in: 'a{sv}',
          out: 'ay',
          call: async ([given]) => [await this.#value.read(attributeOptions(given).offset)],
        },
        WriteValue: {
          in: 'aya{sv}',
          out: '',
          call: async ([value, given]) => this.#write(value as Uint8Array, given),
        },
        StartNotify: { in: '', out: '', call: (_, { sender }) => this.#startNotify(sender, notifies) },
        StopNotify: { in: '', out: '', call: (_, { sender }) => this.#stopNotify(sender) },
        // Both answer with a file descriptor, which Node can neither send nor receive.
        AcquireWrite: { in: 'a{sv}', out: 'hq', call: notSupported },
        AcquireNotify: { in: 'a{sv}', out: 'hq', call: notSupported },
      },
    };
  }

  /** Ends the notifications of a program that has left the bus. */
  async forget(sender: string): Promise<void> {
    if (this.#sessions.has(sender)) await this.#stopNotify(sender);
  }

  /** Ends all notifications with the link. */
  linkDown(): void {
    if (this.#sessions.size === 0) return;
    this.#sessions.clear();
    this.#options.changed('Notifying');
  }

  async #write(value: Uint8Array, given: unknown): Promise<void> {
    const client = this.#value.connected();
    const { offset, type } = attributeOptions(given);
    const { characteristic } = this.#options;
    const has = (property: string) => characteristic.properties.includes(property);
    const request = type === undefined ? has('write') || has('reliable-write') : type !== 'command';
    if (request) {
      if (type !== undefined && type !== 'request' && type !== 'reliable') throw bluezErrors.notSupported();
      await this.#value.write(value, offset);
      return;
    }
    if (offset > 0 || (type === undefined && !has('write-without-response'))) throw bluezErrors.notSupported();
    if (value.length > client.mtu - 3) throw failed('Failed to initiate write');
    client.command(characteristic, value);
  }

  async #startNotify(sender: string, notifies: boolean): Promise<void> {
    if (!notifies) throw bluezErrors.notSupported();
    if (this.#sessions.has(sender)) return;
    const client = this.#value.connected();
    const { characteristic, changed } = this.#options;
    const stop = await translated(client.subscribe(characteristic, (value) => this.#value.receive(value)));
    this.#sessions.set(sender, stop);
    if (this.#sessions.size === 1) changed('Notifying');
  }

  async #stopNotify(sender: string): Promise<void> {
    const stop = this.#sessions.get(sender);
    if (stop === undefined) throw failed('No notify session started');
    this.#sessions.delete(sender);
    if (this.#sessions.size === 0) this.#options.changed('Notifying');
    await stop();
  }
}
