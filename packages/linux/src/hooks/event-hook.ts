import { type Clock, foreignText, type Log, ProvisioningError, utf8, withDeadline } from '@esp-prov/protocol';
import { type EventFacts, eventFacts } from '../device/event-facts.ts';
import type { LinuxDeviceEvent } from '../device/linux-device.ts';
import type { Programs } from '../programs/programs.ts';

/** A program with its arguments; no shell reads them. */
export type HookCommand = readonly [program: string, ...args: string[]];

/** What a hook runs on. */
export interface EventHookPorts {
  readonly programs: Programs;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a hook may take, in ms. */
const timeoutMs = 10_000;

/** Events that wait for the hook at most. */
const maxWaiting = 64;

/** How long the end of the device waits for hooks that still run, in ms. */
const endMs = 3000;

/**
 * Runs a program on each event, one after the other: it gets the kind of the event as its last argument, the event as
 * JSON on its standard input, and its facts as `ESP_PROV_…` in its environment. Whatever it does, the device goes on.
 */
export class EventHook implements AsyncDisposable {
  readonly #command: HookCommand;
  readonly #ports: EventHookPorts;
  readonly #stop = new AbortController();
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #closed = false;

  constructor(command: HookCommand, ports: EventHookPorts) {
    this.#command = command;
    this.#ports = ports;
  }

  /** Takes an event; returns at once. */
  take(event: LinuxDeviceEvent): void {
    const facts = eventFacts(event);
    if (this.#closed || this.#waiting >= maxWaiting) {
      this.#ports.log('warn', 'hook', `the hook was not run on ${facts.kind}: it is too slow`);
      return;
    }
    this.#waiting += 1;
    this.#tail = this.#tail.then(() => this.#run(facts));
  }

  /** Waits for a hook that runs, and for those that wait, but not long. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const { clock } = this.#ports;
    const reason = () => new ProvisioningError('board/program-failed', 'the device has ended');
    await withDeadline({ clock, ms: endMs, reason }, (signal) => {
      signal.addEventListener('abort', () => this.#stop.abort(signal.reason), { once: true });
      return this.#tail;
    }).catch(() => undefined);
  }

  async #run(facts: EventFacts): Promise<void> {
    const [program, ...args] = this.#command;
    try {
      const env = environmentOf(facts);
      const input = utf8(`${JSON.stringify(facts)}\n`);
      const signal = this.#stop.signal;
      await this.#ports.programs.run({ program, arguments: [...args, facts.kind], env, input, timeoutMs, signal });
    } catch (error) {
      this.#ports.log('warn', 'hook', `the hook failed on ${facts.kind}: ${foreignText(String(error))}`);
    } finally {
      this.#waiting -= 1;
    }
  }
}

/** Returns the facts as variables: `ESP_PROV_EVENT`, `ESP_PROV_SSID` … No variable holds a zero byte, so such a fact is left out. */
function environmentOf({ kind, ...facts }: EventFacts): Record<string, string> {
  const variables: [string, string][] = [['ESP_PROV_EVENT', kind]];
  for (const [name, value] of Object.entries(facts)) {
    const variable = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    if (!String(value).includes('\0')) variables.push([`ESP_PROV_${variable}`, String(value)]);
  }
  return Object.fromEntries(variables);
}
