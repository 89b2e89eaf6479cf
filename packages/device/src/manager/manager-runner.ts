import { type Clock, type Log, ProvisioningError } from '@esp-prov/protocol';
import type { KeyValueStore } from '../key-value-store.ts';
import { eraseCredentials, saveCredentials } from '../wifi-credentials.ts';
import type { WifiDriver } from '../wifi-driver.ts';
import type { ManagerEvent } from './manager-event.ts';
import { reduceManager } from './manager-reducer.ts';
import type { ManagerSettings } from './manager-settings.ts';
import {
  initialManagerState,
  type ManagerEffect,
  type ManagerInput,
  type ManagerState,
  type ManagerTimer,
} from './manager-state.ts';

/** What the runner needs to carry effects out. */
export interface ManagerPorts {
  readonly wifi: WifiDriver;
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
  startService(): Promise<void>;
  stopService(): Promise<void>;
}

/** Feeds inputs to the reducer one by one and carries the effects out in their order. */
export class ManagerRunner {
  #state: ManagerState = initialManagerState;
  readonly #ports: ManagerPorts;
  readonly #settings: ManagerSettings;
  readonly #listeners = new Set<(event: ManagerEvent) => void>();
  readonly #timers = new Map<ManagerTimer, AbortController>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(ports: ManagerPorts, settings: ManagerSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  get state(): ManagerState {
    return this.#state;
  }

  /** Hands every event to `listener`, in order, until the returned function is called. */
  watch(listener: (event: ManagerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Handles one input after those before it; resolves when its effects are done.
   *
   * @throws ProvisioningError `manager/invalid-state` when the input is refused in this phase; what an effect throws
   */
  dispatch(input: ManagerInput): Promise<void> {
    const done = this.#tail.then(async () => {
      const before = this.#state;
      const { state, effects, refused } = reduceManager(before, input, this.#settings);
      this.#state = state;
      for (const effect of effects) await this.#perform(effect, before);
      if (refused) {
        throw new ProvisioningError('manager/invalid-state', `${input.kind} is not possible while ${before.phase}`, {
          details: { phase: before.phase },
        });
      }
    });
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #perform(effect: ManagerEffect, before: ManagerState): Promise<void> {
    const { wifi, log } = this.#ports;
    switch (effect.kind) {
      case 'start-service':
        return await this.#ports.startService();
      case 'stop-service':
        return await this.#ports.stopService();
      case 'persist':
        return await this.#keep(before, (store) => saveCredentials(store, effect.credentials));
      case 'forget':
        return await this.#keep(before, eraseCredentials);
      case 'join':
        return wifi.join(effect.credentials);
      case 'leave':
        return wifi.leave();
      case 'start-timer':
        return this.#startTimer(effect.timer);
      case 'cancel-timers':
        return this.#cancelTimers();
      case 'tell':
        for (const listener of this.#listeners) this.#tell(listener, effect.event);
        return;
      case 'log':
        return log(effect.level, this.#settings.logTag, effect.text);
    }
  }

  /** What could not be stored has not happened: the client may try again. */
  async #keep(before: ManagerState, write: (store: KeyValueStore) => Promise<void>): Promise<void> {
    try {
      await write(this.#ports.store);
    } catch (error) {
      this.#state = before;
      this.#ports.log('error', this.#settings.logTag, `Failed to set Wi-Fi configuration: ${messageOf(error)}`);
      throw error;
    }
  }

  /** A listener that fails is the application's affair; the manager goes on. */
  #tell(listener: (event: ManagerEvent) => void, event: ManagerEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#ports.log('error', this.#settings.logTag, `a listener failed on ${event.kind}: ${String(error)}`);
    }
  }

  #startTimer(timer: ManagerTimer): void {
    const { connectDelayMs, autoStopMs, cleanupDelayMs } = this.#settings;
    const waits = { connect: connectDelayMs, 'auto-stop': autoStopMs, cleanup: cleanupDelayMs };
    this.#timers.get(timer)?.abort();
    const cancelled = new AbortController();
    this.#timers.set(timer, cancelled);
    this.#ports.clock
      .sleep(waits[timer], { signal: cancelled.signal })
      .then(
        () => this.dispatch({ kind: 'timer', timer }),
        () => undefined,
      )
      .catch((error: unknown) =>
        this.#ports.log('error', this.#settings.logTag, `${timer} timer failed: ${String(error)}`),
      );
  }

  #cancelTimers(): void {
    for (const cancelled of this.#timers.values()) cancelled.abort();
    this.#timers.clear();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
