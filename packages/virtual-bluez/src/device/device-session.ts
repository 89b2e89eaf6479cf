import type { Adapter } from '../adapter/adapter.ts';
import type { Daemon } from '../daemon.ts';
import { GattClient } from '../gatt/gatt-client.ts';
import type { Link } from '../radio/link.ts';
import { sufferDelay } from '../radio/suffer.ts';
import type { Device } from './device.ts';

/** The time that a device is connected, on one side of the link. */
export class DeviceSession {
  readonly link: Link<Device>;
  readonly #daemon: Daemon;
  readonly #device: Device;
  readonly #other: Device;
  #disconnecting: Promise<void> | undefined;
  #ended = new AbortController();
  #markResolved: () => void = () => undefined;
  /** When the services are read, or will not be any more. */
  readonly resolved: Promise<void> = new Promise((resolve) => {
    this.#markResolved = resolve;
  });

  constructor(daemon: Daemon, device: Device, link: Link<Device>) {
    this.#daemon = daemon;
    this.#device = device;
    this.link = link;
    this.#other = link.central === device ? link.peripheral : link.central;
  }

  /** Reads the services of the other side, whichever side has made the link. */
  start(): void {
    this.#daemon.background(async () => {
      try {
        await (this.link.central === this.#device ? this.#resolve() : this.#resolveAsPeripheral());
      } catch (error) {
        if (!this.link.gone.aborted) throw error;
      } finally {
        this.#markResolved();
      }
    });
  }

  /** Ends the link after the time that bluetoothd takes for it; resolves when it is down. */
  disconnect(): Promise<void> {
    this.#disconnecting ??= this.#disconnect();
    return this.#disconnecting;
  }

  /** Notes that the link is down; returns whether a caller waits for the answer to `Disconnect`. */
  end(): boolean {
    this.#ended.abort();
    return this.#disconnecting !== undefined;
  }

  async #disconnect(): Promise<void> {
    const { clock, delays } = this.#daemon;
    await Promise.race([
      clock.sleep(delays.disconnectMs),
      new Promise<void>((resolve) => this.#ended.signal.addEventListener('abort', () => resolve(), { once: true })),
    ]);
    this.link.drop();
  }

  async #resolve(): Promise<void> {
    const { clock, delays, faults } = this.#daemon;
    const { link } = this;
    const device = this.#device;
    const { gone: signal } = link;
    const peer: Adapter = this.#other.adapter;
    const client = new GattClient({
      daemon: this.#daemon,
      link,
      adapter: device.adapter.name,
      peer: peer.gatt,
      devicePath: this.#other.path,
    });
    device.services.use(client);
    const fault = faults.take({ at: 'discover', adapter: device.adapter.name });
    await sufferDelay(fault, clock, signal);
    if (fault?.drop === 'before') link.drop();
    await clock.sleep(delays.resolveMs, { signal });
    if (fault?.error === undefined) {
      this.#show(client);
      device.setName(peer.alias);
    } else {
      device.setDatabase([]);
    }
    if (fault?.drop === 'after') link.drop();
    signal.throwIfAborted();
    device.setResolved(true);
    const stop = client.onServicesChanged(() => this.#onServicesChanged(client));
    signal.addEventListener('abort', stop, { once: true });
  }

  /** Resolves the services of a central, of which programs are shown none. */
  async #resolveAsPeripheral(): Promise<void> {
    const { clock, delays } = this.#daemon;
    await clock.sleep(delays.resolveMs, { signal: this.link.gone });
    this.#device.setName(this.#other.adapter.alias);
    this.#device.setResolved(true);
  }

  #show(client: GattClient): void {
    const device = this.#device;
    const remembered = device.adapter.staleCache ? device.database : undefined;
    device.setDatabase(remembered ?? client.services);
  }

  #onServicesChanged(client: GattClient): void {
    if (this.link.gone.aborted || this.#device.adapter.staleCache) return;
    this.#daemon.background(async () => {
      const { clock, delays } = this.#daemon;
      try {
        await clock.sleep(delays.resolveMs, { signal: this.link.gone });
      } catch {
        return;
      }
      this.#show(client);
    });
  }
}
