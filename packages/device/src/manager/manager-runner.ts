import { type Clock, foreignText, type Log, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { KeyValueStore } from '../key-value-store.ts';
import { eraseCredentials, saveCredentials } from '../wifi/wifi-credentials.ts';
import type { WifiCredentials, WifiDriver } from '../wifi/wifi-driver.ts';
import { type FirmwareLog, ownTag } from '../words/firmware-log.ts';
import type { ManagerLine } from '../words/manager-words.ts';
import { EventTeller, type ManagerCallback } from './event-teller.ts';
import type { ManagerEvent, StationConfig } from './manager-event.ts';
import type { ManagerWaitOptions } from './manager-options.ts';
import { reduceManager } from './manager-reducer.ts';
import type { ManagerSettings } from './manager-settings.ts';
import {
  initialManagerState,
  type ManagerEffect,
  type ManagerInput,
  type ManagerState,
  type ManagerTimer,
  type Transition,
} from './manager-state.ts';

/** What the runner needs to carry effects out. */
export interface ManagerPorts {
  readonly wifi: WifiDriver;
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly lines: FirmwareLog;
  readonly onSchemeEvent?: ManagerCallback | undefined;
  readonly onEvent?: ManagerCallback | undefined;
  readonly cleanupWait?: ((signal: AbortSignal) => Promise<void>) | undefined;
  startService(): Promise<void>;
  stopService(): Promise<void>;
  /** Adds the endpoints of provisioning to the service, or takes them away. */
  offerProvisioning(offered: boolean): Promise<void>;
  advertise(on: boolean): Promise<void>;
}

/** What the log says when an effect fails; the others cannot fail, or log it themselves. */
const failures: Partial<Record<ManagerEffect['kind'], ManagerLine>> = {
  'start-service': 'manager/start-failed',
  persist: 'manager/config-failed',
  forget: 'manager/blank-failed',
  join: 'manager/connect-failed',
  leave: 'manager/disconnect-failed',
};

/** Effects without which their input has not happened. */
const undone: readonly ManagerEffect['kind'][] = ['persist', 'forget', 'offer-provisioning', 'advertise'];

/** Feeds inputs to the reducer one by one and carries the effects out in their order. */
export class ManagerRunner {
  #state: ManagerState;
  readonly #ports: ManagerPorts;
  readonly #settings: ManagerSettings;
  readonly #events: EventTeller;
  readonly #timers = new Map<ManagerTimer, AbortController>();
  readonly #waiting = new Set<() => void>();
  #tail: Promise<unknown>;

  constructor(ports: ManagerPorts, settings: ManagerSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#events = new EventTeller(ports, settings);
    const { state, effects } = reduceManager(initialManagerState, { kind: 'init' }, settings);
    this.#state = state;
    // Sent in the next turn, so that a caller that starts to watch on the next line gets it.
    this.#tail = Promise.resolve().then(() => this.#performAll(effects, initialManagerState));
  }

  get state(): ManagerState {
    return this.#state;
  }

  /** Hands every event to `listener`, in order, until the returned function is called. */
  watch(listener: (event: ManagerEvent) => void): () => void {
    return this.#events.watch(listener);
  }

  /**
   * Handles one input after those before it; resolves when its effects are done.
   *
   * @throws ProvisioningError `manager/invalid-state` when the input is refused in this phase; what an effect throws
   */
  dispatch(input: ManagerInput): Promise<void> {
    const done = this.#tail.then(() => this.#handle(input));
    this.#tail = done
      .catch(() => undefined)
      .then(() => {
        for (const check of this.#waiting) check();
      });
    return done;
  }

  /**
   * Resolves when the state is as wanted and everything that led there is done; rejects when aborted before.
   *
   * @throws ProvisioningError `manager/timeout`
   */
  async until(
    wanted: (state: ManagerState) => boolean,
    { signal, timeoutMs: ms }: ManagerWaitOptions = {},
  ): Promise<void> {
    if (ms === undefined) return await this.#reach(wanted, signal);
    const reason = () => new ProvisioningError('manager/timeout', undefined, { details: { timeoutMs: ms } });
    await withDeadline({ clock: this.#ports.clock, ms, reason, signal }, (both) => this.#reach(wanted, both));
  }

  async #reach(wanted: (state: ManagerState) => boolean, signal: AbortSignal | undefined): Promise<void> {
    let check: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      check = () => {
        if (wanted(this.#state)) resolve();
      };
    });
    this.#waiting.add(check);
    // Not at once: something that is under way may change the state.
    this.#tail.then(check, check);
    try {
      await untilAborted(reached, signal);
    } finally {
      this.#waiting.delete(check);
    }
  }

  async #handle(input: ManagerInput): Promise<void> {
    const before = this.#state;
    const { state, effects, refused } = reduceManager(before, input, this.#settings);
    this.#state = state;
    await this.#performAll(effects, before);
    if (refused) {
      throw new ProvisioningError('manager/invalid-state', `${input.kind} is not possible while ${standing(before)}`, {
        details: { phase: before.phase },
      });
    }
  }

  async #performAll(effects: Transition['effects'], before: ManagerState): Promise<void> {
    for (const effect of effects) {
      try {
        await this.#perform(effect);
      } catch (error) {
        // What could not be done has not happened: the caller may try again.
        if (undone.includes(effect.kind)) this.#state = before;
        const failure = failures[effect.kind];
        if (failure) this.#tellFailure(failure, error);
        throw error;
      }
    }
  }

  async #perform(effect: ManagerEffect): Promise<void> {
    const { wifi, lines } = this.#ports;
    switch (effect.kind) {
      case 'start-service':
        return await this.#ports.startService();
      case 'stop-service':
        return await this.#logged('the service did not stop', () => this.#ports.stopService());
      case 'offer-provisioning':
        return await this.#ports.offerProvisioning(true);
      case 'end-provisioning':
        return await this.#logged('its endpoints did not go', () => this.#ports.offerProvisioning(false));
      case 'advertise':
        return await this.#ports.advertise(effect.on);
      case 'offer-config':
        return await this.#handle({ kind: 'configure', credentials: this.#offer(effect.credentials) });
      case 'persist':
        return await saveCredentials(this.#ports.store, effect.credentials);
      case 'forget':
        return await eraseCredentials(this.#ports.store);
      case 'join':
        return wifi.join(effect.credentials);
      case 'leave':
        return wifi.leave();
      case 'start-timer':
        return this.#startTimer(effect.timer);
      case 'cancel-timers':
        return this.#cancelTimers();
      case 'tell':
        return this.#events.tell(effect.event);
      case 'log':
        return lines(effect.line, ...effect.values);
    }
  }

  #tellFailure(failure: ManagerLine, error: unknown): void {
    // `ESP_FAIL`, as these drivers give no number.
    this.#ports.lines(failure, 'ffffffff');
    this.#ports.log('error', ownTag, foreignText(String(error)));
  }

  /** Ends something. A transport that fails to close does not keep it alive: the end is reported all the same. */
  async #logged(failure: string, end: () => Promise<void>): Promise<void> {
    try {
      await end();
    } catch (error) {
      this.#ports.log('warn', ownTag, `${failure}: ${foreignText(String(error))}`);
    }
  }

  /** What the application makes of the credentials; its arrays are its own afterwards. */
  #offer(credentials: WifiCredentials): WifiCredentials {
    const config: StationConfig = copyOf(credentials);
    this.#events.tell({ kind: 'station-config', config });
    return copyOf(config);
  }

  #startTimer(timer: ManagerTimer): void {
    const { connectDelayMs, autoStopMs, cleanupDelayMs } = this.#settings;
    const waits = { connect: connectDelayMs, 'auto-stop': autoStopMs, cleanup: Math.max(cleanupDelayMs, 100) };
    this.#timers.get(timer)?.abort();
    const cancelled = new AbortController();
    this.#timers.set(timer, cancelled);
    const { clock, cleanupWait } = this.#ports;
    const wait =
      timer === 'cleanup' && cleanupWait
        ? cleanupWait(cancelled.signal)
        : clock.sleep(waits[timer], { signal: cancelled.signal });
    wait
      .then(() => this.dispatch({ kind: 'timer', timer }))
      // Cancelled, or a failure that is logged.
      .catch(() => undefined);
  }

  #cancelTimers(): void {
    for (const cancelled of this.#timers.values()) cancelled.abort();
    this.#timers.clear();
  }
}

function copyOf({ ssid, passphrase, bssid, channel }: WifiCredentials): WifiCredentials {
  return {
    ssid: Uint8Array.from(ssid),
    passphrase: Uint8Array.from(passphrase),
    ...(bssid === undefined ? {} : { bssid: Uint8Array.from(bssid) }),
    ...(channel === undefined ? {} : { channel }),
  };
}

function standing({ initialized, phase }: ManagerState): string {
  return initialized ? phase : 'not initialized';
}
