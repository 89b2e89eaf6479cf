import type { NetworkManagerd } from '../networkmanagerd.ts';
import { nmInterfaces } from '../nm-names.ts';
import { dhcp4Interface, type Ip4, ip4Interface, ip6Interface, noIp4 } from './ip-config.ts';

/** The objects that tell the addresses of a device, which are new ones with every connection. */
export class IpObjects {
  readonly #daemon: NetworkManagerd;
  readonly #announce: () => void;
  #ip4: Ip4 = noIp4;
  ip4Path = '/';
  dhcp4Path = '/';
  ip6Path = '/';

  constructor(daemon: NetworkManagerd, announce: () => void) {
    this.#daemon = daemon;
    this.#announce = announce;
  }

  get ip4(): Ip4 {
    return this.#ip4;
  }

  /** Opens the objects, which have no addresses yet. */
  open(): void {
    const { server } = this.#daemon;
    this.ip4Path = this.#daemon.nextPath('IP4Config');
    this.ip6Path = this.#daemon.nextPath('IP6Config');
    server.add(this.ip4Path, { [nmInterfaces.ip4Config]: ip4Interface(() => this.#ip4) });
    server.add(this.ip6Path, { [nmInterfaces.ip6Config]: ip6Interface() });
    this.#announce();
  }

  /** Takes in the addresses. */
  set(ip4: Ip4): void {
    this.#ip4 = ip4;
    const names = ['Addresses', 'AddressData', 'Gateway', 'RouteData', 'Nameservers', 'NameserverData'];
    this.#daemon.server.changed(this.ip4Path, nmInterfaces.ip4Config, ...names);
    if (ip4.lease === undefined || this.dhcp4Path !== '/') return;
    this.dhcp4Path = this.#daemon.nextPath('DHCP4Config');
    this.#daemon.server.add(this.dhcp4Path, { [nmInterfaces.dhcp4Config]: dhcp4Interface(() => this.#ip4) });
    this.#announce();
  }

  /** Takes the objects off the bus. */
  clear(): void {
    const paths = [this.ip4Path, this.dhcp4Path, this.ip6Path].filter((path) => path !== '/');
    this.#ip4 = noIp4;
    this.ip4Path = '/';
    this.dhcp4Path = '/';
    this.ip6Path = '/';
    if (paths.length === 0) return;
    this.#announce();
    for (const path of paths) this.#daemon.server.remove(path);
  }
}
