import { isDBusError, type Variant } from '@esp-prov/dbus';
import type { Clock, Log } from '@esp-prov/protocol';
import type { Bluetoothd } from '../service/bluetoothd.ts';
import { bluezError } from '../service/bluez-error.ts';
import { bluezErrorName, bluezInterfaces } from '../service/bluez-names.ts';

/** How often and after which pause a start is repeated that comes before the last stop is done. */
const startTries = 5;
const startPauseMs = 200;

/** The one discovery that bluetoothd allows a connection to have on an adapter, shared by all scans. */
export class Discovery {
  readonly #bluetoothd: Bluetoothd;
  readonly #adapterPath: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #wanted = new Set<{ readonly service: string | undefined }>();
  #tail: Promise<unknown> = Promise.resolve();
  #running = false;
  /** Filter that bluetoothd has; empty: none. */
  #filter = '';

  constructor(bluetoothd: Bluetoothd, adapterPath: string, options: { clock: Clock; log: Log }) {
    this.#bluetoothd = bluetoothd;
    this.#adapterPath = adapterPath;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Scans, for a service or for everything, until the returned function is called. */
  async join(service: string | undefined): Promise<() => Promise<void>> {
    const wish = { service };
    this.#wanted.add(wish);
    const leave = async () => {
      if (this.#wanted.delete(wish)) await this.#settle();
    };
    try {
      await this.#settle();
      return leave;
    } catch (error) {
      await leave();
      throw bluezError(error, 'start a scan');
    }
  }

  /** Brings bluetoothd to what is wanted, one change after another. */
  #settle(): Promise<void> {
    const settled = this.#tail.then(() => (this.#wanted.size > 0 ? this.#scan() : this.#stop()));
    this.#tail = settled.catch(() => undefined);
    return settled;
  }

  async #scan(): Promise<void> {
    const filter = this.#wantedFilter();
    const text = JSON.stringify(filter);
    if (text !== this.#filter) {
      await this.#call('SetDiscoveryFilter', 'a{sv}', [filter]);
      this.#filter = text;
    }
    if (this.#running) return;
    await this.#start();
    this.#running = true;
  }

  async #start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#call('StartDiscovery');
        return;
      } catch (error) {
        const busy = isDBusError(error, 'reply', bluezErrorName('InProgress'));
        if (!busy || attempt === startTries) throw error;
      }
      await this.#clock.sleep(startPauseMs, { signal: this.#bluetoothd.gone });
    }
  }

  async #stop(): Promise<void> {
    // A call to a bluetoothd that has ended could start it again.
    if (this.#bluetoothd.gone.aborted) return;
    try {
      if (this.#running) await this.#call('StopDiscovery');
      if (this.#filter !== '') await this.#call('SetDiscoveryFilter', 'a{sv}', [{}]);
    } catch (error) {
      // Switched off meanwhile, or removed: then it does not scan either.
      this.#log(
        'debug',
        'bluez',
        `the scan was not stopped: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.#running = false;
    this.#filter = '';
  }

  #wantedFilter(): Record<string, Variant> {
    const services = new Set(Array.from(this.#wanted, ({ service }) => service));
    const filter: Record<string, Variant> = {
      Transport: { signature: 's', value: 'le' },
      // Every advertisement counts, or a strength that stays the same would look like silence.
      DuplicateData: { signature: 'b', value: true },
    };
    // Filters of one connection cannot be joined otherwise: one scan for everything widens it for all.
    if (!services.has(undefined)) filter['UUIDs'] = { signature: 'as', value: [...services].sort() };
    return filter;
  }

  async #call(member: string, signature = '', body: readonly unknown[] = []): Promise<void> {
    const target = { path: this.#adapterPath, interface: bluezInterfaces.adapter };
    await this.#bluetoothd.call({ ...target, member, signature, body });
  }
}
