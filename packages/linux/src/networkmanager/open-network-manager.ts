import type { WifiCredentials } from '@esp-prov/device';
import { type Bytes, equalConstantTime, ProvisioningError } from '@esp-prov/protocol';
import type { BoardWifi, Hotspot, HotspotOptions } from '../wifi/board-wifi.ts';
import { bytesOf, textOf } from '../wifi/daemon-values.ts';
import { isRefusal, joinSecurity } from '../wifi/join-security.ts';
import type { WifiServiceOptions } from '../wifi/wifi-service-options.ts';
import { type AccessPoint, readAccessPoints } from './access-points.ts';
import { activate, activeOfDevice } from './active-connection.ts';
import type { JoinContext } from './join-network.ts';
import { NmDaemon } from './nm-daemon.ts';
import { nmError } from './nm-error.ts';
import { openNmHotspot } from './nm-hotspot.ts';
import { nmInterfaces, nmPaths } from './nm-names.ts';
import { NmStation } from './nm-station.ts';
import { OnlineWatch } from './online-watch.ts';
import { explainFailure, permissions } from './permissions.ts';
import { newUuid } from './profile-mark.ts';
import { joinSettings, type ProfileSettings } from './profile-settings.ts';
import {
  addProfile,
  deleteProfile,
  findProfile,
  isOnDisk,
  type OurProfile,
  ourProfiles,
  saveProfile,
} from './profiles.ts';
import { lookForRadio, waitForRadio } from './radio.ts';

/**
 * Opens the radio that NetworkManager manages. Waits for NetworkManager and for the radio, as long as it takes.
 *
 * @throws ProvisioningError `board/not-permitted`, `board/no-service` when there is no bus, or the reason of the signal
 */
export async function openNetworkManager(options: WifiServiceOptions): Promise<BoardWifi> {
  const { bus, clock, random, log, interfaceName, signal, onWaiting } = options;
  let daemon: NmDaemon | undefined;
  try {
    daemon = await NmDaemon.open(bus, clock);
    const radio = await waitForRadio(daemon, interfaceName, { signal, onWaiting });
    const version = textOf(await daemon.property(nmPaths.manager, nmInterfaces.manager, 'Version', signal));
    const board = new NmBoardWifi({ daemon, clock, random, log, version }, radio.interfaceName, radio.mac);
    await board.online.look();
    return board;
  } catch (error) {
    await daemon?.[Symbol.asyncDispose]();
    throw nmError(error, 'reach NetworkManager');
  }
}

class NmBoardWifi implements BoardWifi {
  readonly service = 'networkmanager';
  readonly version: string;
  readonly interfaceName: string;
  readonly mac: Bytes;
  readonly station: NmStation;
  readonly online: OnlineWatch;
  readonly #context: JoinContext;

  constructor(context: JoinContext, interfaceName: string, mac: Bytes) {
    this.#context = context;
    this.version = context.version;
    this.interfaceName = interfaceName;
    this.mac = mac;
    this.station = new NmStation(context, interfaceName);
    this.online = new OnlineWatch(context.daemon, context.log);
  }

  isOnline(): boolean {
    return this.online.online;
  }

  watchOnline(listener: (online: boolean) => void): () => void {
    return this.online.watch(listener);
  }

  async openHotspot(options: HotspotOptions): Promise<Hotspot> {
    return await openNmHotspot(this.#context, options.interfaceName ?? this.interfaceName, options);
  }

  async keep(credentials: WifiCredentials): Promise<void> {
    await this.#doing('keep the network', permissions.keep, async () => {
      const { joined } = this.station;
      const isJoined = joined !== undefined && equalConstantTime(joined.network.ssid, credentials.ssid);
      const uuid = isJoined ? joined.uuid : newUuid(this.#context.random);
      const settings = await this.#keptSettings(credentials, uuid);
      const { daemon } = this.#context;
      const there = isJoined ? await findProfile(daemon, uuid) : undefined;
      if (there !== undefined) await saveProfile(daemon, there, settings);
      const path = there ?? (await addProfile(daemon, settings));
      // Where another program stands between NetworkManager and the disk, the profile may not have got there.
      if (path === undefined || !(await isOnDisk(daemon, path))) {
        throw new ProvisioningError('board/refused', 'NetworkManager did not put the network on the disk');
      }
      if (isJoined) this.station.noteKept();
      else this.station.adopt(uuid, credentials.ssid);
      await this.#deleteOurs((profile) => profile.uuid !== uuid && !profile.isHotspot);
    });
  }

