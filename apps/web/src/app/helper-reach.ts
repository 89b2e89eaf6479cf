import type { OpenTransport } from '@esp-prov/client';
import type { Clock } from '@esp-prov/protocol';
import type { FoundThing } from '../flow/flow-state.ts';
import type { HelperClient, HelperDevice } from '../helper/helper-client.ts';
import type { HelperList, HelperReach } from '../run/flow-world.ts';

/** The part of the helper's client that is used. */
export type HelperPort = Pick<HelperClient, 'scan' | 'serialPorts' | 'openTransport'>;

/** Time in ms from one look at the serial ports to the next: a board that is plugged in shall appear soon. */
const portsMs = 2000;

/** Most devices of a list: a radio that invents names must not fill the page with them. */
const mostDevices = 64;

/** Returns what the flow reaches through the helper: devices in their own Wi-Fi, the machine's radio and its ports. */
export function helperReach(helper: HelperPort, clock: Clock): HelperReach {
  return {
    openTransport: helper.openTransport({ kind: 'http' }),
    lists: { bluetooth: new RadioList(helper), usb: new PortList(helper, clock) },
  };
}

class RadioList implements HelperList {
  readonly #helper: HelperPort;
  readonly #seen = new Map<string, HelperDevice>();

  constructor(helper: HelperPort) {
    this.#helper = helper;
  }

  async *find(
    namePrefix: string,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<readonly FoundThing[], void, undefined> {
    this.#seen.clear();
    yield [];
    for await (const device of this.#helper.scan(namePrefix, signal)) {
      if (this.#seen.size >= mostDevices && !this.#seen.has(device.id)) continue;
      this.#seen.set(device.id, device);
      yield [...this.#seen.values()].map(({ id, name, rssi, taken }) => ({ id, name, rssi, taken }));
    }
  }

  open(id: string): OpenTransport {
    const { services = [] } = this.#seen.get(id) ?? {};
    return this.#helper.openTransport({ kind: 'ble', id, services });
  }
}

class PortList implements HelperList {
  readonly #helper: HelperPort;
  readonly #clock: Clock;

  constructor(helper: HelperPort, clock: Clock) {
    this.#helper = helper;
    this.#clock = clock;
  }

  async *find(
    _: string,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<readonly FoundThing[], void, undefined> {
    for (;;) {
      const ports = await this.#helper.serialPorts({ signal });
      yield ports.map(({ path, description }) => ({ id: path, name: description ? `${description} (${path})` : path }));
      await this.#clock.sleep(portsMs, { signal });
    }
  }

  open(path: string): OpenTransport {
    return this.#helper.openTransport({ kind: 'console', path });
  }
}
