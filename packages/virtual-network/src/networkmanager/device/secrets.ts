import { secretFlags } from '../agents.ts';
import { deviceStates, reasons } from '../nm-enums.ts';
import { nmInterfaces } from '../nm-names.ts';
import { type ProfileSettings, settingNames, textOf } from '../settings/profile-settings.ts';
import { keyManagementOf } from './access-point-flags.ts';
import type { Activation } from './activation.ts';

/** What opens a network; without a key where it needs none. */
export interface Key {
  readonly key: string | undefined;
}

/** How often one connection asks for secrets. */
const mostTries = 3;

/** The secrets of one connection, and the states in which it looks for them. */
export class Secrets {
  readonly #activation: Activation;
  #tries = mostTries;
  /** What it was last tried with. */
  current: Key = { key: undefined };

  constructor(activation: Activation) {
    this.#activation = activation;
  }

  /** Whether the profile has a protection that takes secrets. */
  get wanted(): boolean {
    const keyManagement = keyManagementOf(this.#activation.settings);
    return keyManagement !== undefined && keyManagement !== 'owe';
  }

  /** Returns what is stored, or what an agent knows; undefined when the connection has failed for want of it. */
  async first(): Promise<Key | undefined> {
    if (!this.wanted) return { key: undefined };
    return await this.#lookUp(reasons.none, secretFlags.allowInteraction, this.#stored());
  }

  /** Looks for other secrets than those that were refused; undefined when the connection has failed for want of them. */
  async again(reason: number): Promise<Key | undefined> {
    return await this.#lookUp(reason, secretFlags.allowInteraction | secretFlags.requestNew, undefined);
  }

  async #lookUp(reason: number, flags: number, stored: string | undefined): Promise<Key | undefined> {
    const { daemon, device, active, ended } = this.#activation;
    // Only those that are needed before anything was refused count.
    if (reason === reasons.none) this.#tries -= 1;
    if (this.#tries < 0) {
      this.#activation.fail(reasons.noSecrets);
      return undefined;
    }
    device.setState(deviceStates.needAuth, reason);
    if (reason !== reasons.none) {
      // The supplicant has let go of the access point.
      device.radio.connection = undefined;
      device.setAccessPoint(undefined);
      active.setSpecificObject('/');
    }
    await this.#activation.wait(daemon.delays.stepMs);
    const key = stored ?? (await this.#fromAgent(flags | (active.requested ? secretFlags.userRequested : 0), ended));
    await this.#activation.wait(0);
    if (key === undefined) {
      this.#activation.fail(reasons.noSecrets);
      return undefined;
    }
    // What was looked up counts as an update, whoever had it.
    daemon.server.signal(active.profile.path, nmInterfaces.profile, 'Updated');
    this.#activation.prepareAgain();
    await this.#activation.wait(daemon.delays.stepMs);
    device.setState(deviceStates.config);
    await this.#activation.wait(daemon.delays.stepMs);
    this.current = { key };
    return this.current;
  }

  async #fromAgent(flags: number, signal: AbortSignal): Promise<string | undefined> {
    const { daemon, active, settings } = this.#activation;
    const setting = keyManagementOf(settings) === 'wpa-eap' ? settingNames.enterprise : settingNames.security;
    const secrets = await daemon.agents.secretsFor(active.profile, setting, flags, signal);
    const key = secrets && keyIn(secrets);
    if (secrets === undefined || key === undefined) return undefined;
    daemon.settings.keepSecrets(active.profile, secrets);
    return key;
  }

  /** What is stored, where it could be right at all. */
  #stored(): string | undefined {
    const { settings } = this.#activation;
    const key = keyIn(settings);
    return key !== undefined && (keyManagementOf(settings) !== 'wpa-psk' || isPassphrase(key)) ? key : undefined;
  }
}

function isPassphrase(key: string): boolean {
  const length = Buffer.byteLength(key);
  return (length >= 8 && length <= 63) || /^[0-9a-f]{64}$/i.test(key);
}

function keyIn(settings: ProfileSettings): string | undefined {
  const { security, enterprise } = settingNames;
  const found = [
    textOf(settings, security, 'psk'),
    textOf(settings, security, 'wep-key0'),
    textOf(settings, enterprise, 'password'),
  ];
  return found.find((key) => key !== undefined);
}
