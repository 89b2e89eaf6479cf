import { type AccessPoint, sameSsid } from '../../air/access-point.ts';
import { channelOf } from '../../air/channels.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { deviceStates, wifiModes } from '../nm-enums.ts';
import { type ProfileSettings, property, settingNames, ssidOf } from '../settings/profile-settings.ts';
import { fitsProtection, flagsOfSecurity, keyManagementOf } from './access-point-flags.ts';
import { AccessPointObject, appearanceOf } from './access-point-object.ts';
import type { WifiDevice } from './wifi-device.ts';

/** SSIDs that are asked for by name at once. */
const mostNames = 32;
/** After so many scans that an access point was not in, it is forgotten. */
const missedScans = 2;
const longestPeriodFactor = 40;
/** A scan that is done is not followed by another at once. */
const breathMs = 200;

/** The scans of a device, and the access points that they have found. */
export class Scanner {
  readonly #daemon: NetworkManagerd;
  readonly #device: WifiDevice;
  readonly #known = new Map<string, AccessPointObject>();
  #names: Uint8Array[] = [];
  #requested = false;
  #running = false;
  #startedAt = Number.NEGATIVE_INFINITY;
  #completedAt = Number.NEGATIVE_INFINITY;
  #period = 0;
  #nextPeriodicAt = 0;
  #cancel: (() => void) | undefined;
  /** Milliseconds since the machine started; -1 for never. */
  lastScan = -1n;

  constructor(daemon: NetworkManagerd, device: WifiDevice) {
    this.#daemon = daemon;
    this.#device = device;
  }

