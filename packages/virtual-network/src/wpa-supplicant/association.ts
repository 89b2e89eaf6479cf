import { type AccessPoint, sameSsid } from '../air/access-point.ts';
import { answerOf } from '../air/answer-of.ts';
import type { Controlled } from './controlled.ts';
import { isAtLeast } from './interface-state.ts';
import type { Network } from './network-table.ts';
import { wpaInterfaces } from './wpa-names.ts';
import type { Refusal } from './wpa-world.ts';

/** Reason codes of IEEE 802.11 that occur here. */
const reasons = { leaving: 3, inactivity: 4, handshakeTimeout: 15 } as const;

/** Status code of an access point that does not speak what is asked. IEEE 802.11: INVALID_AKMP */
const akmpInvalid = 43;

/** How long a station asks an access point that is silent, in ms. */
const silenceMs = 600;

/** Pauses after failures in a row, in ms. wpa_supplicant: wpas_connection_failed */
const pausesMs = [100, 500, 1000, 5000, 10_000] as const;

/** What an interface has to do with one access point at a time: another one, or its own. */
export class Association {
  readonly #owner: Controlled;
  #failures = 0;

  constructor(owner: Controlled) {
    this.#owner = owner;
  }

  /** Joins an access point. */
  join(network: Network, { bssid, ssid }: AccessPoint): void {
    const owner = this.#owner;
    if (isAtLeast(owner.state, 'authenticating')) this.leave();
    owner.begin(network);
    // A try takes the place of a scan that is due: else that would lead to another network once this one is joined.
    owner.timers.cancel('scan');
    const accessPoint = owner.world.air.accessPoint(bssid);
    const attempt = accessPoint && network.block.attemptAt(accessPoint);
    owner.setState('authenticating');
    if (accessPoint === undefined || attempt === undefined) {
      return this.#later(silenceMs, () => this.#failed(accessPoint === undefined ? undefined : akmpInvalid));
    }
    const { answer, afterMs } = answerOf(accessPoint, attempt, owner.world.delays);
    const refusal = this.#takeRefusal(ssid);
    if (refusal?.stage === 'auth') return this.#later(20, () => this.#refused('AuthStatusCode', refusal.code));
    if (answer === 'wrong-sae') {
      // The first message of SAE is answered in any case.
      this.#later(afterMs / 2, () => {
        this.#authenticated(0);
        this.#later(afterMs / 2, () => this.#wrongSae());
      });
      return;
    }
    const protectedLink = attempt.kind === 'psk' || attempt.kind === 'sae' || attempt.kind === 'owe';
    const step = Math.min(20, afterMs / 4);
    this.#later(step, () => {
      if (attempt.kind === 'sae') this.#authenticated(0);
      owner.setState('associating');
      this.#authenticated(0);
      if (answer === 'not-fitting') return this.#later(step, () => this.#refused('AssocStatusCode', akmpInvalid));
      if (refusal?.stage === 'assoc') return this.#later(step, () => this.#refused('AssocStatusCode', refusal.code));
      this.#later(step, () => {
        owner.setBssid(bssid);
        owner.setState('associated');
        if (!protectedLink) return this.#later(Math.max(0, afterMs - 2 * step), () => this.#in(bssid));
        this.#later(step, () => {
          owner.setState('4way_handshake');
          if (refusal) return this.#later(step, () => this.#deauthenticated(refusal.code));
          if (answer === 'wrong-key')
            return this.#later(afterMs, () => this.#deauthenticated(reasons.handshakeTimeout));
          this.#later(Math.max(0, afterMs - 3 * step), () => this.#in(bssid));
        });
      });
    });
  }

  /** Opens an access point. */
  open(network: Network, channel: number): void {
    const owner = this.#owner;
    owner.begin(network);
    this.#later(owner.world.delays.hotspotMs, () => {
      const { ssid, passphrase } = network.block;
      const opened = owner.world.air.openHotspot(owner.radio, { ssid, passphrase, channel, addresses: [] });
      owner.setState(opened ? 'completed' : 'disconnected');
    });
  }

  /** Leaves what it is in, and what it is. */
  leave(): void {
    const owner = this.#owner;
    const wasIn = isAtLeast(owner.state, 'associated') && owner.radio.hotspot === undefined;
    owner.timers.cancel('association');
    owner.radio.hotspot = undefined;
    owner.radio.connection = undefined;
    if (wasIn) this.#setDisconnectReason(-reasons.leaving);
    owner.setBssid(undefined);
    owner.setState('disconnected');
    // It looks for another network, unless a program has said that it is to be in none.
    owner.requestScan(pausesMs[0]);
  }

  /** The access point has gone. */
  lose(reason: number): void {
    const owner = this.#owner;
    owner.timers.cancel('association');
    owner.radio.connection = undefined;
    this.#setDisconnectReason(reason);
    owner.setBssid(undefined);
    owner.setState('disconnected');
    owner.requestScan(100);
  }

  #in(bssid: string): void {
    const owner = this.#owner;
    const accessPoint = owner.world.air.accessPoint(bssid);
    if (accessPoint === undefined) return this.lose(-reasons.inactivity);
    this.#failures = 0;
    if (owner.current) owner.networks.pardon(owner.current);
    owner.radio.connection = accessPoint;
    owner.setState('completed');
  }

  #wrongSae(): void {
    if (this.#owner.world.announcesWrongKey) this.#announce('SaePasswordMismatch');
    this.#refused('AuthStatusCode', 1);
  }

  /** An answer to the authentication is announced whatever it says, and after what follows from it. */
  #authenticated(code: number): void {
    this.#owner.authStatusCode = code;
    this.#owner.changes.mark('AuthStatusCode');
    this.#owner.changes.flush();
  }

  /** Authentication or association was answered with a status that is not success. */
  #refused(property: 'AuthStatusCode' | 'AssocStatusCode', code: number): void {
    const owner = this.#owner;
    if (property === 'AuthStatusCode') {
      this.#failed(undefined);
      this.#authenticated(code);
      return;
    }
    owner.assocStatusCode = code;
    owner.changes.mark(property);
    owner.changes.flush();
    this.#failed(undefined);
  }

  #failed(status: number | undefined): void {
    const owner = this.#owner;
    if (status !== undefined) return this.#refused('AssocStatusCode', status);
    this.#failures += 1;
    if (this.#failures > 3 && owner.current) owner.networks.leaveOut(owner.current);
    owner.setState('disconnected');
    owner.requestScan(pausesMs[this.#failures - 1] ?? 10_000);
  }

  #deauthenticated(reason: number): void {
    const owner = this.#owner;
    if (owner.state === '4way_handshake') {
      if (owner.world.announcesWrongKey) this.#announce('PskMismatch');
      if (owner.current) owner.networks.leaveOut(owner.current);
    }
    this.#setDisconnectReason(reason);
    owner.setBssid(undefined);
    owner.setState('disconnected');
    owner.requestScan(100);
  }

  #setDisconnectReason(reason: number): void {
    this.#owner.disconnectReason = reason;
    this.#owner.changes.mark('DisconnectReason');
    this.#owner.changes.flush();
  }

  #announce(member: string): void {
    this.#owner.world.server.signal(this.#owner.path, wpaInterfaces.interface, member);
  }

  #takeRefusal(ssid: Uint8Array): Refusal | undefined {
    const { refusals } = this.#owner.world;
    const index = refusals.findIndex((each) => sameSsid(each.ssid, ssid));
    return index < 0 ? undefined : refusals.splice(index, 1)[0];
  }

  #later(ms: number, task: () => void): void {
    this.#owner.timers.after('association', ms, task);
  }
}
