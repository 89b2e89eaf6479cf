import { foreignText, type Log } from '@esp-prov/protocol';
import type { LinuxDeviceEvent } from './linux-device.ts';

type Listener = (event: LinuxDeviceEvent) => void;

/** Events that are kept for the first watcher. */
const maxKept = 32;

/** Hands events to listeners; one that throws is logged, and the others get the event all the same. */
export class DeviceEvents {
  readonly #log: Log;
  readonly #listeners = new Set<Listener>();
  #kept: LinuxDeviceEvent[] | undefined = [];

  constructor(log: Log) {
    this.#log = log;
  }

  /** Hands every event to `listener` until the returned function is called. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As {@link add}; the first one also gets what came before it. */
  watch(listener: Listener): () => void {
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const event of kept) this.#call(listener, event);
    return this.add(listener);
  }

  tell(event: LinuxDeviceEvent): void {
    if (this.#kept && this.#kept.length < maxKept) this.#kept.push(event);
    for (const listener of [...this.#listeners]) this.#call(listener, event);
  }

  #call(listener: Listener, event: LinuxDeviceEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#log('error', 'board', `a listener failed on ${event.kind}: ${foreignText(String(error))}`);
    }
  }
}
