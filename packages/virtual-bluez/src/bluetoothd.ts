import { type ConnectedBus, connectBus, ObjectServer } from '@esp-prov/dbus';
import type { Clock, Log } from '@esp-prov/protocol';
import { Adapter, type AdapterSettings } from './adapter/adapter.ts';
import { AgentManager } from './agent-manager.ts';
import { bluezInterfaces, bluezRoot, standardInterfaces } from './bluez-names.ts';
import type { Daemon } from './daemon.ts';
import type { BluezDelays } from './delays.ts';
import type { Air } from './radio/air.ts';
import type { FaultPlan } from './radio/faults.ts';

/** What outlives one run of bluetoothd. */
export interface BluetoothdWorld {
  readonly address: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays: BluezDelays;
  readonly air: Air;
  readonly faults: FaultPlan;
  readonly fullWrites: boolean;
  /** Adapters that are plugged in, in order. */
  readonly settings: Iterable<AdapterSettings>;
}

/** The virtual bluetoothd while it runs: the owner of `org.bluez`. */
export class Bluetoothd implements Daemon {
  readonly bus: ConnectedBus;
  readonly server: ObjectServer;
  readonly agents: AgentManager;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays: BluezDelays;
  readonly air: Air;
  readonly faults: FaultPlan;
  readonly fullWrites: boolean;
  readonly #adapters = new Map<string, Adapter>();
  readonly #end = new AbortController();
  readonly #tasks = new Set<Promise<void>>();

  private constructor(bus: ConnectedBus, world: BluetoothdWorld) {
    this.bus = bus;
    this.server = new ObjectServer(bus);
    this.agents = new AgentManager(bus);
    this.clock = world.clock;
    this.log = world.log;
    this.delays = world.delays;
    this.air = world.air;
    this.faults = world.faults;
    this.fullWrites = world.fullWrites;
  }

  /** Starts bluetoothd on a bus. @throws DBusError `no-bus`, `name-taken` */
  static async start(
    world: BluetoothdWorld,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Bluetoothd> {
    const bus = await connectBus({ address: world.address, signal: options.signal });
    const daemon = new Bluetoothd(bus, world);
    try {
      await daemon.#open();
      // The name comes first, as clients ignore signals of senders other than org.bluez.
      for (const settings of world.settings) daemon.plug(settings);
      return daemon;
    } catch (error) {
      await daemon.stop();
      throw error;
    }
  }

  get adapters(): Iterable<Adapter> {
    return this.#adapters.values();
  }

  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Returns the adapter with a name such as `hci0`. */
  adapter(name: string): Adapter | undefined {
    return this.#adapters.get(name);
  }

  /** Plugs an adapter in. */
  plug(settings: AdapterSettings): void {
    const adapter = new Adapter(this, settings);
    this.#adapters.set(settings.name, adapter);
    this.air.add(adapter);
  }

  /** Pulls an adapter out. */
  async unplug(name: string): Promise<void> {
    const adapter = this.#adapters.get(name);
    this.#adapters.delete(name);
    if (adapter === undefined) return;
    this.air.remove(adapter);
    await adapter.remove();
  }

  /**
   * Ends like a service that is stopped: programs are notified that their advertisements end, and links are dropped.
   */
  async stop(): Promise<void> {
    if (this.ended.aborted) return;
    for (const adapter of this.adapters) {
      this.air.remove(adapter);
      for (const device of adapter.devices) device.drop();
      adapter.advertising.releaseAll();
    }
    this.#end.abort();
    await this.bus.close();
    await Promise.all(this.#tasks);
    await this.server[Symbol.asyncDispose]();
  }

  background(task: (signal: AbortSignal) => Promise<void>): void {
    if (this.ended.aborted) return;
    const running = task(this.ended).catch((error: unknown) => {
      if (!this.ended.aborted) this.log('error', 'bluetoothd', error instanceof Error ? error.message : String(error));
    });
    this.#tasks.add(running);
    void running.then(() => this.#tasks.delete(running));
  }

  async #open(): Promise<void> {
    const accept = (taken: string) => ({ in: taken, out: '', call: () => undefined });
    this.server.add(bluezRoot, {
      [bluezInterfaces.agentManager]: this.agents.exported(),
      // Profiles of classic Bluetooth, which some clients register without need.
      [bluezInterfaces.profileManager]: {
        methods: { RegisterProfile: accept('osa{sv}'), UnregisterProfile: accept('o') },
      },
    });
    const { bus: busName } = standardInterfaces;
    await this.bus.addMatch(
      { sender: busName, interface: busName, member: 'NameOwnerChanged' },
      ({ body: [name, , owner] }) => {
        if (owner === '' && String(name).startsWith(':')) this.background(() => this.#forget(String(name)));
      },
    );
    await this.bus.requestName('org.bluez');
  }

  async #forget(sender: string): Promise<void> {
    this.agents.forget(sender);
    for (const adapter of this.adapters) await adapter.forget(sender);
  }
}
