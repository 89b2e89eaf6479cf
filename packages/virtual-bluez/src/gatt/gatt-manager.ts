import { type ExportedInterface, isDBusError, type Variant } from '@esp-prov/dbus';
import { bluezErrors, failed } from '../bluez-error.ts';
import { bluezInterfaces, standardInterfaces } from '../bluez-names.ts';
import type { Daemon } from '../daemon.ts';
import { AttFailure, attErrors } from '../radio/att.ts';
import type { LocalAttribute, LocalCharacteristic, LocalService } from './attribute.ts';
import { type ManagedObjects, readApplication } from './read-application.ts';

interface Application {
  readonly owner: string;
  services: readonly LocalService[];
  stop(): Promise<void>;
}

/** First handle behind the services that bluetoothd has of its own. */
const firstFreeHandle = 0x000a;

/** `org.bluez.GattManager1` of an adapter: the services that programs offer there. */
export class GattManager {
  /** The bluetoothd that the programs belong to. */
  readonly daemon: Daemon;
  readonly #applications = new Map<string, Application>();
  readonly #listeners = new Set<() => void>();
  /** Handles are not used twice, so that one that a central remembers never means something else. */
  #nextHandle = firstFreeHandle;

  constructor(daemon: Daemon) {
    this.daemon = daemon;
  }

  /** The services now, in the order of their handles. */
  get services(): readonly LocalService[] {
    return [...this.#applications.values()].flatMap(({ services }) => services);
  }

  /** Calls `listener` whenever services come or go, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Returns the attribute with that handle. @throws AttFailure when there is none any more */
  attribute(handle: number): LocalAttribute {
    for (const characteristic of this.#characteristics()) {
      if (characteristic.handle === handle) return characteristic;
      const descriptor = characteristic.descriptors.find((each) => each.handle === handle);
      if (descriptor !== undefined) return descriptor;
    }
    throw new AttFailure(attErrors.invalidHandle);
  }

  /** Returns the interface as programs call it. */
  exported(): ExportedInterface {
    return {
      methods: {
        RegisterApplication: {
          in: 'oa{sv}',
          out: '',
          call: ([path], { sender }) => this.#register(sender, String(path)),
        },
        UnregisterApplication: {
          in: 'o',
          out: '',
          call: async ([path], { sender }) => {
            if (!(await this.#remove(key(sender, String(path))))) throw bluezErrors.doesNotExist();
          },
        },
      },
    };
  }

  /** Forgets what a program offers that has left the bus. */
  async forget(owner: string): Promise<void> {
    for (const [id, application] of [...this.#applications]) {
      if (application.owner === owner) await this.#remove(id);
    }
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    for (const id of [...this.#applications.keys()]) await this.#remove(id);
  }

  async #register(owner: string, path: string): Promise<void> {
    const id = key(owner, path);
    if (this.#applications.has(id)) throw bluezErrors.alreadyExists();
    const application: Application = { owner, services: [], stop: async () => undefined };
    this.#applications.set(id, application);
    try {
      const { bus } = this.daemon;
      const rule = { sender: owner, path, interface: standardInterfaces.objectManager, member: 'InterfacesRemoved' };
      application.stop = await bus.addMatch(rule, ({ body: [gone, interfaces] }) =>
        this.#onObjectRemoved(application, String(gone), interfaces),
      );
      const objects = await this.#objectsOf(owner, path);
      const { services, nextHandle } = readApplication(objects, { owner, firstHandle: this.#nextHandle });
      // It may have left the bus during the request.
      if (this.#applications.get(id) !== application) throw failed('Failed to register application');
      this.#nextHandle = nextHandle;
      application.services = services;
    } catch (error) {
      await this.#remove(id);
      throw error;
    }
    this.#tell();
  }

  async #objectsOf(owner: string, path: string): Promise<ManagedObjects> {
    const { objectManager } = standardInterfaces;
    try {
      const [objects] = await this.daemon.bus.call({
        destination: owner,
        path,
        interface: objectManager,
        member: 'GetManagedObjects',
      });
      return objects as Record<string, Record<string, Record<string, Variant>>>;
    } catch (error) {
      if (isDBusError(error, 'reply') || isDBusError(error, 'timeout')) throw failed('No object received');
      throw error;
    }
  }

  #onObjectRemoved(application: Application, path: string, interfaces: unknown): void {
    if (!Array.isArray(interfaces) || !interfaces.includes(bluezInterfaces.service)) return;
    const left = application.services.filter((service) => service.path !== path);
    if (left.length === application.services.length) return;
    application.services = left;
    this.#tell();
  }

  async #remove(id: string): Promise<boolean> {
    const application = this.#applications.get(id);
    if (application === undefined) return false;
    this.#applications.delete(id);
    if (application.services.length > 0) this.#tell();
    await application.stop();
    return true;
  }

  #characteristics(): readonly LocalCharacteristic[] {
    return this.services.flatMap(({ characteristics }) => characteristics);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function key(owner: string, path: string): string {
  return `${owner} ${path}`;
}