  async restore(credentials: WifiCredentials): Promise<void> {
    await this.#doing('restore the network', permissions.join, async () => {
      const { daemon, random } = this.#context;
      const kept = (await ourProfiles(daemon)).find((each) => each.kept && isFor(each, credentials));
      const uuid = kept?.uuid ?? newUuid(random);
      const path = kept?.path ?? (await addProfile(daemon, await this.#keptSettings(credentials, uuid)));
      this.station.adopt(uuid, credentials.ssid);
      const sight = await lookForRadio(daemon, this.interfaceName);
      // Where the radio is not there yet, NetworkManager joins by itself as soon as it is.
      if (sight.kind !== 'ready' || path === undefined) return;
      const active = await activeOfDevice(daemon, sight.radio.path);
      // The user may have chosen another network meanwhile. When that ends, NetworkManager joins ours by itself.
      if (active === undefined) await activate(daemon, path, sight.radio.path);
    });
  }

  async giveUp(): Promise<void> {
    await this.#doing('bring back the former connection', permissions.join, async () => {
      const { station } = this;
      if (station.connected || station.kept) return;
      station.leave();
      await station.settled();
      const { daemon } = this.#context;
      const { former } = station;
      const profile = former === undefined ? undefined : await findProfile(daemon, former);
      const sight = await lookForRadio(daemon, this.interfaceName);
      if (former === undefined || profile === undefined || sight.kind !== 'ready') return;
      const active = await activeOfDevice(daemon, sight.radio.path);
      if (active?.uuid !== former) await activate(daemon, profile, sight.radio.path);
    });
  }

  async forget(): Promise<void> {
    await this.#doing('forget the network', permissions.keep, async () => {
      await this.#deleteOurs(({ isHotspot }) => !isHotspot);
      this.station.disown();
    });
  }

  async cleanUp(): Promise<void> {
    await this.#doing('clear what an earlier run has left', permissions.keep, async () => {
      const { joined } = this.station;
      await this.#deleteOurs(({ kept, isHotspot, uuid }) => (!kept || isHotspot) && uuid !== joined?.uuid);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.station.close();
    this.online.close();
    await this.#context.daemon[Symbol.asyncDispose]();
  }

  async #keptSettings(network: WifiCredentials, uuid: string): Promise<ProfileSettings> {
    const { joined } = this.station;
    const { interfaceName } = this;
    if (joined?.uuid === uuid) {
      return joinSettings({
        uuid,
        interfaceName,
        network,
        security: joined.security,
        hidden: joined.hidden,
        kept: true,
      });
    }
    const heard = await this.#heard(network.ssid);
    const security = joinSecurity(network, heard);
    if (isRefusal(security)) throw new ProvisioningError('board/refused', security.why);
    // One that is not heard now may hide its name; to call it does no harm.
    return joinSettings({ uuid, interfaceName, network, security, hidden: heard === undefined, kept: true });
  }

  async #heard(ssid: Uint8Array): Promise<AccessPoint | undefined> {
    const { daemon } = this.#context;
    const sight = await lookForRadio(daemon, this.interfaceName);
    if (sight.kind !== 'ready') return undefined;
    const all = await readAccessPoints(daemon, sight.radio.path);
    return all.filter((each) => equalConstantTime(each.ssid, ssid)).sort((a, b) => b.rssi - a.rssi)[0];
  }

  async #deleteOurs(which: (profile: OurProfile) => boolean): Promise<void> {
    const { daemon } = this.#context;
    for (const profile of await ourProfiles(daemon)) {
      if (which(profile)) await deleteProfile(daemon, profile.path);
    }
  }

  async #doing(doing: string, needs: readonly string[], task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      throw await explainFailure(this.#context.daemon, error, { doing, needs });
    }
  }
}

function isFor({ wireless, isHotspot }: OurProfile, { ssid }: WifiCredentials): boolean {
  const name = bytesOf(wireless['ssid'], 32);
  return !isHotspot && name !== undefined && equalConstantTime(name, ssid);
}
