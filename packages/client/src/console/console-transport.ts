import {
  type Bytes,
  type Clock,
  isProvisioningError,
  ProvisioningError,
  type Random,
  systemClock,
  systemRandom,
  withDeadline,
} from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { consoleCommand, maxConsoleLine, smallestConsoleRoom } from './console-command.ts';
import type { ConsolePort } from './console-port.ts';
import { ConsoleReadiness, ConsoleReplyReader } from './console-reply.ts';

/** How to talk with the console of a device. */
export interface ConsoleTransportOptions {
  /** Number of the transport session; default: drawn, since another number than the last begins a new session. */
  readonly session?: number | undefined;
  /** Longest time for one exchange in ms; a blocking scan takes up to ten seconds. Default 60 000. */
  readonly timeoutMs?: number | undefined;
  /**
   * Longest time in ms until the console shows its prompt; a board that restarts takes some seconds. Default 10 000.
   */
  readonly readyMs?: number | undefined;
  /** Longest line that the device takes, its CR included; default 255. */
  readonly maxLine?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/** Time in ms after which the question for the prompt is repeated: the board may have been starting. */
const askAgainMs = 1000;

/**
 * Returns a transport over the console of a device, driven over a port: `<endpoint> <session> <hex>`, an answer in
 * hexadecimal digits.
 *
 * The console prints nothing when it refuses, and nothing for an unknown endpoint: its next prompt is the refusal, so
 * both are `endpoint/refused`. Where no prompt comes either, the exchange ends with `link/timeout`. The transport
 * closes the port.
 */
export function consoleTransport(port: ConsolePort, options: ConsoleTransportOptions = {}): Transport {
  return new ConsoleTransport(port, options);
}

class ConsoleTransport implements Transport {
  readonly kind = 'console';
  readonly maxRequest: number;
  readonly endpoints = undefined;
  readonly #port: ConsolePort;
  readonly #session: number;
  readonly #maxLine: number;
  readonly #timeoutMs: number;
  readonly #readyMs: number;
  readonly #clock: Clock;
  readonly #random: Random;
  #ready = false;
  #closed = false;

  constructor(port: ConsolePort, options: ConsoleTransportOptions) {
    this.#port = port;
    this.#random = options.random ?? systemRandom;
    this.#session = options.session ?? this.#draw();
    this.#maxLine = options.maxLine ?? maxConsoleLine;
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#readyMs = options.readyMs ?? 10_000;
    this.#clock = options.clock ?? systemClock;
    this.maxRequest = smallestConsoleRoom(this.#session, this.#maxLine);
  }

  async exchange(endpoint: string, request: Bytes, { signal }: CallOptions = {}): Promise<Bytes> {
    const command = consoleCommand(endpoint, this.#session, request, this.#maxLine);
    if (this.#closed) throw new ProvisioningError('link/closed');
    signal?.throwIfAborted();
    if (!this.#ready) await this.#getReady(signal);
    // Until this exchange has its answer: after a failure the state of the console is unknown.
    this.#ready = false;
    const timeoutMs = this.#timeoutMs;
    const reason = () => new ProvisioningError('link/timeout', undefined, { details: { endpoint, timeoutMs } });
    const reply = await withDeadline({ clock: this.#clock, ms: timeoutMs, reason, signal }, async (both) => {
      const reader = new ConsoleReplyReader(command);
      await this.#port.write(`${command}\r`, { signal: both });
      return await this.#hear((piece) => settled(reader.push(piece)), both);
    });
    if (reply.kind === 'restarted') throw new ProvisioningError('link/lost', 'the device has restarted');
    this.#ready = true;
    if (reply.kind === 'answer') return reply.bytes;
    throw new ProvisioningError('endpoint/refused', undefined, { details: { endpoint } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#port[Symbol.asyncDispose]();
  }

  /**
   * Sends a word that is no command until the console has echoed it and shows its prompt: so half a line that somebody
   * else has typed is out of the way, and what was printed before is not taken for an answer.
   */
  async #getReady(signal: AbortSignal | undefined): Promise<void> {
    const end = this.#clock.now() + this.#readyMs;
    let heardAnything = false;
    while (this.#clock.now() < end) {
      const word = `sync-${this.#draw()}`;
      const listening = this.#within(askAgainMs, signal, async (both) => {
        const readiness = new ConsoleReadiness(word);
        await this.#port.write(`${word}\r`, { signal: both });
        return await this.#hear((piece) => {
          heardAnything ||= piece !== '';
          return readiness.push(piece) || undefined;
        }, both);
      });
      if (await listening) return;
    }
    const details = { readyMs: this.#readyMs };
    if (!heardAnything) throw new ProvisioningError('link/unreachable', 'nothing comes over the console', { details });
    throw new ProvisioningError('link/protocol', 'the port prints, but shows no prompt of a provisioning console', {
      details,
    });
  }

  /** Returns the result of `task`; undefined when it takes longer than `ms`. */
  async #within<T>(
    ms: number,
    signal: AbortSignal | undefined,
    task: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const reason = () => new ProvisioningError('link/timeout');
    try {
      return await withDeadline({ clock: this.#clock, ms, reason, signal }, task);
    } catch (error) {
      signal?.throwIfAborted();
      if (isProvisioningError(error, 'link/timeout')) return undefined;
      throw error;
    }
  }

  /** Hands characters to `look` as they come, until it has found something. */
  async #hear<T>(look: (piece: string) => T | undefined, signal: AbortSignal): Promise<T> {
    for (;;) {
      const piece = await this.#port.read({ signal });
      if (piece === undefined) throw new ProvisioningError('link/lost', 'the port of the console was closed');
      const found = look(piece);
      if (found !== undefined) return found;
    }
  }

  /** Returns a number from 1 to 9999: short, since every digit costs room in the line. */
  #draw(): number {
    const [high = 0, low = 0] = this.#random(2);
    return 1 + (((high << 8) | low) % 9999);
  }
}

function settled<T extends { readonly kind: string }>(reply: T): Exclude<T, { readonly kind: 'pending' }> | undefined {
  return reply.kind === 'pending' ? undefined : (reply as Exclude<T, { readonly kind: 'pending' }>);
}
