import { type ConnectedBus, connectBus, ObjectServer } from '@esp-prov/dbus';
import type { Clock, Log } from '@esp-prov/protocol';
import type { Air, AirEvent } from '../air/air.ts';
import type { Radio } from '../air/radio.ts';
import { Connections } from './active/connections.ts';
import { Agents } from './agents.ts';
import type { NetworkManagerDelays } from './delays.ts';
import { OtherDevice } from './device/other-device.ts';
import { WifiDevice } from './device/wifi-device.ts';
import { managerInterface } from './manager/manager-interface.ts';
import { type NumberedKind, nmInterfaces, nmName, nmPath, nmRoot } from './nm-names.ts';
import type { Permissions } from './permissions.ts';
import { Policy } from './policy.ts';
import type { Disk } from './settings/disk.ts';
import { property, settingNames, ssidOf } from './settings/profile-settings.ts';
import { Settings } from './settings/settings.ts';

/** What outlives one run of the daemon. */
export interface NetworkManagerWorld {
  readonly address: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays: NetworkManagerDelays;
  readonly air: Air;
  readonly disk: Disk;
  readonly permissions: Permissions;
  readonly version: string;
  readonly netplan: boolean;
  /** Whether the radio is blocked from outside. */
  blocked: boolean;
  /** Ethernet interfaces, which are connected. */
  readonly ethernet: readonly string[];
  /** Whether the radio is wanted, which is kept on disk. */
  wireless: boolean;
}

/** As many hidden networks are asked for by name at once as NetworkManager does. */
const mostHidden = 5;

/** The virtual NetworkManager while it runs: the owner of `org.freedesktop.NetworkManager`. */
export class NetworkManagerd {
  readonly bus: ConnectedBus;
  readonly server: ObjectServer;
  readonly settings: Settings;
  readonly agents: Agents;
  readonly policy: Policy;
  readonly connections: Connections;
  readonly world: NetworkManagerWorld;
  readonly #devices = new Map<string, WifiDevice>();
  readonly #others: OtherDevice[] = [];
  readonly #numbers = new Map<NumberedKind, number>();
  readonly #end = new AbortController();
  readonly #tasks = new Set<Promise<void>>();
  #stopListening: () => void = () => undefined;
  startingUp = true;

  private constructor(bus: ConnectedBus, world: NetworkManagerWorld) {
    this.bus = bus;
    this.world = world;
    this.server = new ObjectServer(bus, { root: nmRoot, listsStandardInterfaces: false });
    this.settings = new Settings(this, world.disk);
    this.agents = new Agents(bus);
    this.policy = new Policy(this);
    this.connections = new Connections(this);
  }

