import { type DeviceTransport, type Requests, wrapDeviceTransport, wrapRequests } from '@esp-prov/device';
import type { Log } from '@esp-prov/protocol';
import type { BleBehaviour } from '../profiles/ble-behaviour.ts';

/** What a scheme does beside the manager: it frees memory and reports links, by lines in the log. */
export interface BleSchemeOptions {
  readonly behaviour: BleBehaviour;
  /** Whether Bluetooth outlives the service, and its memory is not freed. */
  readonly staysOn: boolean;
  /** Whether the security scheme has sessions; without them the firmware reports no link. */
  readonly hasSessions: boolean;
  readonly log: Log;
}

const appTag = 'app';

/** The Bluetooth half of the example: the event handler that frees memory, and the one that reports links. */
export class BleScheme {
  readonly #options: BleSchemeOptions;
  /** A line that the firmware's event loop prints only after the service has stopped. */
  #held: string | undefined;
  #stopping = false;

  constructor(options: BleSchemeOptions) {
    this.#options = options;
  }

  /** Prints the lines of the scheme at the start of the manager: it frees the memory of classic Bluetooth. */
  begin(): void {
    this.#freed('BT memory released');
  }

  /** Prints the lines of the scheme at the end of the manager. */
  end(): void {
    if (this.#held !== undefined) this.#options.log('info', appTag, this.#held);
    this.#held = undefined;
    if (!this.#options.staysOn) this.#freed('BTDM memory released');
  }

  /** Returns `transport`, watching its links. */
  listening(transport: DeviceTransport): DeviceTransport {
    const onEnding = () => {
      this.#stopping = true;
    };
    return wrapDeviceTransport(transport, (requests) => this.#heard(requests), { onEnding });
  }

  #heard(requests: Requests): Requests {
    this.#stopping = false;
    return wrapRequests(requests, {
      open: (peer) => {
        requests.open(peer);
        this.#linked('BLE transport: Connected!');
      },
      close: (peer) => {
        requests.close(peer);
        this.#linked('BLE transport: Disconnected!');
      },
    });
  }

  #linked(line: string): void {
    const { behaviour, hasSessions, log } = this.#options;
    if (!behaviour.logsLinks || !hasSessions) return;
    if (this.#stopping) this.#held = line;
    else log('info', appTag, line);
  }

  #freed(line: string): void {
    const { behaviour, log } = this.#options;
    if (behaviour.logTag !== undefined) log('info', behaviour.logTag, line);
  }
}
