import type { DeviceFault } from '@esp-prov/virtual';
import { VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';

/** One device of a fleet, and what happens to it. */
export interface FleetDevice {
  readonly address: string;
  /** How often credentials were applied to it. */
  readonly applied: () => number;
  /** Whether it joined its network. */
  readonly connected: () => boolean;
}

/** Virtual devices in this process, all with the default street. */
export class Fleet implements AsyncDisposable {
  readonly devices: FleetDevice[] = [];
  readonly #switchOff: (() => Promise<void>)[] = [];

  /** Switches one on; it goes on offering its service when it is provisioned, so that it can be asked later. */
  async add(faults: readonly DeviceFault[] = []): Promise<FleetDevice> {
    const transport = new HttpDeviceTransport();
    const device = new VirtualEsp32({ transport, fast: true, faults, autoStop: false });
    let applied = 0;
    let connected = false;
    device.watch(({ kind }) => {
      if (kind === 'credentials-received') applied++;
      if (kind === 'connected') connected = true;
    });
    await device.boot();
    this.#switchOff.push(() => device[Symbol.asyncDispose]());
    const made = { address: transport.address, applied: () => applied, connected: () => connected };
    this.devices.push(made);
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#switchOff.map((off) => off()));
  }
}
