import type { NetworkManagerd } from '../networkmanagerd.ts';
import { nmInterfaces } from '../nm-names.ts';
import { dhcp4Interface, type Ip4, ip4Interface, ip6Interface, noIp4 } from './ip-config.ts';

const ip4Names = ['Addresses', 'AddressData', 'Gateway', 'Routes', 'RouteData', 'Nameservers', 'NameserverData'];

/** The objects that tell the addresses of a device. Two last as long as it; that of DHCP is there during a lease. */
export class IpObjects {
  readonly #daemon: NetworkManagerd;
  readonly #announce: () => void;
  readonly ip4Path: string;
  readonly ip6Path: string;
  #ip4: Ip4 = noIp4;
  dhcp4Path = '/';

  /** `announce` announces the paths. */
  constructor(daemon: NetworkManagerd, announce: () => void) {
    this.#daemon = daemon;
    this.#announce = announce;
    this.ip4Path = daemon.nextPath('IP4Config');
    this.ip6Path = daemon.nextPath('IP6Config');
    daemon.server.add(this.ip4Path, { [nmInterfaces.ip4Config]: ip4Interface(() => this.#ip4) });
    daemon.server.add(this.ip6Path, { [nmInterfaces.ip6Config]: ip6Interface(() => this.#ip4.addresses.length > 0) });
  }

  get ip4(): Ip4 {
    return this.#ip4;
  }

  /** Begins to look for a lease, which has no contents yet. */
  openLease(): void {
    this.dhcp4Path = this.#daemon.nextPath('DHCP4Config');
    this.#daemon.server.add(this.dhcp4Path, { [nmInterfaces.dhcp4Config]: dhcp4Interface(() => this.#ip4) });
    this.#announce();
  }

  /** Takes in the addresses. */
  set(ip4: Ip4): void {
    this.#ip4 = ip4;
    this.#daemon.server.changed(this.dhcp4Path, nmInterfaces.dhcp4Config, 'Options');
    this.#daemon.server.changed(this.ip4Path, nmInterfaces.ip4Config, ...ip4Names);
  }

  /** Ends the lease, and forgets the addresses soon after. */
  clear(): void {
    const path = this.dhcp4Path;
    this.dhcp4Path = '/';
    if (path !== '/') this.#announce();
    const held = this.#ip4;
    this.#daemon.later(0, () => {
      this.#daemon.server.remove(path);
      // Others may have come meanwhile.
      if (held.addresses.length > 0 && this.#ip4 === held) this.set(noIp4);
    });
  }

  /** Takes all objects off the bus. */
  remove(): void {
    for (const path of [this.dhcp4Path, this.ip4Path, this.ip6Path]) this.#daemon.server.remove(path);
  }
}
