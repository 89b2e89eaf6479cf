import { type ExportedInterface, isDBusError, type Variant } from '@esp-prov/dbus';
import { bluezErrors, failed, notPermitted } from '../bluez-error.ts';
import { bluezInterfaces, standardInterfaces } from '../bluez-names.ts';
import type { Daemon } from '../daemon.ts';
import type { Adapter } from './adapter.ts';
import { type Advertisement, parseAdvertisement } from './advertisement.ts';

interface Registration {
  readonly owner: string;
  readonly path: string;
  readonly ended: AbortController;
  /** Undefined until the program has given it. */
  advertisement: Advertisement | undefined;
}

/** What controllers hold at once. */
const maxInstances = 5;

/** `org.bluez.LEAdvertisingManager1` of an adapter: what programs want it to advertise. */
export class AdvertisingManager {
  readonly #daemon: Daemon;
  readonly #adapter: Adapter;
  readonly #registrations = new Map<string, Registration>();

  constructor(daemon: Daemon, adapter: Adapter) {
    this.#daemon = daemon;
    this.#adapter = adapter;
  }

  /** What is registered, whether the adapter sends it just now or not. */
  get advertisements(): readonly Advertisement[] {
    return [...this.#registrations.values()].flatMap(({ advertisement }) => advertisement ?? []);
  }

  /** Returns the interface as programs call it. */
  exported(): ExportedInterface {
    const active = () => this.advertisements.length;
    return {
      properties: {
        ActiveInstances: { signature: 'y', get: active },
        SupportedInstances: { signature: 'y', get: () => maxInstances - active() },
        SupportedIncludes: { signature: 'as', get: () => ['tx-power', 'appearance', 'local-name'] },
      },
      methods: {
        RegisterAdvertisement: {
          in: 'oa{sv}',
          out: '',
          call: ([path], { sender }) => this.#register(sender, String(path)),
        },
        UnregisterAdvertisement: {
          in: 'o',
          out: '',
          call: ([path], { sender }) => {
            const registration = this.#registrations.get(key(sender, String(path)));
            if (registration === undefined) throw bluezErrors.doesNotExist();
            this.#remove(registration);
          },
        },
      },
    };
  }

  /** Forgets the advertisements of a program that has left the bus. */
  forget(owner: string): void {
    for (const registration of [...this.#registrations.values()]) {
      if (registration.owner === owner) this.#remove(registration);
    }
  }

  /** Ends all advertisements and notifies their programs. */
  releaseAll(): void {
    for (const registration of [...this.#registrations.values()]) this.#release(registration);
  }

  async #register(owner: string, path: string): Promise<void> {
    const id = key(owner, path);
    if (this.#registrations.has(id)) throw bluezErrors.alreadyExists();
    if (this.#registrations.size >= maxInstances) throw notPermitted('Maximum advertisements reached');
    const registration: Registration = { owner, path, ended: new AbortController(), advertisement: undefined };
    this.#registrations.set(id, registration);
    try {
      registration.advertisement = await this.#read(registration);
      if (registration.ended.signal.aborted) throw failed('Failed to complete registration');
    } catch (error) {
      this.#registrations.delete(id);
      throw error;
    }
    this.#announce();
    this.#daemon.background(() => this.#follow(registration));
    if (registration.advertisement.timeout > 0) {
      this.#daemon.background(() => this.#expire(registration, registration.advertisement?.timeout ?? 0));
    }
  }

  async #read({ owner, path }: Registration): Promise<Advertisement> {
    try {
      const [properties] = await this.#daemon.bus.call({
        destination: owner,
        path,
        interface: standardInterfaces.properties,
        member: 'GetAll',
        signature: 's',
        body: [bluezInterfaces.advertisement],
      });
      return parseAdvertisement(properties as Readonly<Record<string, Variant>>, this.#adapter);
    } catch (error) {
      const ofBluez = isDBusError(error, 'reply') && error.errorName.startsWith('org.bluez.');
      if (ofBluez || !isDBusError(error)) throw error;
      throw failed('Failed to parse advertisement.');
    }
  }

  /** Takes in what the program changes; what would be refused leaves everything as it is. */
  async #follow(registration: Registration): Promise<void> {
    const { owner, path, ended } = registration;
    const rule = { sender: owner, path, interface: standardInterfaces.properties, member: 'PropertiesChanged' };
    const stop = await this.#daemon.bus.addMatch(rule, () => {
      this.#daemon.background(async () => {
        registration.advertisement = await this.#read(registration).catch(() => registration.advertisement);
      });
    });
    const onEnd = () => this.#daemon.background(() => stop());
    if (ended.signal.aborted) onEnd();
    else ended.signal.addEventListener('abort', onEnd, { once: true });
  }

  async #expire(registration: Registration, seconds: number): Promise<void> {
    const { signal } = registration.ended;
    try {
      await this.#daemon.clock.sleep(seconds * 1000, { signal: AbortSignal.any([signal, this.#daemon.ended]) });
    } catch {
      return;
    }
    this.#release(registration);
  }

  #release(registration: Registration): void {
    const { owner, path } = registration;
    this.#remove(registration);
    const call = { destination: owner, path, interface: bluezInterfaces.advertisement, member: 'Release' };
    this.#daemon.bus.call(call).catch(() => undefined);
  }

  #remove(registration: Registration): void {
    this.#registrations.delete(key(registration.owner, registration.path));
    registration.ended.abort();
    this.#announce();
  }

  #announce(): void {
    const { path } = this.#adapter;
    const { advertisingManager } = bluezInterfaces;
    this.#daemon.server.changed(path, advertisingManager, 'SupportedInstances', 'ActiveInstances');
  }
}

function key(owner: string, path: string): string {
  return `${owner} ${path}`;
}
