import type { ExportedInterface } from '@esp-prov/dbus';
import type { AccessPoint } from '../../air/access-point.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { wifiModes } from '../nm-enums.ts';
import { nmInterfaces } from '../nm-names.ts';
import { flagsOfSecurity, type ProtectionFlags } from './access-point-flags.ts';

/** What an access point looks like. */
export interface Appearance {
  readonly ssid: Uint8Array;
  readonly bssid: string;
  readonly frequency: number;
  readonly strength: number;
  readonly protection: ProtectionFlags;
  readonly mode: number;
  /** Seconds since the machine started, -1 for one that was never heard. */
  readonly lastSeen: number;
}

/** An access point that a device knows: `org.freedesktop.NetworkManager.AccessPoint`. */
export class AccessPointObject {
  readonly path: string;
  /** Whether it was made for a profile whose network was not heard, or that opens one. */
  readonly fake: boolean;
  readonly #daemon: NetworkManagerd;
  #now: Appearance;
  /** Scans since it was heard. */
  missed = 0;

  constructor(daemon: NetworkManagerd, appearance: Appearance, options: { readonly fake: boolean }) {
    this.#daemon = daemon;
    this.#now = appearance;
    this.fake = options.fake;
    this.path = daemon.nextPath('AccessPoint');
    daemon.server.add(this.path, { [nmInterfaces.accessPoint]: this.#exported() });
  }

  get now(): Appearance {
    return this.#now;
  }

  /** Takes in how it looks now. */
  update(appearance: Appearance): void {
    const before = this.#now;
    this.#now = appearance;
    this.missed = 0;
    const names = [
      ...(before.frequency === appearance.frequency ? [] : ['Frequency']),
      ...(before.strength === appearance.strength ? [] : ['Strength']),
      ...(before.protection === appearance.protection ? [] : ['Flags', 'WpaFlags', 'RsnFlags']),
      ...(before.lastSeen === appearance.lastSeen ? [] : ['LastSeen']),
    ];
    if (names.length > 0) this.#daemon.server.changed(this.path, nmInterfaces.accessPoint, ...names);
  }

  /** Takes it off the bus. */
  remove(): void {
    this.#daemon.server.remove(this.path);
  }

  #exported(): ExportedInterface {
    const property = (signature: string, get: () => unknown) => ({ signature, get });
    return {
      properties: {
        Flags: property('u', () => this.#now.protection.flags),
        WpaFlags: property('u', () => this.#now.protection.wpa),
        RsnFlags: property('u', () => this.#now.protection.rsn),
        Ssid: property('ay', () => this.#now.ssid),
        Frequency: property('u', () => this.#now.frequency),
        HwAddress: property('s', () => this.#now.bssid),
        Mode: property('u', () => this.#now.mode),
        MaxBitrate: property('u', () => (this.fake ? 0 : 54_000)),
        ...(this.#daemon.versionAtLeast(1, 46) ? { Bandwidth: property('u', () => (this.fake ? 0 : 20)) } : {}),
        Strength: property('y', () => this.#now.strength),
        LastSeen: property('i', () => this.#now.lastSeen),
      },
    };
  }
}

/** Returns how an access point in range looks; a hidden one has no SSID until somebody has asked for it by name. */
export function appearanceOf(accessPoint: AccessPoint, options: { named: boolean; lastSeen: number }): Appearance {
  return {
    ssid: options.named ? accessPoint.ssid : new Uint8Array(),
    bssid: accessPoint.bssid,
    frequency: accessPoint.frequency,
    strength: strengthOf(accessPoint.rssi),
    protection: flagsOfSecurity(accessPoint.security),
    mode: wifiModes.infrastructure,
    lastSeen: options.lastSeen,
  };
}

/** Returns the percentage that NetworkManager makes of dBm: from -100 to -40, nothing is better than that. */
function strengthOf(rssi: number): number {
  const below = Math.abs(Math.min(-40, Math.max(-100, rssi)) + 40);
  return 100 - Math.trunc((100 * below) / 60);
}
