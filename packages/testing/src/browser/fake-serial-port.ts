import type { ConsolePort } from '@esp-prov/client';
import type {
  BrowserPortFilter,
  BrowserReadable,
  BrowserReader,
  BrowserSerialPort,
  BrowserWritable,
  BrowserWriter,
} from '@esp-prov/client/web';
import { type Bytes, decodeUtf8, utf8 } from '@esp-prov/protocol';
import { browserException } from './browser-exception.ts';

/** A serial port of a {@link FakeSerial}; at its other end is a console. */
export class FakeSerialPort implements BrowserSerialPort {
  readonly usb: BrowserPortFilter;
  connected = true;
  /** Whether another program has the port open. */
  isTaken = false;
  /** Levels of the control lines, in order, as `DTR RTS`. */
  readonly signals: string[] = [];
  /** Called at each change of the control lines. */
  onSignals: (dtr: boolean, rts: boolean) => void = () => undefined;
  /** Speeds at which it was opened. */
  readonly speeds: number[] = [];
  readonly #makeLine: () => ConsolePort;
  readonly #listeners = new Set<() => void>();
  #open: OpenLine | undefined;

  constructor(line: () => ConsolePort, usb: BrowserPortFilter) {
    this.#makeLine = line;
    this.usb = usb;
  }

  get readable(): BrowserReadable | null {
    return this.#open?.readable ?? null;
  }

  get writable(): BrowserWritable | null {
    return this.#open?.writable ?? null;
  }

  /** Whether a reader or a writer has not been given back. */
  get isLocked(): boolean {
    return this.#open?.isLocked ?? false;
  }

  async open({ baudRate }: { baudRate: number }): Promise<void> {
    if (this.#open) throw browserException('InvalidStateError', 'The port is already open.');
    if (this.isTaken || !this.connected) throw browserException('NetworkError', 'Failed to open serial port.');
    this.speeds.push(baudRate);
    this.#open = new OpenLine(this.#makeLine());
  }

  async close(): Promise<void> {
    if (!this.#open) throw browserException('InvalidStateError', 'The port is already closed.');
    if (this.#open.isLocked) throw new TypeError('Cannot cancel a locked stream');
    const { line } = this.#open;
    this.#open = undefined;
    await line[Symbol.asyncDispose]();
  }

  async setSignals({
    dataTerminalReady = false,
    requestToSend = false,
  }: {
    dataTerminalReady?: boolean;
    requestToSend?: boolean;
  }): Promise<void> {
    if (!this.#open) throw browserException('InvalidStateError', 'The port is closed.');
    this.signals.push(`${Number(dataTerminalReady)} ${Number(requestToSend)}`);
    this.onSignals(dataTerminalReady, requestToSend);
  }

  getInfo(): BrowserPortFilter {
    return this.usb;
  }

  addEventListener(_type: 'disconnect', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'disconnect', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Pulls the cable, or lets the chip take its port away. */
  unplug(): void {
    this.connected = false;
    this.#open?.fail(browserException('NetworkError', 'The device has been lost.'));
    for (const listener of [...this.#listeners]) listener();
  }

  /** Plugs the cable in again. */
  plug(): void {
    this.connected = true;
  }

  /** Delivers bytes that the other end did not send, cut as they are. */
  noise(...pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) this.#open?.arrive(Uint8Array.from(piece));
  }

  /** Ends the stream of what is read with an error of the line, such as `BreakError`. */
  disturb(name: string): void {
    this.#open?.disturb(browserException(name, 'The line was disturbed.'));
  }
}

/** The two streams of a port that is open. */
class OpenLine {
  readonly line: ConsolePort;
  readonly #pieces: Bytes[] = [];
  #failure: Error | undefined;
  #disturbance: Error | undefined;
  #isRead = false;
  #isWritten = false;
  #isCancelled = false;
  #isEnded = false;
  #arrived: () => void = () => undefined;

  constructor(line: ConsolePort) {
    this.line = line;
    void this.#listen();
  }

  get isLocked(): boolean {
    return this.#isRead || this.#isWritten;
  }

  get readable(): BrowserReadable | null {
    return this.#failure ? null : { getReader: () => this.#reader() };
  }

  get writable(): BrowserWritable | null {
    return this.#failure ? null : { getWriter: () => this.#writer() };
  }

  arrive(piece: Bytes): void {
    this.#pieces.push(piece);
    this.#arrived();
  }

  fail(error: Error): void {
    this.#failure = error;
    this.#arrived();
  }

  disturb(error: Error): void {
    this.#disturbance = error;
    this.#arrived();
  }

  async #listen(): Promise<void> {
    for (;;) {
      const text = await this.line.read().catch(() => undefined);
      if (text === undefined) break;
      this.arrive(utf8(text));
    }
    this.#isEnded = true;
    this.#arrived();
  }

  #reader(): BrowserReader {
    if (this.#isRead) throw new TypeError('The stream is locked to a reader.');
    this.#isRead = true;
    return {
      read: async () => {
        for (;;) {
          const piece = this.#pieces.shift();
          if (piece) return { done: false, value: piece };
          if (this.#failure) throw this.#failure;
          if (this.#disturbance) {
            const error = this.#disturbance;
            this.#disturbance = undefined;
            throw error;
          }
          if (this.#isCancelled || this.#isEnded) return { done: true };
          await new Promise<void>((resolve) => {
            this.#arrived = resolve;
          });
        }
      },
      cancel: async () => {
        this.#isCancelled = true;
        this.#arrived();
      },
      releaseLock: () => {
        this.#isRead = false;
      },
    };
  }

  #writer(): BrowserWriter {
    if (this.#isWritten) throw new TypeError('The stream is locked to a writer.');
    this.#isWritten = true;
    return {
      write: async (bytes) => {
        if (this.#failure) throw this.#failure;
        await this.line.write(decodeUtf8(bytes) ?? '');
      },
      abort: async () => undefined,
      releaseLock: () => {
        this.#isWritten = false;
      },
    };
  }
}
