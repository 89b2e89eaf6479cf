import type { ActiveConnection } from './active/active-connection.ts';
import type { AccessPointObject } from './device/access-point-object.ts';
import type { WifiDevice } from './device/wifi-device.ts';
import type { NetworkManagerd } from './networkmanagerd.ts';
import { deviceStates, reasons } from './nm-enums.ts';
import type { Profile } from './settings/profile.ts';
import { property, settingNames, textOf } from './settings/profile-settings.ts';

/** After so long a profile that has failed too often is tried again. */
const forgiveMs = 300_000;

/** What connects by itself. */
export class Policy {
  readonly #daemon: NetworkManagerd;
  #scheduled = false;

  constructor(daemon: NetworkManagerd) {
    this.#daemon = daemon;
  }

  /** Looks soon whether a device could connect by itself. */
  check(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#daemon.later(0, () => {
      this.#scheduled = false;
      for (const device of this.#daemon.devices) this.#checkDevice(device);
    });
  }

  /** Tells which profiles each device could connect with now. */
  announceAvailable(): void {
    for (const device of this.#daemon.devices) device.announce('AvailableConnections');
  }

  /** Draws conclusions from the state of a device. */
  deviceChanged(active: ActiveConnection | undefined, state: number, reason: number): void {
    const profile = active?.profile;
    if (profile === undefined) return;
    if (state === deviceStates.failed) {
      profile.note('failed');
      if (reason === reasons.noSecrets) profile.blocked.add('no-secrets');
      else this.#countFailure(profile);
    }
    if (state === deviceStates.deactivating && reason === reasons.userRequested) profile.blocked.add('user-request');
    if (state === deviceStates.ipConfig) profile.blocked.clear();
  }

  /** Returns the profiles that a device could connect with now, by itself or not. */
  available(device: WifiDevice): readonly Profile[] {
    if (device.state <= deviceStates.unavailable) return [];
    return this.#daemon.settings.profiles.filter(
      (profile) => this.fitsDevice(profile, device) && this.#isThere(profile, device),
    );
  }

  /** Whether a profile may be used on a device. */
  fitsDevice(profile: Profile, device: WifiDevice): boolean {
    const name = textOf(profile.settings, settingNames.connection, 'interface-name');
    return profile.type === settingNames.wireless && (name === undefined || name === device.name);
  }

  #isThere(profile: Profile, device: WifiDevice): boolean {
    const mode = textOf(profile.settings, settingNames.wireless, 'mode');
    if (mode !== undefined && mode !== 'infrastructure') return true;
    const hidden = property(profile.settings, settingNames.wireless, 'hidden', 'b') === true;
    return hidden || this.#heard(profile, device) !== undefined;
  }

  #heard(profile: Profile, device: WifiDevice): AccessPointObject | undefined {
    return device.scanner.compatible(profile.settings);
  }

  #checkDevice(device: WifiDevice): void {
    if (!device.idle) return;
    const busy = new Set(this.#daemon.connections.all.map(({ profile }) => profile));
    const [best] = this.available(device)
      .filter(
        (profile) => profile.autoconnect && profile.blocked.size === 0 && profile.retries > 0 && !busy.has(profile),
      )
      // By itself only what is heard is joined, hidden networks included: they have been asked for by name.
      .filter(
        (profile) => textOf(profile.settings, settingNames.wireless, 'mode') === 'ap' || this.#heard(profile, device),
      )
      .sort((one, other) => other.priority - one.priority || (other.timestamp ?? 0) - (one.timestamp ?? 0));
    if (best === undefined) return;
    this.#daemon.connections.begin({
      profile: best,
      device,
      specificObject: this.#heard(best, device)?.path ?? '/',
      requested: false,
    });
  }

  #countFailure(profile: Profile): void {
    profile.retries -= 1;
    if (profile.retries > 0) return;
    this.#daemon.later(forgiveMs, () => {
      profile.forgive();
      this.check();
    });
  }
}
