import { setMaxListeners } from 'node:events';
import type { Bus, MatchRule, ReceivedSignal, Variant } from '@esp-prov/dbus';
import { type Clock, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import { bluezError } from './bluez-error.ts';
import { bluezName, standardInterfaces } from './bluez-names.ts';
import { type ObjectChange, ObjectMirror, type Properties } from './object-mirror.ts';

/** A call to an object of bluetoothd. */
export interface BluezCall {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
  /** Longest time for the answer in ms; default 10 000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const defaultTimeoutMs = 10_000;

/** Longest time in ms for what is put away at the end, which a bluetoothd that is stuck must not hold up. */
export const cleanUpTimeoutMs = 3000;

/** One life of bluetoothd: its objects, kept up to date by its signals, and calls to them. */
export class Bluetoothd {
  readonly bus: Bus;
  readonly #clock: Clock;
  readonly #mirror = new ObjectMirror();
  readonly #listeners = new Set<{ readonly listener: (change: ObjectChange) => void }>();
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #gone = new AbortController();
  /** Signals that came before the answer to `GetManagedObjects` was read. */
  #early: ReceivedSignal[] | undefined = [];

  private constructor(bus: Bus, clock: Clock) {
    this.bus = bus;
    this.#clock = clock;
    // Every connection listens for its end; more than ten are not a leak.
    setMaxListeners(0, this.gone);
  }

  /** Reads the objects of bluetoothd. @throws ProvisioningError of the family `bluetooth` */
  static async open(bus: Bus, clock: Clock): Promise<Bluetoothd> {
    const bluetoothd = new Bluetoothd(bus, clock);
    try {
      await bluetoothd.#start();
      return bluetoothd;
    } catch (error) {
      await bluetoothd.close();
      throw bluezError(error, 'reach bluetoothd');
    }
  }

  /** Aborted with `bluetooth/no-service` or `bluetooth/no-bus` when bluetoothd or the bus has ended. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Returns the properties of an interface of an object; undefined when it is not there. */
  get(path: string, interfaceName: string): Properties | undefined {
    return this.#mirror.get(path, interfaceName);
  }

  /** Yields all objects that have an interface, with its properties. */
  having(interfaceName: string): Iterable<readonly [path: string, properties: Properties]> {
    return this.#mirror.having(interfaceName);
  }

  /** Calls `listener` for every change until the returned function is called. */
  onChange(listener: (change: ObjectChange) => void): () => void {
    const token = { listener };
    this.#listeners.add(token);
    return () => {
      this.#listeners.delete(token);
    };
  }

  /** Waits until `read` returns something, and returns that; it is called now and after every change. */
  async when<T>(read: () => T | undefined, options: { signal?: AbortSignal | undefined } = {}): Promise<T> {
    const signals = [this.gone, ...(options.signal ? [options.signal] : [])];
    for (const signal of signals) signal.throwIfAborted();
    const now = read();
    if (now !== undefined) return now;
    return await new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        stop();
        for (const signal of signals) signal.removeEventListener('abort', onAbort);
        settle();
      };
      const onAbort = (event: Event) => finish(() => reject((event.target as AbortSignal).reason));
      const stop = this.onChange(() => {
        try {
          const value = read();
          if (value !== undefined) finish(() => resolve(value));
        } catch (error) {
          finish(() => reject(error));
        }
      });
      for (const signal of signals) signal.addEventListener('abort', onAbort);
    });
  }

  /** Returns the answer to a call. @throws DBusError, or the reason of the signal */
  async call(call: BluezCall): Promise<readonly unknown[]> {
    const { timeoutMs: ms = defaultTimeoutMs, signal, ...method } = call;
    const text = `bluetoothd did not answer ${call.member} within ${ms / 1000} s; is it stuck?`;
    const reason = () => new ProvisioningError('bluetooth/refused', text, { details: { timeoutMs: ms } });
    return await withDeadline({ clock: this.#clock, ms, reason, signal }, (both) =>
      // The clock decides; the limit of the bus comes later, should it ever come.
      this.bus.call({ destination: bluezName, ...method }, { signal: both, timeoutMs: 2 * ms }),
    );
  }

  /** Reads a simple property again; bluetoothd does not announce every change. */
  async lookAt(
    path: string,
    interfaceName: string,
    name: string,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    const target = { path, interface: standardInterfaces.properties, member: 'Get' };
    const [variant] = await this.call({ ...target, signature: 'ss', body: [interfaceName, name], ...options });
    this.#tell(this.#mirror.learn(path, interfaceName, name, (variant as Variant).value));
  }

  /** Stops listening. */
  async close(): Promise<void> {
    this.bus.lost.removeEventListener('abort', this.#onBusLost);
    this.#listeners.clear();
    await Promise.all(this.#stops.splice(0).map((stop) => stop()));
  }

  async #start(): Promise<void> {
    if (this.bus.lost.aborted) throw this.bus.lost.reason;
    this.bus.lost.addEventListener('abort', this.#onBusLost, { once: true });
    const { bus, objectManager, properties } = standardInterfaces;
    await this.#listen({ sender: bus, interface: bus, member: 'NameOwnerChanged', arg0: bluezName }, this.#onOwner);
    await this.#listen({ sender: bluezName, interface: objectManager }, this.#onSignal);
    await this.#listen({ sender: bluezName, interface: properties, member: 'PropertiesChanged' }, this.#onSignal);
    const [tree] = await this.call({ path: '/', interface: objectManager, member: 'GetManagedObjects' });
    this.#mirror.load(tree);
    // Those that the tree knows already do no harm: the last one about a property wins either way.
    for (const signal of this.#early ?? []) this.#mirror.apply(signal);
    this.#early = undefined;
    this.gone.throwIfAborted();
  }

  async #listen(rule: MatchRule, listener: (signal: ReceivedSignal) => void): Promise<void> {
    this.#stops.push(await this.bus.addMatch(rule, listener));
  }

  readonly #onSignal = (signal: ReceivedSignal): void => {
    if (this.#early !== undefined) {
      this.#early.push(signal);
      return;
    }
    this.#tell(this.#mirror.apply(signal));
  };

  #tell(changes: readonly ObjectChange[]): void {
    for (const change of changes) {
      for (const { listener } of [...this.#listeners]) listener(change);
    }
  }

  readonly #onOwner = ({ body: [, before] }: ReceivedSignal): void => {
    // Without an owner before it is only now starting.
    if (before !== '') this.#end(new ProvisioningError('bluetooth/no-service', 'bluetoothd has ended'));
  };

  readonly #onBusLost = (): void => {
    this.#end(bluezError(this.bus.lost.reason, 'go on using Bluetooth'));
  };

  #end(reason: unknown): void {
    if (this.gone.aborted) return;
    this.#gone.abort(reason);
    this.close().catch(() => undefined);
  }
}
