import { type Bus, connectBus } from '@esp-prov/dbus';
import { type Clock, type Log, ProvisioningError, silentLog, systemClock, untilAborted } from '@esp-prov/protocol';
import { adapterProblem, type BluetoothAdapter, type BluetoothRole, chooseAdapter, listAdapters } from './adapters.ts';
import { Bluetoothd } from './bluetoothd.ts';
import { bluezError } from './bluez-error.ts';
import { bluezInterfaces, bluezName, standardInterfaces } from './bluez-names.ts';
import { type ReadRadioSwitches, rfkillSwitches } from './radio-switches.ts';

/** How to reach Bluetooth on this machine. */
export interface BluezOptions {
  /** A connection to the system bus, which stays open. By default one is opened when needed and closed at the end. */
  readonly bus?: Bus | undefined;
  /** Address of the bus to open; default the system bus. */
  readonly busAddress?: string | undefined;
  /** Name such as `hci0`, or address, of the adapter to use; default the first that is switched on. */
  readonly adapter?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** Returns which radios are blocked; default: what Linux shows. */
  readonly radioSwitches?: ReadRadioSwitches | undefined;
}

/** An adapter that can be used, and the life of bluetoothd that it belongs to. */
export interface UsableAdapter {
  readonly bluetoothd: Bluetoothd;
  readonly adapter: BluetoothAdapter;
}

/** The way to bluetoothd: opened when first needed, and again after bluetoothd was restarted. */
export class BluezHost implements AsyncDisposable {
  readonly clock: Clock;
  readonly log: Log;
  readonly #options: BluezOptions;
  readonly #readSwitches: ReadRadioSwitches;
  #ownBus: Promise<Bus> | undefined;
  #bluetoothd: Promise<Bluetoothd> | undefined;
  #closed = false;

  constructor(options: BluezOptions) {
    this.#options = options;
    this.clock = options.clock ?? systemClock;
    this.log = options.log ?? silentLog;
    this.#readSwitches = options.radioSwitches ?? rfkillSwitches();
  }

  /**
   * Returns the running bluetoothd. @throws ProvisioningError `bluetooth/no-bus`, `bluetooth/no-service`,
   * `bluetooth/not-permitted`
   */
  async bluetoothd({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<Bluetoothd> {
    signal?.throwIfAborted();
    if (this.#closed) throw new ProvisioningError('link/closed', 'Bluetooth was closed by this program');
    this.#bluetoothd ??= this.#remember(this.#open());
    return signal ? await untilAborted(this.#bluetoothd, signal) : await this.#bluetoothd;
  }

  /** Returns the adapter to use, switched on. @throws ProvisioningError of the family `bluetooth` */
  async adapter(role: BluetoothRole, options: { signal?: AbortSignal | undefined } = {}): Promise<UsableAdapter> {
    const bluetoothd = await this.bluetoothd(options);
    const switches = await this.#readSwitches();
    const adapters = listAdapters(bluetoothd, switches);
    const adapter = chooseAdapter(adapters, { wanted: this.#options.adapter, role, switches });
    const problem = adapterProblem(adapter);
    if (problem !== undefined) throw problem;
    return { bluetoothd, adapter };
  }

  /** Waits until bluetoothd runs, without starting it, as a call to it could. */
  async serviceRuns({ signal }: { signal: AbortSignal }): Promise<void> {
    const bus = this.#options.bus ?? (await this.#openBus());
    const { bus: name } = standardInterfaces;
    const started = new AbortController();
    const rule = { sender: name, interface: name, member: 'NameOwnerChanged', arg0: bluezName };
    try {
      const stop = await bus.addMatch(rule, ({ body: [, , owner] }) => {
        if (owner !== '') started.abort();
      });
      try {
        const call = { destination: name, path: '/org/freedesktop/DBus', interface: name, member: 'NameHasOwner' };
        const [runs] = await bus.call({ ...call, signature: 's', body: [bluezName] }, { signal });
        const either = AbortSignal.any([started.signal, signal, bus.lost]);
        if (runs !== true && !either.aborted) await new Promise((resolve) => either.addEventListener('abort', resolve));
      } finally {
        await stop();
      }
    } catch (error) {
      throw bluezError(error, 'wait for bluetoothd');
    }
    signal.throwIfAborted();
    if (bus.lost.aborted) throw bluezError(bus.lost.reason, 'wait for bluetoothd');
  }

  /** Whether nothing will come back, as the bus was handed over and has ended. */
  get hopeless(): boolean {
    return this.#options.bus?.lost.aborted ?? false;
  }

  /** Returns why the use of an adapter has ended. */
  async troubleOf({ bluetoothd, adapter }: UsableAdapter): Promise<unknown> {
    if (bluetoothd.gone.aborted) return bluetoothd.gone.reason;
    // A block is reported after the power-off, and not by every bluetoothd.
    await bluetoothd.lookAt(adapter.path, bluezInterfaces.adapter, 'PowerState').catch(() => undefined);
    if (bluetoothd.gone.aborted) return bluetoothd.gone.reason;
    const now = listAdapters(bluetoothd, await this.#readSwitches()).find(({ path }) => path === adapter.path);
    if (now === undefined)
      return new ProvisioningError('bluetooth/no-adapter', `the adapter ${adapter.id} was removed`);
    // On again already: what it did is lost all the same.
    const details = { adapter: adapter.id };
    const text = `the adapter ${adapter.id} was switched off for a moment`;
    return adapterProblem(now) ?? new ProvisioningError('bluetooth/powered-off', text, { details });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const bluetoothd = await this.#bluetoothd?.catch(() => undefined);
    await bluetoothd?.close();
    const bus = await this.#ownBus?.catch(() => undefined);
    await bus?.close();
  }

  async #open(): Promise<Bluetoothd> {
    return await Bluetoothd.open(this.#options.bus ?? (await this.#openBus()), this.clock);
  }

  #openBus(): Promise<Bus> {
    if (this.#ownBus !== undefined) return this.#ownBus;
    const opening = connectBus({ address: this.#options.busAddress }).catch((error) => {
      throw bluezError(error, 'reach the D-Bus system bus');
    });
    this.#ownBus = opening;
    const forget = () => {
      if (this.#ownBus === opening) this.#ownBus = undefined;
    };
    opening.then((bus) => bus.lost.addEventListener('abort', forget, { once: true }), forget);
    return opening;
  }

  /** Keeps what is opening until it fails or ends. */
  #remember(opening: Promise<Bluetoothd>): Promise<Bluetoothd> {
    const forget = () => {
      if (this.#bluetoothd === opening) this.#bluetoothd = undefined;
    };
    opening.then(({ gone }) => gone.addEventListener('abort', forget, { once: true }), forget);
    return opening;
  }
}
