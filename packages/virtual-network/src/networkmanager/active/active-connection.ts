import type { NetworkManagerd } from '../networkmanagerd.ts';
import { activationFlags, activeReasons, activeStates } from '../nm-enums.ts';
import { nmInterfaces } from '../nm-names.ts';
import type { Profile } from '../settings/profile.ts';
import { activeInterface } from './active-interface.ts';

/** What a connection is made on. */
export interface ActiveDevice {
  readonly path: string;
  readonly ip4Path: string;
  readonly ip6Path: string;
  readonly dhcp4Path: string;
  /** Empty where there is none. */
  readonly gateway: string;
  /** Ends the connection, for that reason. */
  deactivate(active: ActiveConnection, reason: number): void;
  announce(...names: string[]): void;
}

/** A connection that is being made, is there, or ends: `org.freedesktop.NetworkManager.Connection.Active`. */
export class ActiveConnection {
  readonly path: string;
  readonly profile: Profile;
  readonly device: ActiveDevice;
  /** Unique bus name of the program with which it ends; undefined: it ends with none. */
  readonly boundTo: string | undefined;
  readonly #daemon: NetworkManagerd;
  #state: number = activeStates.activating;
  #flags = 0;
  #default = false;
  #told = false;
  specificObject: string;
  /** Whether a program has asked for it, rather than it began by itself. */
  readonly requested: boolean;

  constructor(
    daemon: NetworkManagerd,
    options: {
      readonly profile: Profile;
      readonly device: ActiveDevice;
      readonly specificObject: string;
      readonly boundTo?: string | undefined;
      readonly requested: boolean;
    },
  ) {
    this.#daemon = daemon;
    this.profile = options.profile;
    this.device = options.device;
    this.specificObject = options.specificObject;
    this.boundTo = options.boundTo;
    this.requested = options.requested;
    if (!options.requested) this.#flags = activationFlags.boundToProfile;
    this.path = daemon.nextPath('ActiveConnection');
    daemon.server.add(this.path, { [nmInterfaces.active]: activeInterface(this) });
  }

  get state(): number {
    return this.#state;
  }

  /** Whether it has begun, as far as the device says. */
  get told(): boolean {
    return this.#told;
  }

  get flags(): number {
    return this.#flags;
  }

  /** Whether the way into the internet is this one. */
  get isDefault(): boolean {
    return this.#default;
  }

  /** Whether programs can see it. */
  get onBus(): boolean {
    return this.#daemon.server.has(this.path);
  }

  get ended(): boolean {
    return this.#state === activeStates.deactivated;
  }

  /** Paths of its configuration, which is told only once it is there. */
  get configured(): boolean {
    return this.#state === activeStates.activated || this.#state === activeStates.deactivating;
  }

  /** Sets the state; nothing follows the end. */
  setState(state: number, reason: number = activeReasons.unknown): void {
    if ((this.#state === state && this.#told) || this.ended) return;
    const before = this.#state;
    this.#told = true;
    this.#state = state;
    this.#daemon.server.signal(this.path, nmInterfaces.active, 'StateChanged', state, reason);
    this.announce('State');
    if (state === activeStates.activated || before === activeStates.activated) {
      this.profile.note('connected');
      for (const name of ['Ip4Config', 'Dhcp4Config', 'Ip6Config', 'Dhcp6Config']) this.announce(name);
    }
    this.#daemon.connections.update();
    if (state === activeStates.deactivated) this.announce('Devices');
  }

  /** Notes what it has reached. */
  reach(...steps: (keyof typeof activationFlags)[]): void {
    for (const step of steps) this.#flags |= activationFlags[step];
    this.announce('StateFlags');
  }

  setSpecificObject(path: string): void {
    if (path === this.specificObject) return;
    this.specificObject = path;
    this.announce('SpecificObject');
  }

  setDefault(isDefault: boolean): void {
    if (isDefault === this.#default) return;
    this.#default = isDefault;
    this.announce('Default');
    this.#daemon.connections.update();
  }

  announce(...names: string[]): void {
    this.#daemon.server.changed(this.path, nmInterfaces.active, ...names);
  }

  /** Takes it off the bus. */
  remove(): void {
    this.#daemon.server.remove(this.path);
  }
}
