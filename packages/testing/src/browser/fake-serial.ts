import type { ConsolePort } from '@esp-prov/client';
import type { BrowserPortFilter, BrowserSerial } from '@esp-prov/client/web';
import { browserException } from './browser-exception.ts';
import { FakeSerialPort } from './fake-serial-port.ts';

/** `navigator.serial` of a browser whose ports lead to other consoles. */
export class FakeSerial implements BrowserSerial<FakeSerialPort> {
  /** The port that somebody takes from the browser's list; undefined: nobody takes one. */
  takes: FakeSerialPort | undefined;
  /** What the page has asked for so far. */
  readonly requests: unknown[] = [];
  readonly #ports = new Set<FakeSerialPort>();

  async requestPort(request?: object): Promise<FakeSerialPort> {
    this.requests.push(request);
    if (!this.takes) throw browserException('NotFoundError', 'No port selected by the user.');
    return this.takes;
  }

  async getPorts(): Promise<FakeSerialPort[]> {
    return [...this.#ports];
  }

  /** Returns a port that somebody has chosen for the page. Its line is made anew each time it is opened. */
  add(line: () => ConsolePort, usb: BrowserPortFilter = {}): FakeSerialPort {
    const port = new FakeSerialPort(line, usb);
    this.#ports.add(port);
    return port;
  }

  /** Forgets a port, as a browser does when its device is unplugged. */
  remove(port: FakeSerialPort): void {
    this.#ports.delete(port);
    port.unplug();
  }
}
