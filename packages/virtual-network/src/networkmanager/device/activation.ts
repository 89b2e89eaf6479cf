import type { AccessPoint } from '../../air/access-point.ts';
import { frequencyOf } from '../../air/channels.ts';
import type { ActiveConnection } from '../active/active-connection.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { deviceStates, reasons, wifiModes } from '../nm-enums.ts';
import { type ProfileSettings, property, settingNames, ssidOf, textOf } from '../settings/profile-settings.ts';
import { flagsOfProfile } from './access-point-flags.ts';
import type { AccessPointObject } from './access-point-object.ts';
import { Association } from './association.ts';
import { leasedIp4, ownIp4 } from './ip-config.ts';
import { LinkWatch } from './link-watch.ts';
import { fits } from './scanner.ts';
import { type Key, Secrets } from './secrets.ts';
import type { WifiDevice } from './wifi-device.ts';

/** One connection of a device, from its first state to its last. */
export class Activation {
  readonly daemon: NetworkManagerd;
  readonly device: WifiDevice;
  readonly active: ActiveConnection;
  readonly settings: ProfileSettings;
  /** Aborted when it is over, for whatever reason. */
  readonly ended: AbortSignal;
  readonly #end = new AbortController();
  readonly #secrets: Secrets;

  constructor(daemon: NetworkManagerd, device: WifiDevice, active: ActiveConnection) {
    this.daemon = daemon;
    this.device = device;
    this.active = active;
    this.settings = active.profile.settings;
    this.ended = AbortSignal.any([this.#end.signal, daemon.ended]);
    this.#secrets = new Secrets(this);
  }

  end(): void {
    this.#end.abort();
  }

  /** Waits, and rejects when it is over meanwhile. */
  async wait(ms: number): Promise<void> {
    await this.daemon.clock.sleep(ms, { signal: this.ended });
    this.ended.throwIfAborted();
  }

  /** Gives up for that reason. */
  fail(reason: number): void {
    if (!this.ended.aborted) this.device.setState(deviceStates.failed, reason);
  }

  /** Is connected to an access point from now on. */
  join(accessPoint: AccessPoint): void {
    const { device } = this;
    device.radio.connection = accessPoint;
    const object = device.scanner.meet(accessPoint);
    device.setAccessPoint(object);
    this.active.setSpecificObject(object.path);
  }

  /** Goes through all states; resolves when there is no more to do. */
  async run(): Promise<void> {
    try {
      await this.#prepare();
      let key = await this.#secrets.first();
      while (key !== undefined) key = await this.#connect(key);
    } catch (error) {
      if (this.ended.aborted) return;
      this.fail(reasons.supplicantFailed);
      throw error;
    }
  }

  /** Connects with a key; returns another one to connect with again, or undefined when it is over. */
  async #connect(key: Key): Promise<Key | undefined> {
    if (this.device.mode === wifiModes.accessPoint) {
      if (await this.#openHotspot(key.key)) await this.#configure(true);
      return undefined;
    }
    const reached = await new Association(this, this.#secrets, key).run();
    if (reached === undefined || !(await this.#configure(reached.dhcp))) return undefined;
    return await new LinkWatch(this, this.#secrets).run();
  }

  /** Begins, at first and with other secrets. */
  prepareAgain(): void {
    const { device, settings } = this;
    device.setState(deviceStates.prepare);
    const isHotspot = textOf(settings, settingNames.wireless, 'mode') === 'ap';
    if (isHotspot && device.mode !== wifiModes.accessPoint) device.scanner.clear();
    device.setMode(isHotspot ? wifiModes.accessPoint : wifiModes.infrastructure);
    device.takeAddress('own');
    if (device.currentAccessPoint !== undefined) return;
    const object = (isHotspot ? undefined : this.#chosen()) ?? this.#pretend(isHotspot);
    device.setAccessPoint(object);
    this.active.setSpecificObject(object.path);
  }

  async #prepare(): Promise<void> {
    await this.wait(0);
    this.prepareAgain();
    await this.wait(this.daemon.delays.stepMs);
    this.device.setState(deviceStates.config);
    // Secrets are looked up in a later turn of the daemon's loop.
    await this.wait(0);
  }

  #chosen(): AccessPointObject | undefined {
    const { scanner } = this.device;
    const asked = scanner.accessPoints.find(({ path }) => path === this.active.specificObject);
    return asked !== undefined && fits(this.settings, asked) ? asked : scanner.compatible(this.settings);
  }

  #pretend(isHotspot: boolean): AccessPointObject {
    return this.device.scanner.pretend({
      ssid: ssidOf(this.settings) ?? new Uint8Array(),
      bssid: isHotspot ? this.device.radio.mac : '',
      frequency: isHotspot ? frequencyOf(channelOf(this.settings)) : 0,
      strength: 0,
      protection: flagsOfProfile(this.settings),
      // The device is in another mode then; the access point is one like all others.
      mode: wifiModes.infrastructure,
      lastSeen: -1,
    });
  }

  get #leadsOut(): boolean {
    const never = property(this.settings, settingNames.ip4, 'never-default', 'b') === true;
    return !never && this.device.mode !== wifiModes.accessPoint && this.device.gateway !== '';
  }

  async #openHotspot(key: string | undefined): Promise<boolean> {
    const { daemon, device, settings } = this;
    const { hotspotMs, supplicantTimeoutMs } = daemon.delays;
    await this.wait(hotspotMs);
    const hotspot = {
      ssid: ssidOf(settings) ?? new Uint8Array(),
      passphrase: key,
      channel: channelOf(settings),
      addresses: [],
    };
    if (daemon.air.openHotspot(device.radio, hotspot)) return true;
    await this.wait(Math.max(0, supplicantTimeoutMs - hotspotMs));
    this.fail(reasons.supplicantTimeout);
    return false;
  }

  /** Whether the device has become active. */
  async #configure(dhcp: boolean): Promise<boolean> {
    const { daemon, device, active, settings } = this;
    const { stepMs, dhcpMs, dhcpTimeoutMs } = daemon.delays;
    active.reach('layer2');
    device.setState(deviceStates.ipConfig);
    const method = textOf(settings, settingNames.ip4, 'method') ?? 'auto';
    if (method === 'auto') {
      device.ip.openLease();
      await this.wait(dhcp ? dhcpMs : dhcpTimeoutMs);
      if (!dhcp) {
        this.fail(reasons.ipConfigUnavailable);
        return false;
      }
      device.ip.set(leasedIp4(Number(device.path.split('/').at(-1))));
    } else {
      await this.wait(stepMs);
      device.ip.set(ownIp4(settings));
    }
    // The way out is there before the state says so.
    if (this.#leadsOut) active.setDefault(true);
    active.reach('ip4');
    if (device.radio.hotspot !== undefined) {
      device.radio.hotspot.addresses = device.ip.ip4.addresses.map(({ address, prefix }) => `${address}/${prefix}`);
    }
    device.setState(deviceStates.ipCheck);
    await this.wait(stepMs);
    device.setState(deviceStates.secondaries);
    await this.wait(stepMs);
    device.setState(deviceStates.activated);
    return true;
  }
}

/** Channel of the access point that a profile opens, by default one that all radios have. */
function channelOf(settings: ProfileSettings): number {
  const channel = Number(property(settings, settingNames.wireless, 'channel', 'u') ?? 0);
  if (channel > 0) return channel;
  return textOf(settings, settingNames.wireless, 'band') === 'a' ? 36 : 6;
}
