import { ConsoleDeviceTransport, type DeviceTransport, type Requests, type Service } from '@esp-prov/device';
import { ProvisioningError } from '@esp-prov/protocol';
import type { ReleaseProfile } from '@esp-prov/virtual';
import { type HostedConsole, listeningConsole, ptyConsole, stdioConsole } from '@esp-prov/virtual/node';
import type { DeviceOptions } from './device-options.ts';

/** The console of a virtual device on a serial line of this machine, which its log shares as on the chip. */
export class DeviceConsole implements DeviceTransport {
  /** The line, which stays open when the service ends, for the log. */
  readonly line: HostedConsole;
  readonly #transport: ConsoleDeviceTransport;
  #unplug: () => void = () => undefined;
  readonly #unplugged = new Promise<void>((resolve) => {
    this.#unplug = resolve;
  });
  #ended = false;

  constructor(line: HostedConsole, rules: ReleaseProfile['console']) {
    this.line = line;
    this.#transport = new ConsoleDeviceTransport(line, { ...rules, onUnplugged: () => this.#unplug() });
    void line.ended.then(() => {
      this.#ended = true;
    });
  }

  /** How a client reaches the console; empty while it does not answer. */
  get address(): string {
    return this.#transport.serving ? (this.line.address ?? 'standard input and output') : '';
  }

  /** Options by which a client reaches the device, where another program can reach the line. */
  get way(): readonly string[] | undefined {
    const { address } = this.line;
    return address === undefined ? undefined : ['--transport', 'console', '--port', address];
  }

  /** Whether the log is to be printed by itself too, as it goes over another line than the standard output. */
  get isElsewhere(): boolean {
    return this.line.address !== undefined;
  }

  /** Prints a line of the log. */
  print(line: string): void {
    this.line.write(`${line.replaceAll('\n', '\r\n')}\r\n`);
  }

  async start(service: Service, requests: Requests): Promise<void> {
    await this.#transport.start(service, requests);
  }

  async change(endpoints: Service['endpoints']): Promise<void> {
    await this.#transport.change(endpoints);
  }

  /**
   * For a device that has booted: resolves when the line has ended and everything that came over it was answered. A
   * board has its power from the same cable.
   */
  async unplugged(): Promise<void> {
    await Promise.race([this.#unplugged, this.line.ended]);
    if (this.#transport.serving) await this.#unplugged;
  }

  /** Ends the service. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport[Symbol.asyncDispose]();
    if (this.#ended) this.#unplug();
  }
}

/**
 * Opens the console on the line that the options name: standard input and output, a pseudo-terminal or a TCP port.
 *
 * @throws ProvisioningError `usage/invalid-option` when two things want the standard output
 */
export async function openDeviceConsole(
  { pty, listen, json }: DeviceOptions,
  { console: rules }: ReleaseProfile,
): Promise<DeviceConsole> {
  if (pty !== undefined) return new DeviceConsole(await ptyConsole(pty === true ? {} : { link: pty }), rules);
  if (listen) return new DeviceConsole(await listeningConsole(listen), rules);
  if (!json) return new DeviceConsole(stdioConsole({ onInterrupt: () => process.kill(process.pid, 'SIGINT') }), rules);
  throw new ProvisioningError(
    'usage/invalid-option',
    '--json prints on standard output, so the console needs another place: --pty or --listen',
  );
}
