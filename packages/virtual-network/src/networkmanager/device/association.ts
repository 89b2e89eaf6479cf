import type { AccessPoint } from '../../air/access-point.ts';
import { answerOf, type JoinAttempt } from '../../air/answer-of.ts';
import { reasons } from '../nm-enums.ts';
import type { ProfileSettings } from '../settings/profile-settings.ts';
import { keyManagementOf } from './access-point-flags.ts';
import type { Activation } from './activation.ts';
import type { Key, Secrets } from './secrets.ts';

const kinds: Readonly<Record<string, JoinAttempt['kind']>> = {
  none: 'wep',
  'wpa-psk': 'psk',
  sae: 'sae',
  owe: 'owe',
  'wpa-eap': 'enterprise',
};

/** Returns what a profile shows an access point: one for WPA2 passphrases takes SAE where the access point has it. */
export function attemptOf(settings: ProfileSettings, { key }: Key, security: AccessPoint['security']): JoinAttempt {
  const keyManagement = keyManagementOf(settings);
  if (keyManagement === 'wpa-psk' && (security === 'wpa3' || security === 'wpa2-wpa3')) return { kind: 'sae', key };
  return { kind: keyManagement === undefined ? 'open' : (kinds[keyManagement] ?? 'open'), key };
}

/** The attempts of one connection to be let in, until that or until there was time enough. */
export class Association {
  readonly #activation: Activation;
  readonly #secrets: Secrets;
  #key: Key;
  /** Whether an access point of the name has answered, as far as NetworkManager sees that. */
  #found = false;
  #deadline = 0;

  constructor(activation: Activation, secrets: Secrets, key: Key) {
    this.#activation = activation;
    this.#secrets = secrets;
    this.#key = key;
  }

  /** Returns what the network gives once it has let the device in; undefined when the connection has failed. */
  async run(): Promise<{ readonly dhcp: boolean } | undefined> {
    const { daemon } = this.#activation;
    this.#restart();
    for (;;) {
      if (this.#left <= 0) {
        if (!(await this.#timedOut())) return undefined;
        continue;
      }
      const accessPoint = this.#activation.device.scanner.inRange(this.#activation.settings);
      if (accessPoint === undefined) {
        await this.#waitAtMost(daemon.delays.scanMs);
        continue;
      }
      const outcome = await this.#attempt(accessPoint);
      if (outcome === 'failed') return undefined;
      if (outcome !== 'again') return outcome;
    }
  }

  get #left(): number {
    return this.#deadline - this.#activation.daemon.clock.now();
  }

  #restart(): void {
    const { clock, delays } = this.#activation.daemon;
    this.#found = false;
    this.#deadline = clock.now() + delays.supplicantTimeoutMs;
  }

  async #waitAtMost(ms: number): Promise<void> {
    await this.#activation.wait(Math.max(1, Math.min(ms, this.#left)));
  }

  async #attempt(accessPoint: AccessPoint): Promise<{ readonly dhcp: boolean } | 'failed' | 'again'> {
    const { daemon } = this.#activation;
    const attempt = attemptOf(this.#activation.settings, this.#key, accessPoint.security);
    const { answer, afterMs } = answerOf(accessPoint, attempt, daemon.delays);
    // A refused SAE never gets as far as the association.
    if (answer !== 'wrong-sae') this.#found = true;
    await this.#waitAtMost(afterMs);
    const still = daemon.air.accessPoint(accessPoint.bssid);
    if (still === undefined || (this.#left <= 0 && answer !== 'in')) return 'again';
    const refused = answer === 'wrong-key' || answer === 'wrong-sae';
    if (answer === 'in' || (refused && attempt.kind === 'wep')) {
      this.#activation.join(still);
      // An access point with WEP lets everybody in, and does not understand who has another key.
      return { dhcp: still.dhcp && answer === 'in' };
    }
    const asks =
      (answer === 'wrong-key' && attempt.kind === 'psk') || (answer === 'wrong-sae' && daemon.asksAgainForSae);
    if (!asks) {
      await this.#waitAtMost(daemon.delays.scanMs);
      return 'again';
    }
    return (await this.#useOthers(reasons.supplicantDisconnect)) ? 'again' : 'failed';
  }

  /** Whether there are other secrets to go on with after all the time. */
  async #timedOut(): Promise<boolean> {
    if (this.#found && this.#secrets.wanted) return await this.#useOthers(reasons.none);
    this.#activation.fail(this.#found ? reasons.supplicantTimeout : reasons.ssidNotFound);
    return false;
  }

  async #useOthers(reason: number): Promise<boolean> {
    const key = await this.#secrets.again(reason);
    if (key === undefined) return false;
    this.#key = key;
    this.#restart();
    return true;
  }
}
