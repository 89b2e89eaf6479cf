import type { ConsolePort } from '@esp-prov/client';
import { type ConsoleDeviceOptions, ConsoleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import { TextInbox } from '@esp-prov/protocol';

/** A serial line within the page: the device's console and its log on one end, a client on the other. */
export class TabConsole {
  /** What the device serves its console by. */
  readonly device: DeviceTransport;
  readonly #toDevice = new TextInbox();
  #toClient = new TextInbox();

  constructor(options: Pick<ConsoleDeviceOptions, 'maxLine' | 'losesNext'> = {}) {
    const write = (text: string) => this.#toClient.push(text);
    this.device = new ConsoleDeviceTransport({ write, read: (call) => this.#toDevice.read(call) }, options);
  }

  /** Prints a line of the log on the line that the console uses. */
  print(line: string): void {
    this.#toClient.push(`${line.replaceAll('\n', '\r\n')}\r\n`);
  }

  /** Opens the client's end; what was printed before is not heard. */
  open(): ConsolePort {
    const inbox = new TextInbox();
    this.#toClient.end();
    this.#toClient = inbox;
    return {
      write: async (text) => this.#toDevice.push(text),
      read: (options) => inbox.read(options),
      [Symbol.asyncDispose]: async () => inbox.end(),
    };
  }

  /** Ends the line, as when the cable is pulled or the power goes. */
  unplug(): void {
    this.#toClient.end();
    this.#toDevice.end();
  }
}
