import type { Radio } from '../air/radio.ts';
import { Timers } from './timers.ts';
import type { WpaLand } from './wpa-world.ts';

/** How often the DHCP client looks whether its interface is connected, in ms. */
const lookMs = 50;

interface SetAddress {
  readonly interfaceName: string;
  /** With the length of its prefix. */
  readonly address: string;
  readonly label: string;
}

/** IPv4 addresses of the virtual board: those of its DHCP client, and those that programs set. */
export class BoardAddresses {
  readonly #land: WpaLand;
  readonly #timers: Timers;
  readonly #leases = new Map<string, { readonly bssid: string; address?: string }>();
  #set: readonly SetAddress[] = [];

  constructor(land: WpaLand, dhcpClient: boolean) {
    this.#land = land;
    this.#timers = new Timers(land.clock);
    if (dhcpClient) this.#look();
  }

  /** Addresses by interface or label, without their prefix. */
  get all(): Readonly<Record<string, readonly string[]>> {
    const all: Record<string, string[]> = {};
    for (const [name, { address }] of this.#leases) if (address !== undefined) all[name] = [address];
    for (const { label, address } of this.#set) {
      all[label] = [...(all[label] ?? []), address.slice(0, address.indexOf('/'))];
    }
    return all;
  }

  /** Returns what programs have set on an interface. */
  setOn(interfaceName: string): readonly string[] {
    return this.#set.filter((each) => each.interfaceName === interfaceName).map(({ address }) => address);
  }

  set(interfaceName: string, address: string, label: string): void {
    this.#set = [...this.#set, { interfaceName, address, label }];
  }

  remove(label: string): void {
    this.#set = this.#set.filter((each) => each.label !== label);
  }

  close(): void {
    this.#timers.cancelAll();
  }

  #look(): void {
    for (const radio of this.#land.air.radios) this.#lookAt(radio);
    for (const name of this.#leases.keys()) if (!this.#land.air.radio(name)) this.#leases.delete(name);
    this.#timers.after('look', lookMs, () => this.#look());
  }

  #lookAt({ name, connection, mac }: Radio): void {
    const lease = this.#leases.get(name);
    if (lease?.bssid === connection?.bssid) return;
    this.#leases.delete(name);
    this.#timers.cancel(name);
    if (connection === undefined) return;
    const begun: { readonly bssid: string; address?: string } = { bssid: connection.bssid };
    this.#leases.set(name, begun);
    if (!connection.dhcp) return;
    const last = Number.parseInt(mac.slice(-2), 16);
    const network = Number.parseInt(connection.bssid.slice(-2), 16);
    this.#timers.after(name, this.#land.delays.dhcpMs, () => {
      begun.address = `10.77.${network}.${10 + (last % 200)}`;
    });
  }
}