  /** Access points that it knows, those without an SSID included. */
  get accessPoints(): readonly AccessPointObject[] {
    return [...this.#known.values()];
  }

  /** Wants a scan, for hidden networks of these names too; it begins when the device may. */
  request(names: readonly Uint8Array[]): void {
    this.#names = [...names, ...this.#names].slice(0, mostNames);
    this.#requested = true;
    this.kickOff();
  }

  /** Begins a scan if it is time for one, or waits until then. */
  kickOff(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { state } = this.#device;
    if (this.#running || !this.#mayScan || (!this.#requested && !this.#mayScanPeriodically)) return;
    const { delays } = this.#daemon;
    const busy = state > deviceStates.disconnected && state <= deviceStates.activated;
    const pauseMs = busy ? delays.activeScanPauseMs : delays.scanPauseMs;
    const earliest = Math.max(this.#startedAt + pauseMs, this.#completedAt + Math.min(breathMs, pauseMs));
    const at = this.#requested ? earliest : Math.max(earliest, this.#nextPeriodicAt);
    const now = this.#daemon.clock.now();
    if (at > now) {
      this.#cancel = this.#daemon.later(at - now, () => this.kickOff());
      return;
    }
    this.#begin(now);
  }

  /** Reacts to a state of the device. */
  stateChanged(): void {
    if (this.#device.state <= deviceStates.unavailable) {
      this.clear();
      this.#period = 0;
      this.#nextPeriodicAt = 0;
    }
    this.kickOff();
  }

  /** Forgets all access points. */
  clear(): void {
    for (const each of this.accessPoints) this.#forget(each);
  }

  /** Returns the object of an access point that the device has met, which it may not have heard before. */
  meet(accessPoint: AccessPoint): AccessPointObject {
    return this.#hear(accessPoint, true);
  }

  /** Returns the object of an access point that there is none of: for a hotspot, or for a network that was not heard. */
  pretend(appearance: AccessPointObject['now']): AccessPointObject {
    const object = new AccessPointObject(this.#daemon, appearance, { fake: true });
    this.#add(object);
    return object;
  }

  /** Forgets an object, unless there is such an access point. */
  drop(object: AccessPointObject): void {
    if (object.fake) this.#forget(object);
  }

  /** Returns the strongest known access point that a profile fits. */
  compatible(settings: ProfileSettings): AccessPointObject | undefined {
    return this.accessPoints.filter((each) => !each.fake && fits(settings, each)).sort(byStrength)[0];
  }

  /** Returns the strongest access point in range that a profile could join, whether it was heard or not. */
  inRange(settings: ProfileSettings): AccessPoint | undefined {
    const ssid = ssidOf(settings) ?? new Uint8Array();
    const bssid = bssidOf(settings);
    const all = this.#daemon.air.accessPoints.filter((each) => sameSsid(each.ssid, ssid));
    const wanted = bssid === undefined ? all : all.filter((each) => each.bssid === bssid);
    return wanted
      .filter((each) => fitsChannel(settings, channelOf(each.frequency)) && joins(settings, each))
      .sort((one, other) => other.rssi - one.rssi)[0];
  }

  get #mayScan(): boolean {
    const { state, mode } = this.#device;
    // A request is carried out while an access point is open, but the driver hears nothing then.
    if (mode === wifiModes.accessPoint) return this.#requested;
    return [deviceStates.disconnected, deviceStates.failed, deviceStates.activated].some((each) => each === state);
  }

  get #mayScanPeriodically(): boolean {
    return this.#device.state === deviceStates.disconnected || this.#device.state === deviceStates.failed;
  }

  #begin(now: number): void {
    const { delays } = this.#daemon;
    if (!this.#requested) {
      const longest = delays.periodicScanMs * longestPeriodFactor;
      this.#period = Math.min(longest, Math.max(delays.periodicScanMs, this.#period * 1.5));
      this.#nextPeriodicAt = now + this.#period;
    }
    this.#requested = false;
    this.#running = true;
    this.#startedAt = now;
    const names = [...this.#names.splice(0), ...this.#daemon.hiddenNames()];
    this.#daemon.later(delays.scanMs, () => this.#complete(names));
  }

  #complete(names: readonly Uint8Array[]): void {
    this.#running = false;
    this.#completedAt = this.#daemon.clock.now();
    if (!this.#device.gone && this.#device.state > deviceStates.unavailable) {
      if (this.#device.mode !== wifiModes.accessPoint) this.#takeIn(names);
      this.lastScan = BigInt(Math.floor(this.#completedAt));
      this.#device.announceWireless('LastScan');
      this.#daemon.policy.check();
    }
    this.kickOff();
  }

  #takeIn(names: readonly Uint8Array[]): void {
    const { accessPoints } = this.#daemon.air;
    for (const each of accessPoints) {
      this.#hear(each, !each.hidden || names.some((name) => sameSsid(name, each.ssid)));
    }
    const heard = new Set(accessPoints.map(({ bssid }) => bssid));
    for (const object of this.accessPoints) {
      if (object.fake || heard.has(object.now.bssid)) continue;
      object.missed += 1;
      if (object.missed >= missedScans && object !== this.#device.currentAccessPoint) this.#forget(object);
    }
  }

  #hear(accessPoint: AccessPoint, asked: boolean): AccessPointObject {
    const known = this.accessPoints.find((each) => !each.fake && each.now.bssid === accessPoint.bssid);
    const knewName = known !== undefined && sameSsid(known.now.ssid, accessPoint.ssid);
    const lastSeen = Math.floor(this.#daemon.clock.now() / 1000);
    const appearance = appearanceOf(accessPoint, { named: asked || knewName, lastSeen });
    if (known !== undefined && sameSsid(known.now.ssid, appearance.ssid)) {
      known.update(appearance);
      return known;
    }
    if (known !== undefined) this.#forget(known);
    const object = new AccessPointObject(this.#daemon, appearance, { fake: false });
    this.#add(object);
    return object;
  }

  #add(object: AccessPointObject): void {
    this.#known.set(object.path, object);
    this.#device.signalWireless('AccessPointAdded', object.path);
    this.#device.announceWireless('AccessPoints');
  }

  #forget(object: AccessPointObject): void {
    if (!this.#known.delete(object.path)) return;
    if (this.#device.currentAccessPoint === object) this.#device.setAccessPoint(undefined);
    this.#device.announceWireless('AccessPoints');
    this.#device.signalWireless('AccessPointRemoved', object.path);
    object.remove();
  }
}

function bssidOf(settings: ProfileSettings): string | undefined {
  const bytes = property(settings, settingNames.wireless, 'bssid', 'ay') as Uint8Array | undefined;
  if (bytes?.length !== 6) return undefined;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}

/** Whether the supplicant joins: a profile for WPA2 passphrases goes for WPA3 too, although it does not fit the list. */
function joins(settings: ProfileSettings, { security }: AccessPoint): boolean {
  return (
    fitsProtection(settings, flagsOfSecurity(security)) ||
    (security === 'wpa3' && keyManagementOf(settings) === 'wpa-psk')
  );
}

/** Whether a profile fits an access point that is known. */
export function fits(settings: ProfileSettings, { now }: AccessPointObject): boolean {
  const bssid = bssidOf(settings);
  const ssid = ssidOf(settings);
  if (ssid === undefined || !sameSsid(ssid, now.ssid) || (bssid !== undefined && bssid !== now.bssid)) return false;
  return fitsChannel(settings, channelOf(now.frequency)) && fitsProtection(settings, now.protection);
}

/** Whether a profile that is kept to a channel fits an access point on `channel`; to the real one it is a list of one. */
function fitsChannel(settings: ProfileSettings, channel: number): boolean {
  const wanted = property(settings, settingNames.wireless, 'channel', 'u');
  return wanted === undefined || wanted === 0 || wanted === channel;
}

function byStrength(one: AccessPointObject, other: AccessPointObject): number {
  return other.now.strength - one.now.strength;
}