  /** Starts the daemon on a bus. @throws DBusError `no-bus`, `name-taken` */
  static async start(
    world: NetworkManagerWorld,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<NetworkManagerd> {
    const bus = await connectBus({ address: world.address, signal: options.signal });
    const daemon = new NetworkManagerd(bus, world);
    try {
      await daemon.#open();
      return daemon;
    } catch (error) {
      await daemon.kill();
      throw error;
    }
  }

  get clock(): Clock {
    return this.world.clock;
  }

  get delays(): NetworkManagerDelays {
    return this.world.delays;
  }

  get air(): Air {
    return this.world.air;
  }

  get permissions(): Permissions {
    return this.world.permissions;
  }

  /** Whether the radio is on: wanted, and not blocked. */
  get radioOn(): boolean {
    return this.world.wireless && !this.world.blocked;
  }

  /** Whether a wrong SAE password is asked for again, as a wrong passphrase of WPA2 is. */
  get asksAgainForSae(): boolean {
    return this.versionAtLeast(1, 58);
  }

  /** Aborted when the daemon ends. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  get devices(): readonly WifiDevice[] {
    return [...this.#devices.values()];
  }

  /** Paths of all devices, the others included, in the order of their numbers. */
  get devicePaths(): readonly string[] {
    const numberOf = (path: string) => Number(path.split('/').at(-1));
    return [...this.devices, ...this.#others]
      .map(({ path }) => path)
      .sort((one, other) => numberOf(one) - numberOf(other));
  }

  /** Returns the path of the device of an interface. */
  devicePathOf(name: string): string | undefined {
    return [...this.devices, ...this.#others].find((device) => device.name === name)?.path;
  }

  device(name: string): WifiDevice | undefined {
    return this.#devices.get(name);
  }

  deviceByPath(path: string): WifiDevice | undefined {
    return this.devices.find((device) => device.path === path);
  }

  versionAtLeast(major: number, minor: number): boolean {
    const [ownMajor = 0, ownMinor = 0] = this.world.version.split('.').map((part) => Number.parseInt(part, 10) || 0);
    return ownMajor > major || (ownMajor === major && ownMinor >= minor);
  }

  /** Returns the path of the next object of a kind; none is used twice. */
  nextPath(kind: NumberedKind): string {
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.set(kind, number);
    return `${nmPath}/${kind}/${number}`;
  }

  /** Time of day in seconds, for what is stored. */
  unixTime(): number {
    return 1_700_000_000 + this.clock.now() / 1000;
  }

  /** Names of hidden networks that profiles are for, the last used first. */
  hiddenNames(): readonly Uint8Array[] {
    return this.settings.profiles
      .filter(({ settings }) => property(settings, settingNames.wireless, 'hidden', 'b') === true)
      .sort((one, other) => (other.timestamp ?? 0) - (one.timestamp ?? 0))
      .flatMap(({ settings }) => ssidOf(settings) ?? [])
      .slice(0, mostHidden);
  }

  /** Switches the radio on or off, as a program wants it. */
  setWirelessEnabled(enabled: boolean): void {
    this.world.wireless = enabled;
    this.radioChanged();
  }

  /** Takes in that the radio was switched or blocked. */
  radioChanged(): void {
    this.server.changed(nmPath, nmInterfaces.manager, 'WirelessEnabled', 'WirelessHardwareEnabled');
    for (const device of this.devices) {
      if (this.radioOn) device.becomeAvailable();
      else device.becomeUnavailable();
    }
  }

  /** Runs `task` after a while, unless the daemon ends before or the returned function is called. */
  later(ms: number, task: () => void): () => void {
    const cancelled = new AbortController();
    this.background(async () => {
      const signal = AbortSignal.any([this.ended, cancelled.signal]);
      try {
        await this.clock.sleep(ms, { signal });
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
      if (!signal.aborted) task();
    });
    return () => cancelled.abort();
  }

  /** Does something on the side until the daemon ends; what goes wrong with it is logged. */
  background(task: () => Promise<void>): void {
    if (this.ended.aborted) return;
    const running = task().catch((error: unknown) => {
      if (this.ended.aborted) return;
      this.world.log('error', 'networkmanager', error instanceof Error ? error.message : String(error));
    });
    this.#tasks.add(running);
    void running.then(() => this.#tasks.delete(running));
  }

  /** Ends like a service that is stopped: its connections end with it. */
  async stop(): Promise<void> {
    await this.kill();
    for (const radio of this.air.radios) {
      radio.connection = undefined;
      radio.hotspot = undefined;
    }
  }

  /** Ends like a process that is killed: what the radio does goes on. */
  async kill(): Promise<void> {
    if (this.ended.aborted) return;
    this.#stopListening();
    this.#end.abort();
    await this.bus.close();
    await Promise.all(this.#tasks);
    await this.server[Symbol.asyncDispose]();
  }

  async #open(): Promise<void> {
    await this.bus.requestName(nmName);
    this.settings.open();
    this.server.add(nmPath, { [nmInterfaces.manager]: managerInterface(this) });
    this.server.add(`${nmPath}/AgentManager`, { [nmInterfaces.agentManager]: this.agents.exported() });
    this.server.add(`${nmPath}/DnsManager`, {
      [nmInterfaces.dnsManager]: {
        properties: {
          Mode: { signature: 's', get: () => 'default' },
          RcManager: { signature: 's', get: () => 'symlink' },
          Configuration: { signature: 'aa{sv}', get: () => [] },
        },
      },
    });
    const bus = 'org.freedesktop.DBus';
    await this.bus.addMatch(
      { sender: bus, interface: bus, member: 'NameOwnerChanged' },
      ({ body: [name, , owner] }) => {
        if (owner !== '' || !String(name).startsWith(':')) return;
        this.agents.forget(String(name));
        this.connections.forget(String(name));
      },
    );
    this.#others.push(new OtherDevice(this, 'lo', 'loopback'));
    for (const name of this.world.ethernet) {
      const device = new OtherDevice(this, name, 'ethernet');
      this.#others.push(device);
      device.connect();
    }
    for (const radio of this.air.radios) this.#plug(radio);
    this.#stopListening = this.air.listen((event) => this.#heard(event));
    this.startingUp = false;
    this.server.changed(nmPath, nmInterfaces.manager, 'Startup');
  }

  #heard(event: AirEvent): void {
    if (event.kind === 'plugged') this.#plug(event.radio);
    if (event.kind === 'unplugged') this.#unplug(event.radio);
  }

  #plug(radio: Radio): void {
    // Nobody else may use it from now on.
    radio.connection = undefined;
    radio.hotspot = undefined;
    const device = new WifiDevice(this, radio);
    this.#devices.set(radio.name, device);
    this.#devicesChanged('DeviceAdded', device.path);
    device.manage();
    // The supplicant has another device for each radio.
    const peer = new OtherDevice(this, `p2p-dev-${radio.name}`, 'p2p');
    this.#others.push(peer);
    this.#devicesChanged('DeviceAdded', peer.path);
  }

  #unplug(radio: Radio): void {
    const device = this.#devices.get(radio.name);
    if (device === undefined) return;
    this.#devices.delete(radio.name);
    device.remove();
    this.#devicesChanged('DeviceRemoved', device.path);
    const index = this.#others.findIndex(({ name }) => name === `p2p-dev-${radio.name}`);
    const [peer] = index < 0 ? [] : this.#others.splice(index, 1);
    if (peer === undefined) return;
    peer.remove();
    this.#devicesChanged('DeviceRemoved', peer.path);
  }

  #devicesChanged(signal: 'DeviceAdded' | 'DeviceRemoved', path: string): void {
    this.server.changed(nmPath, nmInterfaces.manager, 'Devices', 'AllDevices');
    this.server.signal(nmPath, nmInterfaces.manager, signal, path);
  }
}
