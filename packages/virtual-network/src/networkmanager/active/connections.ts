import type { WifiDevice } from '../device/wifi-device.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { activeStates, connectivity, managerStates, reasons } from '../nm-enums.ts';
import { nmInterfaces, nmPath } from '../nm-names.ts';
import type { Profile } from '../settings/profile.ts';
import { property, settingNames, textOf } from '../settings/profile-settings.ts';
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
    const before = this.primary;
    const primary = this.all.find((each) => each.state === activeStates.activated && leadsOut(each));
    this.primary = primary;
    if (before !== primary) {
      before?.setDefault(false);
      primary?.setDefault(true);
      this.#announce('PrimaryConnection', 'PrimaryConnectionType', 'Metered');
    }
    const activating = this.all.find((each) => each.state === activeStates.activating);
    if (activating !== this.activating) {
      this.activating = activating;
      this.#announce('ActivatingConnection');
    }
    const reached = primary
      ? connectivity.full
      : this.#has(activeStates.activated)
        ? connectivity.limited
        : connectivity.none;
    if (reached !== this.connectivity) {
      this.connectivity = reached;
      this.#announce('Connectivity');
    }
    const state = this.#worked();
    if (state === this.state) return;
    this.state = state;
    this.#announce('State');
    this.#daemon.server.signal(nmPath, nmInterfaces.manager, 'StateChanged', state);
  }

  #worked(): number {
    if (this.primary !== undefined) return managerStates.global;
    if (this.#has(activeStates.activating)) return managerStates.connecting;
    if (this.#has(activeStates.activated)) return managerStates.local;
    return this.#has(activeStates.deactivating) ? managerStates.disconnecting : managerStates.disconnected;
  }

  #has(state: number): boolean {
    return this.all.some((each) => each.state === state && each.profile.type !== 'loopback');
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

/** Whether a connection has a way out of its own network. */
function leadsOut({ device, profile }: ActiveConnection): boolean {
  const never = property(profile.settings, settingNames.ip4, 'never-default', 'b') === true;
  const isHotspot = textOf(profile.settings, settingNames.wireless, 'mode') === 'ap';
  return device.gateway !== '' && !never && !isHotspot;
}
