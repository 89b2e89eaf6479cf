import { answerOf } from '../../air/answer-of.ts';
import { reasons } from '../nm-enums.ts';
import type { Activation } from './activation.ts';
import { attemptOf } from './association.ts';
import type { Key, Secrets } from './secrets.ts';

/** Sees to a connection that is there: when its access point falls silent, there is a while to find it again. */
export class LinkWatch {
  readonly #activation: Activation;
  readonly #secrets: Secrets;

  constructor(activation: Activation, secrets: Secrets) {
    this.#activation = activation;
    this.#secrets = secrets;
  }

  /** Watches until the connection is over; returns a key where it has to be made again. */
  async run(): Promise<Key | undefined> {
    const { daemon, device, ended } = this.#activation;
    while (!ended.aborted) {
      await this.#silence();
      await this.#activation.wait(daemon.delays.lossMs);
      const { connection } = device.radio;
      if (connection !== undefined && daemon.air.accessPoint(connection.bssid) !== undefined) continue;
      device.radio.connection = undefined;
      const outcome = await this.#rejoin();
      if (outcome === 'lost') return undefined;
      if (outcome !== 'back') return outcome;
    }
    return undefined;
  }

  /** Waits until the access point is not there any more. */
  async #silence(): Promise<void> {
    const { daemon, device, ended } = this.#activation;
    const { connection } = device.radio;
    await new Promise<void>((resolve, reject) => {
      const stop = daemon.air.listen((event) => {
        if (event.kind === 'taken' && event.accessPoint.bssid === connection?.bssid) finish(resolve);
      });
      const onEnd = () => finish(() => reject(ended.reason));
      const finish = (settle: () => void) => {
        stop();
        ended.removeEventListener('abort', onEnd);
        settle();
      };
      ended.addEventListener('abort', onEnd, { once: true });
      if (ended.aborted) onEnd();
      else if (connection === undefined || daemon.air.accessPoint(connection.bssid) === undefined) finish(resolve);
    });
  }

  /** Joins the network again in time, or is lost, or gets another key for it. */
  async #rejoin(): Promise<Key | 'back' | 'lost'> {
    const { daemon, device, settings } = this.#activation;
    const { linkTimeoutMs, scanMs } = daemon.delays;
    const deadline = daemon.clock.now() + linkTimeoutMs;
    const waitAtMost = (ms: number) => this.#activation.wait(Math.max(1, Math.min(ms, deadline - daemon.clock.now())));
    let found = false;
    while (daemon.clock.now() < deadline) {
      const accessPoint = device.scanner.inRange(settings);
      if (accessPoint === undefined) {
        await waitAtMost(scanMs);
        continue;
      }
      const attempt = attemptOf(settings, this.#secrets.current, accessPoint.security);
      const { answer, afterMs } = answerOf(accessPoint, attempt, daemon.delays);
      found ||= answer !== 'wrong-sae';
      await waitAtMost(afterMs);
      if (answer === 'in') {
        this.#activation.join(accessPoint);
        return 'back';
      }
      // From 1.58 on only a connection that is being made asks for a new passphrase.
      if (answer === 'wrong-key' && attempt.kind === 'psk' && !daemon.versionAtLeast(1, 58)) {
        device.ip.clear();
        return (await this.#secrets.again(reasons.supplicantDisconnect)) ?? 'lost';
      }
      await waitAtMost(scanMs);
    }
    device.setAccessPoint(undefined);
    this.#activation.fail(found ? reasons.supplicantTimeout : reasons.ssidNotFound);
    return 'lost';
  }
}
