import type { ExportedObject, Variant } from '@esp-prov/dbus';
import { sameSsid } from '../air/access-point.ts';
import type { HeardBss } from './bss-table.ts';
import { NetworkBlock } from './network-block.ts';
import { wpaErrors } from './wpa-error.ts';
import { wpaInterfaces } from './wpa-names.ts';
import type { WpaWorld } from './wpa-world.ts';

/** A network of an interface. */
export interface Network {
  readonly id: number;
  readonly path: string;
  block: NetworkBlock;
  disabled: boolean;
  /** How often a sign-in has failed in a row, and until when it is left out for that. */
  failures: number;
  leftOutUntil: number;
}

/** The networks of an interface: its objects `Networks`. */
export class NetworkTable {
  readonly #world: WpaWorld;
  readonly #interfacePath: string;
  readonly #onSwitch: (network: Network, enabled: boolean) => void;
  readonly #all = new Map<string, Network>();

  constructor(world: WpaWorld, interfacePath: string, onSwitch: (network: Network, enabled: boolean) => void) {
    this.#world = world;
    this.#interfacePath = interfacePath;
    this.#onSwitch = onSwitch;
  }

  get all(): readonly Network[] {
    return [...this.#all.values()];
  }

  /** Those that are not disabled, most important first. */
  get enabled(): readonly Network[] {
    return this.all.filter(({ disabled }) => !disabled).sort((a, b) => b.block.priority - a.block.priority);
  }

  /** Adds a network, which is disabled at first. */
  add(options: Readonly<Record<string, Variant>>): Network {
    // The real one gives a number away again.
    const id = Math.max(-1, ...this.all.map((each) => each.id)) + 1;
    const network: Network = {
      id,
      path: `${this.#interfacePath}/Networks/${id}`,
      block: NetworkBlock.read({}),
      disabled: true,
      failures: 0,
      leftOutUntil: 0,
    };
    this.#all.set(network.path, network);
    this.#world.server.add(network.path, this.#exported(network));
    this.#signal('NetworkAdded', network.path, {});
    try {
      network.block = NetworkBlock.read(options);
    } catch (error) {
      this.remove(network);
      throw error;
    }
    return network;
  }

  /** Adds a network as it stood in a file. */
  load(block: NetworkBlock, disabled: boolean): void {
    Object.assign(this.add({}), { block, disabled });
  }

  /** Returns the network of a path. @throws DBusError as the real one refuses it */
  get(path: unknown): Network {
    if (!String(path).startsWith(`${this.#interfacePath}/Networks/`)) throw wpaErrors.invalidArgs();
    const network = this.#all.get(String(path));
    if (network === undefined) throw wpaErrors.networkUnknown();
    return network;
  }

  has(network: Network): boolean {
    return this.#all.has(network.path);
  }

  remove(network: Network): void {
    if (!this.#all.delete(network.path)) return;
    this.#world.server.remove(network.path);
    this.#signal('NetworkRemoved', network.path);
  }

  /** Enables or disables a network, which also lifts that it was left out. */
  setDisabled(network: Network, disabled: boolean): void {
    if (network.disabled === disabled) return;
    network.disabled = disabled;
    if (!disabled) this.pardon(network);
    this.#world.server.changed(network.path, wpaInterfaces.network, 'Enabled');
  }

  /** Lets a network be tried again. */
  pardon(network: Network): void {
    Object.assign(network, { failures: 0, leftOutUntil: 0 });
  }

  /** Leaves a network out for a while, as its key seems wrong. wpa_supplicant: wpas_auth_failed */
  leaveOut(network: Network): void {
    network.failures += 1;
    const seconds = [10, 20, 30, 60, 60, 90][network.failures - 1] ?? 120;
    network.leftOutUntil = this.#world.clock.now() + seconds * 1000;
  }

  isLeftOut(network: Network): boolean {
    return network.leftOutUntil > this.#world.clock.now();
  }

  /** Returns the most important network that fits something heard, and that access point. */
  pick(heard: readonly HeardBss[]): { readonly network: Network; readonly bss: HeardBss } | undefined {
    for (const network of this.enabled) {
      if (this.isLeftOut(network) || network.block.mode !== 0) continue;
      const bss = heard.find(
        ({ accessPoint }) =>
          sameSsid(accessPoint.ssid, network.block.ssid) &&
          (network.block.bssid ?? accessPoint.bssid) === accessPoint.bssid &&
          network.block.allows(accessPoint.frequency) &&
          network.block.attemptAt(accessPoint) !== undefined,
      );
      if (bss) return { network, bss };
    }
    return undefined;
  }

  #signal(member: string, ...body: unknown[]): void {
    if (!this.#world.server.has(this.#interfacePath)) return;
    this.#world.server.signal(this.#interfacePath, wpaInterfaces.interface, member, ...body);
  }

  #exported(network: Network): ExportedObject {
    return {
      [wpaInterfaces.network]: {
        properties: {
          Properties: {
            signature: 'a{sv}',
            get: () => network.block.properties,
            set: (value) => {
              network.block = NetworkBlock.read(value as Record<string, Variant>, network.block);
            },
          },
          Enabled: {
            signature: 'b',
            get: () => !network.disabled,
            set: (value) => this.#onSwitch(network, value === true),
          },
        },
      },
    };
  }
}
