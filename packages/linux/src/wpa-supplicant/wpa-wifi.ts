import type { WifiCredentials, WifiDriver } from '@esp-prov/device';
import { type Bytes, foreignText, ProvisioningError } from '@esp-prov/protocol';
import type { Programs } from '../programs/programs.ts';
import type { BoardWifi, Hotspot, HotspotOptions } from '../wifi/board-wifi.ts';
import { pathsOf } from '../wifi/daemon-values.ts';
import { controlledInterface, type WpaContext } from './controlled-interface.ts';
import { KeptNetwork } from './kept-network.ts';
import { OnlineWatch } from './online-watch.ts';
import { openWpaHotspot } from './open-hotspot.ts';
import { readNetworks, removeMarked } from './own-networks.ts';
import { removeHotspotAddress } from './run-ip.ts';
import { hotspotLabel } from './usable-address.ts';
import { isWpaError, wpaError } from './wpa-error.ts';
import { wpaInterfaces, wpaName, wpaRoot, wpaTag } from './wpa-names.ts';
import { WpaStation } from './wpa-station.ts';

/** wpa_supplicant as the Wi-Fi service of a board. */
export class WpaWifi implements BoardWifi {
  readonly service = 'wpa-supplicant';
  /** wpa_supplicant tells none. */
  readonly version = '';
  readonly interfaceName: string;
  readonly mac: Bytes;
  readonly #context: WpaContext;
  readonly #programs: Programs;
  readonly #station: WpaStation;
  readonly #online: OnlineWatch;
  readonly #kept: KeptNetwork;
  readonly #hotspots = new Set<string>();

  constructor(
    context: WpaContext,
    programs: Programs,
    {
      interfaceName,
      mac,
      path,
      state,
    }: {
      readonly interfaceName: string;
      readonly mac: Bytes;
      /** Object of the interface now, and its state. */
      readonly path: string;
      readonly state: string;
    },
  ) {
    this.#context = context;
    this.#programs = programs;
    this.interfaceName = interfaceName;
    this.mac = mac;
    this.#station = new WpaStation(context, interfaceName, () => this.#hotspots.has(interfaceName));
    this.#online = new OnlineWatch(context, { interfaceName, path, state, hotspots: () => this.#hotspots });
    this.#kept = new KeptNetwork(context, interfaceName, this.#station);
    this.#station.watch(({ kind }) => kind === 'got-ip' && this.#online.look());
  }

  get station(): WifiDriver {
    return this.#station;
  }

  isOnline(): boolean {
    return this.#online.isOnline();
  }

  watchOnline(listener: (online: boolean) => void): () => void {
    return this.#online.watch(listener);
  }

  async openHotspot(options: HotspotOptions): Promise<Hotspot> {
    const interfaceName = options.interfaceName ?? this.interfaceName;
    if (this.#hotspots.has(interfaceName)) {
      throw new ProvisioningError('board/hotspot-failed', `${interfaceName} is an access point already`);
    }
    this.#hotspots.add(interfaceName);
    try {
      const hotspot = await openWpaHotspot(this.#context, this.#programs, interfaceName, options);
      return {
        ...hotspot,
        [Symbol.asyncDispose]: async () => {
          try {
            await hotspot[Symbol.asyncDispose]();
          } finally {
            this.#hotspots.delete(interfaceName);
          }
        },
      };
    } catch (error) {
      this.#hotspots.delete(interfaceName);
      throw error;
    }
  }

  async keep(credentials: WifiCredentials): Promise<void> {
    await this.#doing('keep the network', () => this.#kept.keep(credentials));
  }

  async restore(credentials: WifiCredentials): Promise<void> {
    await this.#doing('restore the network', () => this.#kept.restore(credentials));
  }

  async giveUp(): Promise<void> {
    await this.#station.giveUp();
    if (this.#station.connected) return;
    this.#station.leave();
    await this.#station.settled();
    await this.#doing('bring the former connection back', () => this.#kept.giveUp());
  }

  async forget(): Promise<void> {
    this.#station.leave();
    await this.#station.settled();
    this.#station.disown();
    await this.#doing('forget the network', () => this.#kept.forget());
  }

  async cleanUp(): Promise<void> {
    await this.#doing('clean up', () => this.#cleanUp());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kept.close();
    this.#online.close();
    await this.#station.close();
    await this.#context.daemon[Symbol.asyncDispose]();
  }

  /** What wpa_supplicant has of ours on any interface: an end of this program cannot be seen by it. */
  async #cleanUp(): Promise<void> {
    const { daemon, log } = this.#context;
    const main = await this.#radio();
    const all = pathsOf(await daemon.property(wpaRoot, wpaName, 'Interfaces'), 64);
    for (const path of new Set([main, ...all])) {
      const removed = await removeMarked(daemon, path, ['attempt', 'hotspot']).catch((error: unknown) => {
        log('warn', wpaTag, foreignText(String(error)));
        return [];
      });
      if (removed.length === 0) continue;
      log('info', wpaTag, `cleared ${removed.length} networks that a former run has left`);
      await this.#leaveClean(path, path === main);
    }
    // Addresses have their mark, whether or not wpa_supplicant was restarted meanwhile.
    for (const label of Object.keys(this.#context.board.ip4())) {
      const [, name] = /^(.+):esp$/.exec(label) ?? [];
      if (name !== undefined) await removeHotspotAddress(this.#programs, name);
      // Where there is no room for a label the mark is not seen from here.
      else if (hotspotLabel(label) === undefined && !label.includes(':')) await this.#clearAddress(label);
    }
  }

  async #clearAddress(interfaceName: string): Promise<void> {
    await removeHotspotAddress(this.#programs, interfaceName).catch((error: unknown) => {
      this.#context.log('warn', wpaTag, foreignText(String(error)));
    });
  }

  /** An interface that only had our access point was taken by us; on another one, networks of the user come back. */
  async #leaveClean(path: string, isMain: boolean): Promise<void> {
    const { daemon } = this.#context;
    const rest = await readNetworks(daemon, path);
    const file = await daemon.property(path, wpaInterfaces.interface, 'ConfigFile');
    if (isMain || rest.length > 0 || file !== '') {
      await daemon.ask(path, 'Reassociate').catch((error: unknown) => {
        if (!isWpaError(error, 'InterfaceDisabled')) throw error;
      });
      return;
    }
    await daemon.call({ path: wpaRoot, interface: wpaName, member: 'RemoveInterface', signature: 'o', body: [path] });
  }

  async #radio(): Promise<string> {
    const { log } = this.#context;
    return await controlledInterface(this.#context, this.interfaceName, {
      onWaiting: (what) => log('warn', wpaTag, `waiting for ${what}`),
    });
  }

  async #doing(what: string, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      throw wpaError(error, what);
    }
  }
}
