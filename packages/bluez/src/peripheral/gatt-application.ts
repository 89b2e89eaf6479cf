import { type Bus, type ExportedInterface, type ExportedMethod, ObjectServer, type Variant } from '@esp-prov/dbus';
import type { LocalCharacteristic, LocalService } from '@esp-prov/device';
import { type Log, maxAttributeValue, userDescriptionUuid, utf8 } from '@esp-prov/protocol';
import { bluezInterfaces } from '../service/bluez-names.ts';
import { newObjectPath } from '../service/object-path.ts';
import { Answers } from './answers.ts';
import { type AttributeAction, attCodes, attReply } from './att-reply.ts';

/** What an application needs before it reads or writes a value. */
export interface GattApplicationOptions {
  /** Returns the number of the central behind an object of bluetoothd, or throws to refuse it. */
  enter(devicePath: string | undefined, action: AttributeAction): number;
  readonly log: Log;
}

interface MethodOptions extends GattApplicationOptions {
  readonly answers: Answers;
}

/** A service as objects on the bus, which bluetoothd offers to centrals. */
export class GattApplication implements AsyncDisposable {
  /** Object with which the application is registered. */
  readonly path: string = newObjectPath('application');
  readonly #server: ObjectServer;
  readonly #answers: Answers;

  constructor(bus: Bus, service: LocalService, options: GattApplicationOptions) {
    const answers = new Answers(options.log);
    this.#answers = answers;
    this.#server = new ObjectServer(bus, { root: this.path });
    const servicePath = `${this.path}/service`;
    this.#server.add(servicePath, { [bluezInterfaces.service]: constants({ UUID: service.uuid, Primary: true }) });
    service.characteristics.forEach((characteristic, index) => {
      // Numbered at one width, so that an order by name is the same as the order of the list.
      const path = `${servicePath}/char${String(index).padStart(4, '0')}`;
      this.#server.add(path, {
        [bluezInterfaces.characteristic]: offer(characteristic, servicePath, { ...options, answers }),
      });
      const { description } = characteristic;
      if (description === undefined) return;
      this.#server.add(`${path}/desc0`, {
        [bluezInterfaces.descriptor]: describe(description, path, { ...options, answers }),
      });
    });
  }

  /** Resolves when no central waits for an answer. */
  async settled(): Promise<void> {
    await this.#answers.settled();
  }

  /**
   * Refuses what centrals still wait for. bluetoothd keeps such a request beyond the end of its link, and may crash over
   * it when the application goes.
   */
  refuseWaiting(): void {
    this.#answers.refuseWaiting();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

function offer(characteristic: LocalCharacteristic, servicePath: string, options: MethodOptions): ExportedInterface {
  const { uuid, encrypted, notify } = characteristic;
  const flags = encrypted ? ['encrypt-read', 'encrypt-write'] : ['read', 'write'];
  if (notify) flags.push('notify');
  const quiet: ExportedMethod = { in: '', out: '', call: () => undefined };
  return {
    ...constants({ UUID: uuid, Service: servicePath, Flags: flags }),
    methods: {
      ReadValue: readMethod(options, (peer) => characteristic.read(peer)),
      WriteValue: writeMethod(options, (peer, value) => characteristic.write(peer, value)),
      // No firmware ever sends a notification; the descriptor is there to be switched.
      ...(notify ? { StartNotify: quiet, StopNotify: quiet } : {}),
    },
  };
}

function describe(description: string, path: string, options: MethodOptions): ExportedInterface {
  const value = utf8(description);
  return {
    ...constants({ UUID: userDescriptionUuid, Characteristic: path, Flags: ['read'] }),
    methods: { ReadValue: readMethod(options, () => value) },
  };
}

function readMethod(options: MethodOptions, read: (peer: number) => Uint8Array): ExportedMethod {
  return {
    in: 'a{sv}',
    out: 'ay',
    async call([given]) {
      return await options.answers.of('read', async () => {
        const { offset, device } = readOptions(given);
        const value = read(options.enter(device, 'read'));
        if (value.length > maxAttributeValue) throw attReply(attCodes.invalidLength, 'read', 'the value is too long');
        if (offset > value.length) throw attReply(attCodes.invalidOffset, 'read', 'beyond the end of the value');
        return [value.subarray(offset)];
      });
    },
  };
}

function writeMethod(
  options: MethodOptions,
  write: (peer: number, value: Uint8Array<ArrayBuffer>) => Promise<void>,
): ExportedMethod {
  return {
    in: 'aya{sv}',
    out: '',
    async call([value, given]) {
      return await options.answers.of('write', async () => {
        const { offset, device, prepare } = readOptions(given);
        const peer = options.enter(device, 'write');
        // Called before a long write to ask whether it may begin; the bytes come again, all together.
        if (prepare) return [];
        // bluetoothd joins the pieces of a long write, so this is one that does not begin at the beginning.
        if (offset !== 0) throw attReply(attCodes.invalidOffset, 'write', 'a write begins at the first byte');
        const bytes = new Uint8Array(value as Uint8Array);
        if (bytes.length > maxAttributeValue) throw attReply(attCodes.invalidLength, 'write', 'the value is too long');
        await write(peer, bytes);
        return [];
      });
    },
  };
}

function readOptions(given: unknown): { offset: number; device: string | undefined; prepare: boolean } {
  const value = (name: string) => (given as Readonly<Record<string, Variant>>)[name]?.value;
  const device = value('device');
  return {
    offset: Number(value('offset') ?? 0),
    device: device === undefined ? undefined : String(device),
    prepare: value('prepare-authorize') === true,
  };
}

function constants(values: Readonly<Record<string, string | boolean | readonly string[]>>): ExportedInterface {
  const properties = Object.entries(values).map(([name, value]) => {
    const isPath = name === 'Service' || name === 'Characteristic';
    const signature = typeof value === 'boolean' ? 'b' : typeof value === 'string' ? (isPath ? 'o' : 's') : 'as';
    return [name, { signature, get: () => value }] as const;
  });
  return { properties: Object.fromEntries(properties) };
}
