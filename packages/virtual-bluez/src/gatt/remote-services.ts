import type { ExportedInterface, ExportedObject } from '@esp-prov/dbus';
import { bluezInterfaces } from '../bluez-names.ts';
import type { Daemon } from '../daemon.ts';
import type { LocalCharacteristic, LocalService } from './attribute.ts';
import type { GattClient } from './gatt-client.ts';
import { RemoteCharacteristic } from './remote-characteristic.ts';
import { remoteDescriptor } from './remote-descriptor.ts';

interface RemoteObject {
  readonly interfaces: ExportedObject;
  readonly characteristic?: RemoteCharacteristic;
}

/**
 * The services of a device as objects on the bus. They stay when the device is disconnected, and nothing can be done
 * with them then; a later connection keeps those that the device still has.
 */
export class RemoteServices {
  readonly #daemon: Daemon;
  readonly #devicePath: string;
  readonly #objects = new Map<string, RemoteObject>();
  #client: GattClient | undefined;

  constructor(daemon: Daemon, devicePath: string) {
    this.#daemon = daemon;
    this.#devicePath = devicePath;
  }

  /** Sets the client that requests go through; undefined while the device is not connected. */
  use(client: GattClient | undefined): void {
    this.#client = client;
    if (client !== undefined) return;
    for (const { characteristic } of this.#objects.values()) characteristic?.linkDown();
  }

  /** Shows these services, and no others. */
  show(services: readonly LocalService[]): void {
    const wanted = services.flatMap((service) => this.#objectsOf(service));
    const paths = new Set(wanted.map(([path]) => path));
    for (const path of [...this.#objects.keys()].reverse()) {
      if (!paths.has(path)) this.#remove(path);
    }
    for (const [path, object] of wanted) {
      if (this.#objects.has(path)) continue;
      this.#objects.set(path, object());
      this.#daemon.server.add(path, this.#objects.get(path)?.interfaces ?? {});
    }
  }

  /** Ends the notifications of a program that has left the bus. */
  async forget(sender: string): Promise<void> {
    for (const { characteristic } of this.#objects.values()) await characteristic?.forget(sender);
  }

  /** Handles are in the names, as clients read them from there; and no handle is used twice. */
  #objectsOf(service: LocalService): (readonly [path: string, make: () => RemoteObject])[] {
    const path = `${this.#devicePath}/service${hex(service.handle)}`;
    const own = () => ({ interfaces: { [bluezInterfaces.service]: this.#describe(service) } });
    return [[path, own], ...service.characteristics.flatMap((characteristic) => this.#objectsIn(path, characteristic))];
  }

  #objectsIn(servicePath: string, from: LocalCharacteristic): (readonly [path: string, make: () => RemoteObject])[] {
    const path = `${servicePath}/char${hex(from.declaration)}`;
    const client = () => this.#client;
    const { server } = this.#daemon;
    const make = (): RemoteObject => {
      const changed = (...names: string[]) => server.changed(path, bluezInterfaces.characteristic, ...names);
      const characteristic = new RemoteCharacteristic({ characteristic: from, servicePath, client, changed });
      return { interfaces: { [bluezInterfaces.characteristic]: characteristic.exported() }, characteristic };
    };
    const descriptors = from.descriptors.map((descriptor) => {
      const own = `${path}/desc${hex(descriptor.handle)}`;
      const changed = (...names: string[]) => server.changed(own, bluezInterfaces.descriptor, ...names);
      const options = { descriptor, characteristicPath: path, client, changed };
      return [own, () => ({ interfaces: { [bluezInterfaces.descriptor]: remoteDescriptor(options) } })] as const;
    });
    return [[path, make], ...descriptors];
  }

  #describe({ uuid, primary }: LocalService): ExportedInterface {
    return {
      properties: {
        UUID: { signature: 's', get: () => uuid },
        Device: { signature: 'o', get: () => this.#devicePath },
        Primary: { signature: 'b', get: () => primary },
        Includes: { signature: 'ao', get: () => [] },
      },
    };
  }

  #remove(path: string): void {
    this.#objects.delete(path);
    this.#daemon.server.remove(path);
  }
}

function hex(handle: number): string {
  return handle.toString(16).padStart(4, '0');
}
