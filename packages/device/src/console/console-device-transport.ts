import { type Bytes, foreignText, type Log, ProvisioningError, silentLog, toHex } from '@esp-prov/protocol';
import type { DeviceTransport, Requests, Service } from '../device-transport.ts';
import { type FirmwareLog, firmwareLog, ownTag } from '../words/firmware-log.ts';
import { maxConsoleLine, readConsoleHex, readConsoleSession, splitConsoleLine } from './console-line.ts';
import type { ConsoleDevicePort } from './console-port.ts';

/** Parts of a console besides its serial line. */
export interface ConsoleDeviceOptions {
  /** Longest line, its CR included; default 255. */
  readonly maxLine?: number | undefined;
  /**
   * Only to be an old release: if a line fills the buffer, the character behind it is lost where it has come already.
   * Default false.
   */
  readonly losesNext?: boolean | undefined;
  readonly log?: Log | undefined;
  /** Called when the serial line has ended and everything that came over it was answered. */
  readonly onUnplugged?: (() => void) | undefined;
}

/** Session number of an unused console; no session has it. */
const noSession = 0xffffffff;

/**
 * The console of a device: each endpoint is a command `<endpoint> <session> <hex>`, answered by a line of hexadecimal
 * digits, or by nothing. Another session number than the last opens a new session; none is ever closed. The serial line
 * belongs to the caller, which may also print a log on it. esp-idf: protocomm/src/transports/protocomm_console.c
 */
export class ConsoleDeviceTransport implements DeviceTransport {
  readonly #port: ConsoleDevicePort;
  readonly #rules: LineRules;
  readonly #log: Log | undefined;
  readonly #onUnplugged: () => void;
  #serving: AbortController | undefined;
  #repl: ConsoleRepl | undefined;
  #lines: FirmwareLog = () => undefined;

  constructor(port: ConsoleDevicePort, options: ConsoleDeviceOptions = {}) {
    this.#port = port;
    this.#rules = { maxLine: options.maxLine ?? maxConsoleLine, losesNext: options.losesNext ?? false };
    this.#log = options.log;
    this.#onUnplugged = options.onUnplugged ?? (() => undefined);
  }

  /** Whether the console answers. */
  get serving(): boolean {
    return this.#serving !== undefined;
  }

  async start(service: Service, requests: Requests): Promise<void> {
    const serving = new AbortController();
    this.#serving = serving;
    const log = this.#log ?? service.log ?? silentLog;
    this.#lines = firmwareLog({ log, words: service.words });
    this.#lines('console/opening');
    const repl = new ConsoleRepl(this.#port, this.#rules, service, requests);
    this.#repl = repl;
    repl.run(serving.signal).then(
      () => this.#onUnplugged(),
      (error: unknown) => {
        if (!serving.signal.aborted) log('error', ownTag, `the console ended: ${foreignText(String(error))}`);
      },
    );
  }

  async change(endpoints: Service['endpoints']): Promise<void> {
    this.#repl?.add(endpoints);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#serving) return;
    // A running command is not waited for: it may be what ends the service.
    this.#serving.abort(new ProvisioningError('link/closed'));
    this.#serving = undefined;
    this.#lines('console/stopping');
    this.#lines('console/stopped');
  }
}

/** How lines are read. */
interface LineRules {
  readonly maxLine: number;
  readonly losesNext: boolean;
}

/** Reads, runs and prints, one line after the other. */
class ConsoleRepl {
  readonly #port: ConsoleDevicePort;
  readonly #rules: LineRules;
  readonly #commands = new Set<string>();
  readonly #requests: Requests;
  /** Characters behind the present line. */
  #waiting = '';
  /** A read that was begun while a command ran. */
  #reading: Promise<string | undefined> | undefined;
  #session = noSession;

  constructor(port: ConsoleDevicePort, rules: LineRules, service: Service, requests: Requests) {
    this.#port = port;
    this.#rules = rules;
    this.add(service.endpoints);
    this.#requests = requests;
  }

  /**
   * Adds the commands of endpoints. Those of endpoints that are gone stay in the help until the end, as esp_console keeps
   * them; they print nothing.
   */
  add(endpoints: Service['endpoints']): void {
    for (const { name } of endpoints) this.#commands.add(name);
  }

  /** Resolves when the serial line has ended. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      this.#port.write('\n>> ');
      const line = await this.#readLine(signal);
      if (line === undefined) return;
      const printed = await this.#execute(splitConsoleLine(line), signal);
      signal.throwIfAborted();
      this.#port.write(printed);
    }
  }

  /** Returns the next line with its CR, echoed as it comes; cut where the buffer is full. */
  async #readLine(signal: AbortSignal): Promise<string | undefined> {
    const { maxLine, losesNext } = this.#rules;
    let line = '';
    for (;;) {
      const ended = this.#waiting.indexOf('\r') + 1;
      const part = this.#waiting.slice(0, Math.min(ended || this.#waiting.length, maxLine - line.length));
      this.#waiting = this.#waiting.slice(part.length);
      if (part !== '') this.#port.write(part.replace('\r', '\r\n'));
      line += part;
      // It is read before the firmware looks for room. esp-idf: protocomm_console_task in protocomm_console.c
      if (line.length === maxLine && losesNext) this.#waiting = this.#waiting.slice(1);
      if (line.endsWith('\r') || line.length === maxLine) return line;
      this.#reading ??= this.#port.read({ signal });
      const piece = await this.#reading;
      this.#reading = undefined;
      if (piece === undefined) return undefined;
      this.#waiting = piece;
    }
  }

  /** Returns what a command prints; a failed and an unknown one print nothing. */
  async #execute(words: readonly string[], signal: AbortSignal): Promise<string> {
    const [name = '', session, hex] = words;
    // The firmware's own needs a blank behind it, as it takes the CR for a part of the word.
    if (name.trimEnd() === 'help') return this.#help();
    if (!this.#commands.has(name) || session === undefined || hex === undefined) return '';
    const peer = readConsoleSession(session);
    if (peer !== this.#session) {
      this.#session = peer;
      this.#requests.open(peer);
    }
    try {
      return `\r\n${toHex(await this.#request(peer, name, readConsoleHex(hex), signal))}\r\n`;
    } catch {
      // The refusing code has logged why.
      return '';
    }
  }

  /**
   * Returns the answer. A user who types another line meanwhile, or leaves, gives up what the brake on guessing holds
   * back.
   */
  async #request(peer: number, endpoint: string, request: Bytes, signal: AbortSignal): Promise<Bytes> {
    const givenUp = new AbortController();
    let running = true;
    const watch = async () => {
      while (running && !this.#waiting.includes('\r') && this.#waiting.length < this.#rules.maxLine) {
        this.#reading ??= this.#port.read({ signal });
        const piece = await this.#reading;
        if (!running) return;
        // The end stays for the next read.
        if (piece === undefined) break;
        this.#reading = undefined;
        this.#waiting += piece;
      }
      givenUp.abort();
    };
    const answer = this.#requests.handle(peer, endpoint, request, { signal: givenUp.signal });
    watch().catch(() => givenUp.abort());
    try {
      return await answer;
    } finally {
      running = false;
    }
  }

  #help(): string {
    const lines = ['help ', '  Print the list of registered commands', ''];
    for (const name of this.#commands) lines.push(`${name} `, '  ', '');
    return lines.map((line) => `${line}\r\n`).join('');
  }
}
