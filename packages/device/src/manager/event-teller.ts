import { foreignText, type Log } from '@esp-prov/protocol';
import { type FirmwareLog, ownTag } from '../words/firmware-log.ts';
import { eventNumber, type ManagerEvent } from './manager-event.ts';
import type { ManagerSettings } from './manager-settings.ts';

/** Called with every event before the manager goes on; may change the configuration in `station-config`. */
export type ManagerCallback = (event: ManagerEvent) => void;

/** The callbacks that get events besides the listeners. */
export interface EventTellerPorts {
  readonly log: Log;
  readonly lines: FirmwareLog;
  readonly onSchemeEvent?: ManagerCallback | undefined;
  readonly onEvent?: ManagerCallback | undefined;
}

/**
 * Sends events in the order of the firmware: to the callback of the scheme, to that of the application, then to all
 * listeners. If one of them throws, the manager goes on.
 */
export class EventTeller {
  readonly #ports: EventTellerPorts;
  readonly #settings: ManagerSettings;
  readonly #listeners = new Set<ManagerCallback>();

  constructor(ports: EventTellerPorts, settings: ManagerSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /** Hands every event to `listener` until the returned function is called. */
  watch(listener: ManagerCallback): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: ManagerEvent): void {
    const { onSchemeEvent, onEvent, lines } = this.#ports;
    lines('manager/event', eventNumber(event.kind, this.#settings.tellsStationConfig));
    for (const callback of [onSchemeEvent, onEvent]) if (callback) this.#call(callback, event);
    // The loop carries copies: what a listener changes has no effect.
    for (const listener of this.#listeners) this.#call(listener, posted(event));
  }

  #call(callback: ManagerCallback, event: ManagerEvent): void {
    try {
      callback(event);
    } catch (error) {
      this.#ports.log('error', ownTag, `a listener failed on ${event.kind}: ${foreignText(String(error))}`);
    }
  }
}

function posted(event: ManagerEvent): ManagerEvent {
  if (event.kind !== 'station-config') return event;
  const { ssid, passphrase } = event.config;
  return { kind: event.kind, config: { ssid: Uint8Array.from(ssid), passphrase: Uint8Array.from(passphrase) } };
}
