import type { NetworkManagerd } from '../networkmanagerd.ts';
import { profileFlags } from '../nm-enums.ts';
import { profileError, settingsError } from '../nm-error.ts';
import { nmInterfaces, nmPath } from '../nm-names.ts';
import { type Disk, filenameFor, type SavedProfile } from './disk.ts';
import { Profile } from './profile.ts';
import {
  bringsSecrets,
  type ProfileSettings,
  requireSize,
  settingNames,
  textOf,
  withProperties,
  withSecretsOf,
} from './profile-settings.ts';
import { settingsInterface } from './settings-interface.ts';
import { verifiedProfile } from './verify-profile.ts';

/** How long a profile is to last. */
export type Persist = 'disk' | 'memory' | 'volatile';

const settingsPath = `${nmPath}/Settings`;
/** A program may not fill the memory with profiles. */
const mostProfiles = 64;

/** The profiles: `org.freedesktop.NetworkManager.Settings`. */
export class Settings {
  readonly #daemon: NetworkManagerd;
  readonly #disk: Disk;
  readonly #profiles = new Map<string, Profile>();

  constructor(daemon: NetworkManagerd, disk: Disk) {
    this.#daemon = daemon;
    this.#disk = disk;
  }

  /** Brings the settings and what is on disk onto the bus. */
  open(): void {
    this.#daemon.server.add(settingsPath, { [nmInterfaces.settings]: settingsInterface(this.#daemon) });
    // What was not to outlive its connection does not outlive the daemon.
    for (const [uuid, { flags }] of this.#disk) if ((flags & profileFlags.volatile) !== 0) this.#disk.delete(uuid);
    for (const saved of this.#disk.values()) {
      const { flags, timestamp } = saved;
      this.#export(new Profile(this.#daemon, { settings: verifiedProfile(saved.settings), flags, timestamp }));
    }
  }

  get profiles(): readonly Profile[] {
    return [...this.#profiles.values()];
  }

  byPath(path: string): Profile | undefined {
    return this.#profiles.get(path);
  }

  byUuid(uuid: string): Profile | undefined {
    return this.profiles.find((profile) => profile.uuid === uuid);
  }

  /** Adds a profile. @throws DBusError when it is not valid, is there already, or is one too many */
  add(given: ProfileSettings, persist: Persist): Profile {
    requireSize(given);
    const settings = verifiedProfile(given);
    const uuid = textOf(settings, settingNames.connection, 'uuid') ?? '';
    if (this.byUuid(uuid)) throw settingsError('UuidExists', 'a connection with this UUID already exists');
    if (this.#profiles.size >= mostProfiles) throw settingsError('Failed', 'there are too many profiles');
    const flags = flagsOf(persist);
    // What is announced names the file.
    this.#save(uuid, { settings, flags, timestamp: undefined });
    const profile = new Profile(this.#daemon, { settings, flags });
    this.#export(profile);
    this.#announceAdded(profile);
    return profile;
  }

  /** Changes a profile; without new settings only how long it lasts. */
  update(profile: Profile, given: ProfileSettings, flags: number): void {
    if (Object.keys(given).length > 0) this.#change(profile, given);
    let kind = profile.flags;
    const toDisk = (flags & 0x1) !== 0;
    if (toDisk)
      kind &= ~(profileFlags.unsaved | profileFlags.volatile | profileFlags.generated | profileFlags.external);
    if ((flags & 0xe) !== 0) kind = (kind | profileFlags.unsaved) & ~profileFlags.volatile;
    if ((flags & 0x10) !== 0) kind |= profileFlags.volatile;
    if ((flags & 0x20) !== 0) profile.blocked.add('user-request');
    const before = profile.filename;
    this.store(profile, kind);
    profile.setFlags(kind, before !== profile.filename);
    this.#daemon.policy.check();
  }

  /** Forgets a profile, and ends its connection. */
  delete(profile: Profile): void {
    if (this.#profiles.get(profile.path) !== profile) return;
    this.#profiles.delete(profile.path);
    this.#disk.delete(profile.uuid);
    const { server, connections, policy } = this.#daemon;
    server.changed(settingsPath, nmInterfaces.settings, 'Connections');
    server.signal(profile.path, nmInterfaces.profile, 'Removed');
    server.signal(settingsPath, nmInterfaces.settings, 'ConnectionRemoved', profile.path);
    for (const each of connections.all) if (each.profile === profile) each.announce('Connection');
    server.remove(profile.path);
    connections.profileGone(profile);
    policy.announceAvailable();
  }

  /** Writes a profile to where it lies. */
  store(profile: Profile, flags: number = profile.flags): void {
    // The connection of a profile that was deleted ends after it, and would bring it back.
    if (this.#profiles.get(profile.path) !== profile) return;
    this.#save(profile.uuid, { settings: profile.settings, flags, timestamp: profile.timestamp });
  }

  /** Keeps secrets that an agent had, which are the system's unless the profile says otherwise. */
  keepSecrets(profile: Profile, secrets: ProfileSettings): void {
    requireSize(secrets);
    profile.change(withSecretsOf(profile.settings, secrets));
    this.store(profile);
  }

  filenameOf(profile: Profile): string {
    return this.#disk.get(profile.uuid)?.filename ?? '';
  }

  #save(uuid: string, saved: Omit<SavedProfile, 'filename' | 'persistent'>): void {
    const persistent = (saved.flags & profileFlags.unsaved) === 0;
    const taken = new Set([...this.#disk].filter(([other]) => other !== uuid).map(([, { filename: name }]) => name));
    const filename = filenameFor(saved.settings, { persistent, netplan: this.#daemon.world.netplan, taken });
    this.#disk.set(uuid, { ...saved, filename, persistent });
  }

  #change(profile: Profile, given: ProfileSettings): void {
    requireSize(given);
    const named = textOf(given, settingNames.connection, 'uuid') ?? profile.uuid;
    if (named !== profile.uuid) {
      throw profileError('InvalidProperty', 'connection.uuid: cannot change the UUID of a connection');
    }
    const settings = verifiedProfile(
      withProperties(given, settingNames.connection, { uuid: { signature: 's', value: profile.uuid } }),
    );
    const brings = bringsSecrets(settings);
    if (brings) profile.blocked.delete('no-secrets');
    profile.change(brings ? settings : withSecretsOf(settings, profile.settings));
  }

  #export(profile: Profile): void {
    this.#profiles.set(profile.path, profile);
  }

  #announceAdded(profile: Profile): void {
    this.#daemon.server.signal(settingsPath, nmInterfaces.settings, 'NewConnection', profile.path);
    this.#daemon.server.changed(settingsPath, nmInterfaces.settings, 'Connections');
    this.#daemon.policy.announceAvailable();
  }
}

function flagsOf(persist: Persist): number {
  if (persist === 'disk') return 0;
  return persist === 'memory' ? profileFlags.unsaved : profileFlags.unsaved | profileFlags.volatile;
}
