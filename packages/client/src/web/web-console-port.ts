import { type Clock, ProvisioningError, TextInbox, untilAborted, utf8, withDeadline } from '@esp-prov/protocol';
import type { ConsolePort } from '../console/console-port.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { BrowserReader, BrowserSerialPort, BrowserWriter } from './browser-serial.ts';
import { foreignError } from './foreign-error.ts';

/** Errors of the line one after another, with nothing read in between, until the port is given up. */
const mostLineErrors = 100;

/** Longest time for one writing, and for each step of closing, in ms. */
const limitsMs = { write: 10_000, close: 2000 } as const;

/** Errors of the line after which the port goes on: a chip that restarts makes some of them. */
const lineErrors: readonly string[] = ['BreakError', 'BufferOverrunError', 'FramingError', 'ParityError'];

/** The console behind an open serial port of a browser. */
export class WebConsolePort implements ConsolePort {
  readonly #port: BrowserSerialPort;
  readonly #clock: Clock;
  readonly #inbox = new TextInbox();
  readonly #ended = new AbortController();
  readonly #reading: Promise<void>;
  #reader: BrowserReader | undefined;
  #writer: BrowserWriter | undefined;
  #closing: Promise<void> | undefined;
  readonly #onDisconnect = (): void => this.#end(new ProvisioningError('link/lost', 'the serial port has gone'));

  constructor(port: BrowserSerialPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
    port.addEventListener('disconnect', this.#onDisconnect);
    this.#reading = this.#listen();
  }

  /** Aborted with the reason when the port has gone or was closed. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  read(options?: CallOptions): Promise<string | undefined> {
    return this.#inbox.read(options);
  }

  async write(text: string, { signal }: CallOptions = {}): Promise<void> {
    this.#ended.signal.throwIfAborted();
    const ms = limitsMs.write;
    const reason = () => new ProvisioningError('link/timeout', 'the serial port takes no characters');
    const ended = this.#ended.signal;
    try {
      await withDeadline({ clock: this.#clock, ms, reason, signal }, (all) =>
        untilAborted(untilAborted(this.#send(text), ended), all),
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ProvisioningError) throw error;
      const lost = lostPort(error);
      this.#end(lost);
      throw lost;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #send(text: string): Promise<void> {
    this.#writer ??= this.#port.writable?.getWriter();
    if (!this.#writer) throw new ProvisioningError('link/lost', 'the serial port has gone');
    await this.#writer.write(utf8(text));
  }

  /** Reads until the port ends. A stream that ends with an error of the line is followed by another one. */
  async #listen(): Promise<void> {
    // Across streams and pieces, as a character may come in two of them.
    const decoder = new TextDecoder();
    let failures = 0;
    while (!this.#ended.signal.aborted) {
      try {
        this.#reader = this.#port.readable?.getReader();
        if (!this.#reader) return this.#end(new ProvisioningError('link/lost', 'the serial port has gone'));
        for (;;) {
          const { done, value } = await this.#reader.read();
          if (done) break;
          if (!value || value.length === 0) continue;
          failures = 0;
          this.#inbox.push(decoder.decode(value, { stream: true }));
        }
        this.#release();
        return this.#end(new ProvisioningError('link/lost', 'the serial port has ended'));
      } catch (error) {
        this.#release();
        if (!lineErrors.includes(foreignError(error).name) || ++failures > mostLineErrors) {
          return this.#end(lostPort(error));
        }
      }
    }
  }

  #release(): void {
    try {
      this.#reader?.releaseLock();
    } catch {
      // A reader whose stream has failed may refuse; its lock is gone with the stream.
    }
    this.#reader = undefined;
  }

  #end(reason: ProvisioningError): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(reason);
    this.#inbox.end(reason.code === 'link/closed' ? undefined : reason);
    this.#port.removeEventListener('disconnect', this.#onDisconnect);
  }

  async #close(): Promise<void> {
    this.#end(new ProvisioningError('link/closed'));
    await this.#quietly(async () => await this.#reader?.cancel());
    await this.#quietly(() => this.#reading);
    this.#release();
    await this.#quietly(async () => await this.#writer?.abort());
    await this.#quietly(async () => this.#writer?.releaseLock());
    await this.#quietly(async () => await this.#port.close());
  }

  /** Waits for a step of closing, which a browser may refuse or never end when the device has gone. */
  async #quietly(step: () => Promise<void>): Promise<void> {
    const reason = () => new ProvisioningError('link/timeout');
    await withDeadline({ clock: this.#clock, ms: limitsMs.close, reason }, (all) => untilAborted(step(), all)).catch(
      () => undefined,
    );
  }
}

function lostPort(cause: unknown): ProvisioningError {
  const { message } = foreignError(cause);
  return new ProvisioningError('link/lost', `the serial port has failed${message && `: ${message}`}`, { cause });
}
