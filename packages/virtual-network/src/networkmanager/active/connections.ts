import type { WifiDevice } from '../device/wifi-device.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { activationFlags, activeStates, connectivity, managerStates, reasons } from '../nm-enums.ts';
import { nmInterfaces, nmPath } from '../nm-names.ts';
import type { Profile } from '../settings/profile.ts';
import { ActiveConnection } from './active-connection.ts';

/** What a connection is begun with. */
export interface Beginning {
  readonly profile: Profile;
  readonly device: WifiDevice;
  readonly specificObject: string;
  readonly boundTo?: string | undefined;
  readonly requested: boolean;
}

/** All connections, and what follows from them for the whole. */
export class Connections {
  readonly #daemon: NetworkManagerd;
  readonly #all = new Set<ActiveConnection>();
  state: number = managerStates.disconnected;
  connectivity: number = connectivity.none;
  primary: ActiveConnection | undefined;
  activating: ActiveConnection | undefined;

  constructor(daemon: NetworkManagerd) {
    this.#daemon = daemon;
  }

  /** Those on the bus. */
  get all(): readonly ActiveConnection[] {
    return [...this.#all];
  }

  /** Begins a connection; one of the same profile ends first. */
  begin(beginning: Beginning): ActiveConnection {
    const { profile, device } = beginning;
    for (const other of this.all) {
      if (other.profile === profile && other.state <= activeStates.activated) {
        other.device.deactivate(other, reasons.newActivation);
      }
    }
    const active = new ActiveConnection(this.#daemon, beginning);
    this.#all.add(active);
    this.#announce('ActiveConnections');
    device.activate(active);
    this.update();
    return active;
  }

  /** Adds a connection that nothing has to be done for. */
  adopt(active: ActiveConnection): void {
    this.#all.add(active);
  }

  /** Ends what depends on a profile that is gone. */
  profileGone(profile: Profile): void {
    for (const each of this.all) {
      if (each.profile === profile && !each.ended) each.device.deactivate(each, reasons.connectionRemoved);
    }
  }

  /** Ends what was not to outlive a program that has left the bus. */
  forget(sender: string): void {
    for (const each of this.all) {
      if (each.boundTo === sender && each.state <= activeStates.activated) {
        each.device.deactivate(each, reasons.connectionRemoved);
      }
    }
  }

  /** Clears away what has ended, soon, and works out the state of the whole. */
  update(): void {
    if (this.all.some((each) => each.ended)) this.#daemon.later(0, () => this.#clear());
    const online = this.all.some((each) => each.isDefault && each.state === activeStates.activated);
    // That there is an internet beyond is found out a little later.
    if (online && this.connectivity !== connectivity.full) {
      this.#daemon.later(this.#daemon.delays.stepMs, () => this.#connectivityKnown());
    }
    const limited = this.all.some((each) => each.state === activeStates.activated);
    const otherwise = limited ? connectivity.limited : connectivity.none;
    if (!online && this.connectivity !== otherwise) this.#setConnectivity(otherwise);
    this.#updateState();
    const primary = this.all.find((each) => each.isDefault && !each.ended);
    if (primary !== this.primary) {
      this.primary = primary;
      for (const name of ['PrimaryConnection', 'PrimaryConnectionType', 'Metered']) this.#announce(name);
    }
    const activating = this.all.find((each) => this.#countsAsActivating(each));
    if (activating !== this.activating) {
      this.activating = activating;
      this.#announce('ActivatingConnection');
    }
  }

  /** What has no way out counts as activating as long as it lasts, unless something else has one. */
  #countsAsActivating({ told, state, flags }: ActiveConnection): boolean {
    if (!told) return false;
    if (state === activeStates.activated) return this.primary === undefined;
    return state === activeStates.activating && (flags & activationFlags.ip4) === 0;
  }

  #connectivityKnown(): void {
    if (!this.all.some((each) => each.isDefault && each.state === activeStates.activated)) return;
    if (this.connectivity === connectivity.full) return;
    this.connectivity = connectivity.full;
    this.#updateState();
    this.#announce('Connectivity');
  }

  #setConnectivity(reached: number): void {
    this.connectivity = reached;
    this.#announce('Connectivity');
  }

  #updateState(): void {
    const state = this.#worked();
    if (state === this.state) return;
    this.state = state;
    this.#announce('State');
    this.#daemon.server.signal(nmPath, nmInterfaces.manager, 'StateChanged', state);
  }

  #worked(): number {
    const active = this.all.filter((each) => each.state === activeStates.activated);
    if (active.some((each) => each.isDefault)) {
      return this.connectivity === connectivity.full ? managerStates.global : managerStates.site;
    }
    if (this.all.some((each) => each.told && each.state === activeStates.activating)) return managerStates.connecting;
    if (active.length > 0) return managerStates.local;
    const ending = this.all.some((each) => each.state === activeStates.deactivating);
    return ending ? managerStates.disconnecting : managerStates.disconnected;
  }

  #clear(): void {
    const ended = this.all.filter((each) => each.ended);
    if (ended.length === 0) return;
    for (const each of ended) {
      this.#all.delete(each);
      each.remove();
      each.device.announce('ActiveConnection');
    }
    this.#announce('ActiveConnections');
    for (const { profile } of ended) {
      const used = this.all.some((each) => each.profile === profile && !each.ended);
      if (profile.volatile && !used) this.#daemon.settings.delete(profile);
    }
  }

  #announce(...names: string[]): void {
    this.#daemon.server.changed(nmPath, nmInterfaces.manager, ...names);
  }
}
