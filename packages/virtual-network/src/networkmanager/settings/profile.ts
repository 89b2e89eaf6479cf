import type { NetworkManagerd } from '../networkmanagerd.ts';
import { profileFlags } from '../nm-enums.ts';
import { nmInterfaces } from '../nm-names.ts';
import { profileInterface } from './profile-interface.ts';
import {
  type ProfileSettings,
  property,
  settingNames,
  textOf,
  withoutSecrets,
  withProperties,
} from './profile-settings.ts';

/** Why a profile does not connect by itself. */
export type BlockedReason = 'user-request' | 'no-secrets';

/** How often a profile that fails is tried again by itself. */
const defaultRetries = 4;

/** A profile: `org.freedesktop.NetworkManager.Settings.Connection`. */
export class Profile {
  readonly path: string;
  readonly uuid: string;
  readonly #daemon: NetworkManagerd;
  #settings: ProfileSettings;
  #flags: number;
  /** Unix time of the last connection, 0 after a first failure, undefined before that. */
  timestamp: number | undefined;
  readonly blocked: Set<BlockedReason> = new Set();
  retries: number = defaultRetries;

  constructor(
    daemon: NetworkManagerd,
    options: { readonly settings: ProfileSettings; readonly flags: number; readonly timestamp?: number | undefined },
  ) {
    this.#daemon = daemon;
    this.#settings = options.settings;
    this.#flags = options.flags;
    this.timestamp = options.timestamp;
    this.path = daemon.nextPath('Settings');
    this.uuid = textOf(options.settings, settingNames.connection, 'uuid') ?? '';
    daemon.server.add(this.path, { [nmInterfaces.profile]: profileInterface(daemon, this) });
  }

  /** All settings, secrets included. */
  get settings(): ProfileSettings {
    return this.#settings;
  }

  get flags(): number {
    return this.#flags;
  }

  get id(): string {
    return textOf(this.#settings, settingNames.connection, 'id') ?? '';
  }

  get type(): string {
    return textOf(this.#settings, settingNames.connection, 'type') ?? '';
  }

  get unsaved(): boolean {
    return (this.#flags & profileFlags.unsaved) !== 0;
  }

  get volatile(): boolean {
    return (this.#flags & profileFlags.volatile) !== 0;
  }

  /** Whether it connects by itself, when nothing blocks it. */
  get autoconnect(): boolean {
    return property(this.#settings, settingNames.connection, 'autoconnect', 'b') !== false;
  }

  get priority(): number {
    return Number(property(this.#settings, settingNames.connection, 'autoconnect-priority', 'i') ?? 0);
  }

  /** Whether it is there for programs. */
  get onBus(): boolean {
    return this.#daemon.settings.byPath(this.path) === this;
  }

  get filename(): string {
    return this.#daemon.settings.filenameOf(this);
  }

  /** What `GetSettings` returns. */
  get visible(): ProfileSettings {
    const shown = withoutSecrets(this.#settings);
    if (!this.timestamp) return shown;
    const value = BigInt(this.timestamp);
    return withProperties(shown, settingNames.connection, { timestamp: { signature: 't', value } });
  }

  /** Changes the settings; `id` and everything else may be new, the UUID stays. */
  change(settings: ProfileSettings): void {
    this.#settings = settings;
    this.retries = defaultRetries;
  }

  /** Sets what it is, and announces that. */
  setFlags(flags: number, filenameChanged = false): void {
    const unsaved = this.unsaved;
    const changed = this.#flags !== flags;
    this.#flags = flags;
    const { server } = this.#daemon;
    if (filenameChanged) server.changed(this.path, nmInterfaces.profile, 'Filename');
    const names = [...(unsaved === this.unsaved ? [] : ['Unsaved']), ...(changed ? ['Flags'] : [])];
    if (names.length > 0) server.changed(this.path, nmInterfaces.profile, ...names);
    server.signal(this.path, nmInterfaces.profile, 'Updated');
  }

  /** Notes how a connection ended or began. */
  note(outcome: 'connected' | 'failed'): void {
    if (outcome === 'connected') {
      this.timestamp = Math.floor(this.#daemon.unixTime());
      this.retries = defaultRetries;
      this.blocked.clear();
    } else this.timestamp ??= 0;
    this.#daemon.settings.store(this);
  }

  /** Lets it be tried by itself as often as at first. */
  forgive(): void {
    this.retries = defaultRetries;
  }
}
