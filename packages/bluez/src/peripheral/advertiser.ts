import { isDBusError, ObjectServer } from '@esp-prov/dbus';
import type { Advertisement } from '@esp-prov/device';
import { isProvisioningError, type Log } from '@esp-prov/protocol';
import { type Bluetoothd, cleanUpTimeoutMs } from '../service/bluetoothd.ts';
import { bluezError } from '../service/bluez-error.ts';
import { bluezErrorName, bluezInterfaces } from '../service/bluez-names.ts';
import { newObjectPath } from '../service/object-path.ts';
import { advertisementInterface, fitsAdvertisement } from './advertisement-object.ts';

/** Answers of daemons that do not like a property. */
const misliked: ReadonlySet<string> = new Set(
  ['Failed', 'InvalidArguments', 'NotSupported', 'InvalidLength'].map((name) => bluezErrorName(name)),
);

/** One advertisement on one adapter, registered while it is wanted and no central is connected. */
export class Advertiser implements AsyncDisposable {
  readonly #bluetoothd: Bluetoothd;
  readonly #adapterPath: string;
  readonly #log: Log;
  readonly #path = newObjectPath('advertisement');
  #wanted: Advertisement | undefined;
  #paused = false;
  /** What bluetoothd has of us. */
  #registered: { readonly advertisement: Advertisement; readonly server: ObjectServer } | undefined;
  /** Whether this bluetoothd refuses the properties that not all know. */
  #plain = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(bluetoothd: Bluetoothd, adapterPath: string, log: Log) {
    this.#bluetoothd = bluetoothd;
    this.#adapterPath = adapterPath;
    this.#log = log;
  }

  /** Whether bluetoothd advertises for us now. */
  get active(): boolean {
    return this.#registered !== undefined;
  }

  /** Advertises this, or nothing. @throws ProvisioningError of the family `bluetooth` */
  async want(advertisement: Advertisement | undefined): Promise<void> {
    this.#wanted = advertisement;
    if (advertisement !== undefined) this.#warnOfSize(advertisement);
    await this.#settle();
  }

  /** Stops advertising while a central is connected; failures are logged. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#settle().catch((error) => {
      // If bluetoothd ends, everything ends with it, and all that wait for it fail.
      const level = isProvisioningError(error, 'bluetooth/no-service') ? 'debug' : 'error';
      this.#log(level, 'bluez', error instanceof Error ? error.message : String(error));
    });
  }

  /** Registers anew, as after a time in which the adapter was switched off. */
  renew(): void {
    this.#tail = this.#tail.then(() => this.#unregister());
    this.pause(this.#paused);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.want(undefined);
  }

  #settle(): Promise<void> {
    const settled = this.#tail.then(() => this.#apply());
    this.#tail = settled.catch(() => undefined);
    return settled;
  }

  async #apply(): Promise<void> {
    const next = this.#paused ? undefined : this.#wanted;
    if (this.#registered?.advertisement === next) return;
    await this.#unregister();
    if (next === undefined || this.#bluetoothd.gone.aborted) return;
    await this.#register(next);
  }

  #warnOfSize({ manufacturerData: data }: Advertisement): void {
    if (data === undefined || fitsAdvertisement(data)) return;
    const why = `${data.length} bytes of manufacturer data need bluetoothd 5.80 with --experimental`;
    this.#log('warn', 'bluez', `${why}; other releases do not send them`);
  }

  async #register(advertisement: Advertisement): Promise<void> {
    const server = new ObjectServer(this.#bluetoothd.bus, { root: this.#path });
    const released = () => this.#onRelease(server);
    server.add(this.#path, {
      [bluezInterfaces.advertisement]: advertisementInterface(advertisement, { plain: () => this.#plain, released }),
    });
    try {
      await this.#callRegister();
      this.#registered = { advertisement, server };
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw bluezError(error, 'advertise');
    }
  }

  async #callRegister(): Promise<void> {
    try {
      await this.#call('RegisterAdvertisement', 'oa{sv}', [this.#path, {}]);
    } catch (error) {
      if (this.#plain || !isDBusError(error, 'reply') || !misliked.has(error.errorName)) throw error;
      this.#log('info', 'bluez', `this bluetoothd chooses the advertising interval itself (${error.message})`);
      this.#plain = true;
      await this.#call('RegisterAdvertisement', 'oa{sv}', [this.#path, {}]);
    }
  }

  async #unregister(): Promise<void> {
    const registered = this.#registered;
    if (registered === undefined) return;
    this.#registered = undefined;
    try {
      if (!this.#bluetoothd.gone.aborted)
        await this.#call('UnregisterAdvertisement', 'o', [this.#path], cleanUpTimeoutMs);
    } catch (error) {
      this.#log('debug', 'bluez', `the advertisement was not there any more: ${String(error)}`);
    } finally {
      await registered.server[Symbol.asyncDispose]();
    }
  }

  #onRelease(server: ObjectServer): void {
    if (this.#registered?.server !== server) return;
    this.#log('warn', 'bluez', 'bluetoothd has taken the advertisement away');
    this.#registered = undefined;
    this.#tail = this.#tail.then(() => server[Symbol.asyncDispose]());
    this.pause(this.#paused);
  }

  async #call(member: string, signature: string, body: readonly unknown[], timeoutMs?: number): Promise<void> {
    const target = { path: this.#adapterPath, interface: bluezInterfaces.advertisingManager };
    await this.#bluetoothd.call({ ...target, member, signature, body, timeoutMs });
  }
}
